package io.sluice.router.cooldown;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.configuration.Settings;
import io.sluice.router.cooldown.Breaker.Admission;
import io.sluice.router.cooldown.Condition.Phase;
import io.sluice.router.failure.ErrorClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BreakerTest {

    private static final long REST = 5_000;
    private long now = 1_000_000;
    private final Breaker breaker = new Breaker(BreakerRules.of(CooldownSettings.DEFAULT));

    private static BreakerRules rules(Map<String, Object> router) {
        return BreakerRules.of(CooldownSettings.read(new Settings("router_settings", router)));
    }

    private static Fault said(ErrorClass errorClass) {
        return Fault.answered(errorClass, errorClass.status(), -1);
    }

    private boolean fails(Breaker each, Fault fault) {
        return each.failed(now, fault, each.admit(now), false).isPresent();
    }

    private int failuresUntilItRests(Breaker each, Fault fault, boolean last) {
        for (int i = 1; i <= 200; i++) {
            if (each.failed(now, fault, each.admit(now), last).isPresent()) {
                return i;
            }
        }
        return -1;
    }

    @Test
    void shouldRestAtOnceForWhatLitellmCoolsAtOnce() {
        for (ErrorClass errorClass : List.of(ErrorClass.AUTHENTICATION, ErrorClass.NOT_FOUND, ErrorClass.RATE_LIMIT)) {
            Breaker each = new Breaker(BreakerRules.of(CooldownSettings.DEFAULT));
            assertThat(fails(each, said(errorClass))).as(errorClass.name()).isTrue();
            assertThat(each.availableAt()).isEqualTo(now + REST);
        }
        assertThat(fails(breaker, Fault.answered(ErrorClass.BAD_REQUEST, 402, -1)))
                .isTrue();
    }

    @Test
    void shouldNeverRestForWhatIsTheCallers() {
        List<Fault> callers = List.of(
                said(ErrorClass.BAD_REQUEST),
                said(ErrorClass.CONTEXT_WINDOW),
                said(ErrorClass.CONTENT_POLICY),
                said(ErrorClass.UNPROCESSABLE),
                said(ErrorClass.PERMISSION),
                Fault.answered(ErrorClass.BAD_REQUEST, 409, -1),
                new Fault(ErrorClass.TIMEOUT, 408, -1, false, true));
        for (Fault fault : callers) {
            for (boolean last : new boolean[] {true, false}) {
                assertThat(failuresUntilItRests(breaker, fault, last))
                        .as(fault.toString())
                        .isEqualTo(-1);
            }
        }
    }

    @Test
    void shouldRestWhenMoreThanHalfOfFiveFailed() {
        for (ErrorClass errorClass : List.of(
                ErrorClass.INTERNAL,
                ErrorClass.OVERLOADED,
                ErrorClass.TIMEOUT,
                ErrorClass.BAD_GATEWAY,
                ErrorClass.BAD_RESPONSE,
                ErrorClass.CONNECTION)) {
            Breaker each = new Breaker(BreakerRules.of(CooldownSettings.DEFAULT));
            assertThat(failuresUntilItRests(each, said(errorClass), false))
                    .as(errorClass.name())
                    .isEqualTo(5);
        }
    }

    @Test
    void shouldSeeAnOutageAfterElevenFailuresHoweverGoodThePastWas() {
        for (int i = 0; i < 10_000; i++) {
            breaker.succeeded(now, breaker.admit(now));
        }
        assertThat(failuresUntilItRests(breaker, said(ErrorClass.INTERNAL), false))
                .isEqualTo(11);
    }

    @Test
    void shouldNotRestADeploymentThatMostlyWorks() {
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 100_000; i++) {
            if (random.nextInt(10) == 0) {
                assertThat(fails(breaker, said(ErrorClass.INTERNAL))).isFalse();
            } else {
                breaker.succeeded(now, breaker.admit(now));
            }
        }
    }

    @Test
    void shouldForgetFailuresAfterAMinuteOfSilence() {
        for (int i = 0; i < 4; i++) {
            assertThat(fails(breaker, said(ErrorClass.INTERNAL))).isFalse();
        }
        now += 62_000;
        assertThat(failuresUntilItRests(breaker, said(ErrorClass.INTERNAL), false))
                .isEqualTo(5);
    }

    @Test
    void shouldCountAllowedFailsAsLitellmDoes() {
        for (ErrorClass errorClass : List.of(ErrorClass.RATE_LIMIT, ErrorClass.INTERNAL, ErrorClass.AUTHENTICATION)) {
            Breaker each = new Breaker(rules(Map.of("allowed_fails", 2, "cooldown_time", 2)));
            assertThat(failuresUntilItRests(each, said(errorClass), false))
                    .as(errorClass.name())
                    .isEqualTo(3);
            assertThat(each.availableAt()).isEqualTo(now + 2_000);
        }
    }

    @Test
    void shouldForgetAllowedFailsWhenNoneCameForTheLengthOfACooldown() {
        Breaker each = new Breaker(rules(Map.of("allowed_fails", 2, "cooldown_time", 2)));
        assertThat(fails(each, said(ErrorClass.RATE_LIMIT))).isFalse();
        assertThat(fails(each, said(ErrorClass.RATE_LIMIT))).isFalse();
        now += 2_001;
        assertThat(failuresUntilItRests(each, said(ErrorClass.RATE_LIMIT), false))
                .isEqualTo(3);
    }

    @Test
    void shouldFollowAPolicyByClass() {
        BreakerRules policy = rules(Map.of(
                "allowed_fails_policy",
                Map.of(
                        "TimeoutErrorAllowedFails", 1,
                        "RateLimitErrorAllowedFails", 0,
                        "InternalServerErrorAllowedFails", 4,
                        "BadRequestErrorAllowedFails", 1)));

        assertThat(failuresUntilItRests(new Breaker(policy), said(ErrorClass.TIMEOUT), false))
                .isEqualTo(2);
        assertThat(failuresUntilItRests(new Breaker(policy), said(ErrorClass.RATE_LIMIT), false))
                .isEqualTo(1);
        assertThat(failuresUntilItRests(new Breaker(policy), said(ErrorClass.OVERLOADED), false))
                .isEqualTo(5);
        assertThat(failuresUntilItRests(new Breaker(policy), said(ErrorClass.BAD_REQUEST), false))
                .isEqualTo(-1);
        // not named: LiteLLM's allowed_fails of 3
        assertThat(failuresUntilItRests(new Breaker(policy), said(ErrorClass.AUTHENTICATION), false))
                .isEqualTo(4);
    }

    @Test
    void shouldRestForAsLongAsLitellmWould() {
        Fault retryAfter = Fault.answered(ErrorClass.RATE_LIMIT, 429, 90_000);
        assertThat(fails(breaker, retryAfter)).isTrue();
        assertThat(breaker.availableAt()).isEqualTo(now + 90_000);

        Breaker own = new Breaker(new BreakerRules(CooldownSettings.DEFAULT, OptionalLong.of(1_000), false));
        assertThat(fails(own, retryAfter)).isTrue();
        assertThat(own.availableAt()).isEqualTo(now + 1_000);

        Breaker forever = new Breaker(BreakerRules.of(CooldownSettings.DEFAULT));
        assertThat(fails(forever, Fault.answered(ErrorClass.RATE_LIMIT, 429, 1_000_000_000)))
                .isTrue();
        assertThat(forever.availableAt()).isEqualTo(now + 3_600_000);
    }

    @Test
    void shouldNeverRestWhenCooldownsAreOff() {
        Breaker off = new Breaker(rules(Map.of("disable_cooldowns", true)));
        Breaker zero = new Breaker(new BreakerRules(CooldownSettings.DEFAULT, OptionalLong.of(0), false));
        assertThat(failuresUntilItRests(off, said(ErrorClass.RATE_LIMIT), false))
                .isEqualTo(-1);
        assertThat(failuresUntilItRests(zero, said(ErrorClass.RATE_LIMIT), false))
                .isEqualTo(-1);
    }

    @Test
    void shouldNotBlameAWildcardForTheModelThatACallerNamed() {
        Breaker wildcard = new Breaker(new BreakerRules(CooldownSettings.DEFAULT, OptionalLong.empty(), true));
        assertThat(failuresUntilItRests(wildcard, said(ErrorClass.NOT_FOUND), false))
                .isEqualTo(-1);
        assertThat(failuresUntilItRests(wildcard, said(ErrorClass.RATE_LIMIT), false))
                .isEqualTo(-1);
        assertThat(failuresUntilItRests(wildcard, said(ErrorClass.AUTHENTICATION), false))
                .isEqualTo(1);
    }

    @Test
    void shouldLetOneCallTryWhenARestIsOver() {
        fails(breaker, said(ErrorClass.RATE_LIMIT));
        now += REST - 1;
        assertThat(breaker.admit(now)).isEqualTo(Admission.NO);
        now += 1;
        assertThat(breaker.admit(now)).isEqualTo(Admission.TRIAL);
        assertThat(breaker.admit(now)).isEqualTo(Admission.NO);

        assertThat(breaker.succeeded(now, Admission.TRIAL)).isTrue();
        assertThat(breaker.admit(now)).isEqualTo(Admission.CALL);
        assertThat(breaker.availableAt()).isZero();
    }

    @Test
    void shouldRestAgainWhenTheTrialFails() {
        fails(breaker, said(ErrorClass.RATE_LIMIT));
        now += REST;
        assertThat(fails(breaker, said(ErrorClass.INTERNAL))).isTrue();
        assertThat(breaker.availableAt()).isEqualTo(now + REST);
        assertThat(breaker.condition().openings()).isEqualTo(2);
    }

    @Test
    void shouldTakeARefusedRequestForASignOfLife() {
        fails(breaker, said(ErrorClass.AUTHENTICATION));
        now += REST;
        assertThat(fails(breaker, said(ErrorClass.BAD_REQUEST))).isFalse();
        assertThat(breaker.condition().phase()).isEqualTo(Phase.CLOSED);
    }

    @Test
    void shouldLetTheNextCallTryWhenATrialWasGivenUpOrNeverEnds() {
        fails(breaker, said(ErrorClass.RATE_LIMIT));
        now += REST;
        Admission trial = breaker.admit(now);
        breaker.abandoned(now, trial);
        assertThat(breaker.admit(now)).isEqualTo(Admission.TRIAL);
        now += REST;
        assertThat(breaker.admit(now)).isEqualTo(Admission.TRIAL);
    }

    @Test
    void shouldNotCloseForAnOldCallThatStillSucceeds() {
        Admission old = breaker.admit(now);
        fails(breaker, said(ErrorClass.RATE_LIMIT));
        assertThat(breaker.succeeded(now, old)).isFalse();
        assertThat(breaker.condition().phase()).isEqualTo(Phase.RESTING);
    }

    @Test
    void shouldAskAKeyThatIsRefusedEverLessOften() {
        long rest = 0;
        List<Long> rests = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            now += rest;
            assertThat(fails(breaker, said(ErrorClass.AUTHENTICATION))).isTrue();
            rest = breaker.availableAt() - now;
            rests.add(rest);
        }
        assertThat(rests)
                .containsExactly(
                        5_000L, 10_000L, 20_000L, 40_000L, 80_000L, 160_000L, 300_000L, 300_000L, 300_000L, 300_000L);
    }

    @Test
    void shouldRestTheOnlyDeploymentWhenNothingComesBackFromIt() {
        assertThat(failuresUntilItRests(breaker, Fault.unanswered(ErrorClass.TIMEOUT), true))
                .isEqualTo(5);
    }

    @Test
    void shouldNotRestTheOnlyDeploymentAsLongAsItAnswersNowAndThen() {
        SplittableRandom random = new SplittableRandom(8);
        for (int i = 0; i < 20_000; i++) {
            if (random.nextInt(10) < 6) {
                assertThat(breaker.failed(now, said(ErrorClass.INTERNAL), breaker.admit(now), true))
                        .isEmpty();
            } else {
                breaker.succeeded(now, breaker.admit(now));
            }
        }
    }

    @Test
    void shouldNotRestTheOnlyDeploymentForItsKey() {
        assertThat(failuresUntilItRests(breaker, said(ErrorClass.AUTHENTICATION), true))
                .isEqualTo(-1);
        assertThat(failuresUntilItRests(breaker, said(ErrorClass.NOT_FOUND), true))
                .isEqualTo(-1);
    }

    @Test
    void shouldRestTheOnlyDeploymentForAsLongAsItsProviderAsks() {
        Breaker silent = new Breaker(BreakerRules.of(CooldownSettings.DEFAULT));
        assertThat(failuresUntilItRests(silent, said(ErrorClass.RATE_LIMIT), true))
                .isEqualTo(5);

        assertThat(failuresUntilItRests(breaker, Fault.answered(ErrorClass.RATE_LIMIT, 429, 2_000), true))
                .isEqualTo(1);
        assertThat(breaker.availableAt()).isEqualTo(now + 2_000);
    }

    @Test
    void shouldGiveTheTrialToOneOfManyThreads() throws Exception {
        for (int round = 0; round < 200; round++) {
            Breaker each = new Breaker(BreakerRules.of(CooldownSettings.DEFAULT));
            fails(each, said(ErrorClass.RATE_LIMIT));
            long after = now + REST;
            AtomicInteger trials = new AtomicInteger();
            CyclicBarrier barrier = new CyclicBarrier(4);
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                threads.add(Thread.ofPlatform().start(() -> {
                    try {
                        barrier.await();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    if (each.admit(after) == Admission.TRIAL) {
                        trials.incrementAndGet();
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(trials).hasValue(1);
        }
    }
}
