package io.sluice.router.group;

import static io.sluice.router.group.PlanFixture.candidate;
import static io.sluice.router.group.PlanFixture.fail;
import static io.sluice.router.group.PlanFixture.id;
import static io.sluice.router.group.PlanFixture.oneAtOnce;
import static io.sluice.router.group.PlanFixture.succeed;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.money.Money;
import io.sluice.router.cooldown.LocalHealth;
import io.sluice.router.failure.ErrorClass;
import io.sluice.router.group.Step.Reason;
import io.sluice.router.group.Step.Why;
import io.sluice.router.queue.Spot;
import io.sluice.router.queue.Wish;
import io.sluice.router.strategy.Explainer;
import io.sluice.router.strategy.RouteFacts;
import io.sluice.router.strategy.Verdict;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GroupCallTest {

    private long now = 1_700_000_000_000L;

    private PlanFixture fixture(Map<String, Object> router, Map<String, Object> sluice) {
        return new PlanFixture(router, sluice, new LocalHealth(() -> now).router("r"), () -> now);
    }

    private PlanFixture fixture(Map<String, Object> router) {
        return fixture(router, Map.of());
    }

    private GroupCall call(GroupPlan plan, long seed) {
        return plan.call(RouteFacts.PLAIN, new CallTerms(-1, now + 600_000, false), seed);
    }

    private static GroupPlan single(PlanFixture fixture) {
        return fixture.plan("g", candidate("only", 1, 1));
    }

    private static GroupPlan ordered(PlanFixture fixture) {
        return fixture.plan("g", candidate("first", 1, 1), candidate("second", 2, 1));
    }

    @Test
    void shouldMakeThreeAttemptsAtASingleDeploymentWithWaitsBetween() {
        GroupCall call = call(single(fixture(Map.of())), 1);
        Step step = call.begin();
        for (int retry = 0; retry < 2; retry++) {
            assertThat(fail(call, step, ErrorClass.INTERNAL))
                    .isInstanceOfSatisfying(
                            Step.Wait.class, wait -> assertThat(wait.millis()).isBetween(100L, 400L));
            step = call.again();
            assertThat(((Step.Try) step).why()).isEqualTo(Why.RETRY);
        }
        assertThat(fail(call, step, ErrorClass.INTERNAL)).isEqualTo(new Step.Over(Reason.NO_RETRIES_LEFT));
        assertThat(call.retriesMade()).isEqualTo(2);
    }

    @Test
    void shouldAskAnotherDeploymentAtOnce() {
        PlanFixture fixture = fixture(Map.of());
        GroupPlan plan = fixture.plan("g", candidate("a", 1, 1), candidate("b", 1, 1));
        for (long seed = 0; seed < 4; seed++) {
            GroupCall call = call(plan, seed);
            Step first = call.begin();
            Step second = fail(call, first, ErrorClass.BAD_GATEWAY);
            assertThat(id(second)).isNotEqualTo(id(first));
            succeed(call, second);
        }
    }

    @Test
    void shouldNotRetryWhatAnotherAttemptWouldNotCure() {
        for (ErrorClass errorClass : new ErrorClass[] {
            ErrorClass.BAD_REQUEST, ErrorClass.UNPROCESSABLE, ErrorClass.CONTEXT_WINDOW, ErrorClass.AUTHENTICATION
        }) {
            GroupCall call = call(single(fixture(Map.of())), 1);
            assertThat(fail(call, call.begin(), errorClass)).isEqualTo(new Step.Over(Reason.FINAL));
        }
    }

    @Test
    void shouldGoToTheNextOrderWithoutRetriesForAnyFailure() {
        for (ErrorClass errorClass :
                new ErrorClass[] {ErrorClass.UNPROCESSABLE, ErrorClass.INTERNAL, ErrorClass.AUTHENTICATION}) {
            GroupCall call = call(ordered(fixture(Map.of("num_retries", 0))), 1);
            Step first = call.begin();
            assertThat(id(first)).isEqualTo("first");
            Step second = fail(call, first, errorClass);
            assertThat(id(second)).isEqualTo("second");
            assertThat(((Step.Try) second).why()).isEqualTo(Why.ORDER);
            assertThat(call.retriesMade()).isZero();
            assertThat(fail(call, second, errorClass)).isInstanceOf(Step.Over.class);
        }
    }

    /** The recorded cases {@code routing/cooldown-*} and {@code allowed-fails-*}: which deployment is asked by a later call. */
    @Test
    void shouldCoolAsTheRecordedCasesDo() {
        assertThat(askedAfter(Map.of("cooldown_time", 2), ErrorClass.RATE_LIMIT, 1, 300))
                .isEqualTo("second");
        assertThat(askedAfter(Map.of("cooldown_time", 2), ErrorClass.AUTHENTICATION, 1, 0))
                .isEqualTo("second");
        assertThat(askedAfter(Map.of("cooldown_time", 2), ErrorClass.NOT_FOUND, 1, 0))
                .isEqualTo("second");
        assertThat(askedAfter(Map.of("cooldown_time", 2), ErrorClass.RATE_LIMIT, 1, 2_600))
                .isEqualTo("first");
        assertThat(askedAfter(Map.of("cooldown_time", 2), ErrorClass.UNPROCESSABLE, 1, 0))
                .isEqualTo("first");
        assertThat(askedAfter(Map.of("cooldown_time", 2), ErrorClass.PERMISSION, 1, 0))
                .isEqualTo("first");
        assertThat(askedAfter(Map.of("cooldown_time", 2), ErrorClass.TIMEOUT, 1, 0))
                .isEqualTo("first");
        assertThat(askedAfter(Map.of("cooldown_time", 2), ErrorClass.INTERNAL, 1, 0))
                .isEqualTo("first");
        Map<String, Object> allowed = Map.of("cooldown_time", 2, "allowed_fails", 2);
        assertThat(askedAfter(allowed, ErrorClass.RATE_LIMIT, 1, 0)).isEqualTo("first");
        assertThat(askedAfter(allowed, ErrorClass.RATE_LIMIT, 2, 0)).isEqualTo("first");
        assertThat(askedAfter(allowed, ErrorClass.RATE_LIMIT, 3, 0)).isEqualTo("second");
        assertThat(askedAfter(allowed, ErrorClass.INTERNAL, 3, 0)).isEqualTo("second");
    }

    private String askedAfter(Map<String, Object> router, ErrorClass errorClass, int failures, long laterMillis) {
        Map<String, Object> settings = new java.util.HashMap<>(router);
        settings.put("num_retries", 0);
        GroupPlan plan = ordered(fixture(settings));
        for (int i = 0; i < failures; i++) {
            GroupCall call = call(plan, i);
            Step second = fail(call, call.begin(), errorClass);
            assertThat(id(second)).isEqualTo("second");
            succeed(call, second);
        }
        now += laterMillis;
        return id(call(plan, 99).begin());
    }

    @Test
    void shouldNeverCoolTheOnlyDeploymentForAFewFailures() {
        for (ErrorClass errorClass : ErrorClass.values()) {
            GroupPlan plan = single(fixture(Map.of("num_retries", 0)));
            for (int i = 0; i < 4; i++) {
                GroupCall call = call(plan, i);
                assertThat(fail(call, call.begin(), errorClass))
                        .as(errorClass.name())
                        .isInstanceOf(Step.Over.class);
            }
        }
    }

    @Test
    void shouldFailFastOnceTheOnlyDeploymentIsDeafAndTryItWithOneCall() {
        GroupPlan plan = single(fixture(Map.of("num_retries", 0)));
        for (int i = 0; i < 5; i++) {
            GroupCall call = call(plan, i);
            fail(call, call.begin(), ErrorClass.TIMEOUT);
        }
        assertThat(call(plan, 9).begin()).isEqualTo(new Step.Nobody(Verdict.RESTING, 5_000));

        now += 5_000;
        GroupCall trial = call(plan, 10);
        Step step = trial.begin();
        assertThat(step).isInstanceOf(Step.Try.class);
        assertThat(call(plan, 11).begin()).isInstanceOf(Step.Nobody.class);
        succeed(trial, step);
        assertThat(call(plan, 12).begin()).isInstanceOf(Step.Try.class);
    }

    @Test
    void shouldWaitForTheRetryAfterOfTheOnlyDeploymentUnlessAFallbackIsThere() {
        GroupPlan plan = single(fixture(Map.of()));
        GroupCall call = call(plan, 1);
        Step waits = fail(call, call.begin(), ErrorClass.RATE_LIMIT, 1_000);
        assertThat(waits)
                .isInstanceOfSatisfying(
                        Step.Wait.class, wait -> assertThat(wait.millis()).isBetween(1_000L, 1_100L));
        now += ((Step.Wait) waits).millis();
        succeed(call, call.again());

        GroupCall other = plan.call(RouteFacts.PLAIN, new CallTerms(-1, now + 600_000, true), 2);
        assertThat(fail(other, other.begin(), ErrorClass.RATE_LIMIT, 1_000)).isEqualTo(new Step.Over(Reason.NO_TIME));
    }

    @Test
    void shouldNotWaitPastTheDeadline() {
        GroupPlan plan = single(fixture(Map.of()));
        GroupCall call = plan.call(RouteFacts.PLAIN, new CallTerms(-1, now + 50, false), 1);
        assertThat(fail(call, call.begin(), ErrorClass.INTERNAL)).isEqualTo(new Step.Over(Reason.NO_TIME));
    }

    @Test
    void shouldChooseAnotherWhenATrialIsTakenAlready() {
        PlanFixture fixture = fixture(Map.of("num_retries", 0));
        GroupPlan plan = ordered(fixture);
        GroupCall failing = call(plan, 1);
        succeed(failing, fail(failing, failing.begin(), ErrorClass.RATE_LIMIT));
        now += 5_000;

        assertThat(id(call(plan, 2).begin())).isEqualTo("first");
        assertThat(id(call(plan, 3).begin())).isEqualTo("second");
    }

    @Test
    void shouldLeaveNoTraceOfCallsThatEnded() {
        PlanFixture fixture = fixture(Map.of());
        GroupPlan plan = fixture.plan("g", candidate("a", 1, 1), candidate("b", 1, 1));
        for (long seed = 0; seed < 50; seed++) {
            GroupCall call = call(plan, seed);
            Step step = call.begin();
            switch ((int) (seed % 4)) {
                case 0 -> succeed(call, step);
                case 1 -> call.abandoned(((Step.Try) step).ticket(), Money.ZERO);
                case 2 -> {
                    fail(call, step, ErrorClass.BAD_REQUEST);
                    fail(call, step, ErrorClass.BAD_REQUEST); // told twice
                }
                default -> {
                    Step next = fail(call, step, ErrorClass.BAD_GATEWAY);
                    if (next instanceof Step.Try) {
                        succeed(call, next);
                    }
                }
            }
            now += 100;
        }
        assertThat(fixture.meters().of("a").inFlight()).isZero();
        assertThat(fixture.meters().of("b").inFlight()).isZero();
    }

    @Test
    void shouldGiveBackTheGrantOfACallThatLeftWhileItWaited() {
        GroupPlan plan = single(fixture(Map.of("disable_cooldowns", true)));
        for (int i = 0; i < 500; i++) {
            GroupCall call = call(plan, i);
            assertThat(fail(call, call.begin(), ErrorClass.INTERNAL))
                    .as("call " + i)
                    .isInstanceOf(Step.Wait.class);
            call.leave();
        }
    }

    @Test
    void shouldKeepAllRetriesOfASequentialCallerWhenCooldownsAreOff() {
        GroupPlan plan = single(fixture(Map.of("disable_cooldowns", true)));
        for (int i = 0; i < 200; i++) {
            GroupCall call = call(plan, i);
            assertThat(fail(call, call.begin(), ErrorClass.INTERNAL)).isInstanceOf(Step.Wait.class);
            assertThat(fail(call, call.again(), ErrorClass.INTERNAL)).isInstanceOf(Step.Wait.class);
            assertThat(fail(call, call.again(), ErrorClass.INTERNAL)).isEqualTo(new Step.Over(Reason.NO_RETRIES_LEFT));
        }
    }

    @Test
    void shouldRefuseRetriesBeyondTheBudget() {
        GroupPlan plan = single(fixture(Map.of("disable_cooldowns", true)));
        int refused = 0;
        for (int i = 0; i < 100; i++) {
            GroupCall call = call(plan, i);
            refused += fail(call, call.begin(), ErrorClass.INTERNAL).equals(new Step.Over(Reason.NO_BUDGET)) ? 1 : 0;
            // the ones that wait go on waiting: many calls at once
        }
        assertThat(refused).isBetween(70, 80);
    }

    @Test
    void shouldHedgeAtAnotherDeploymentAndCarryOnWithWhoIsLeft() {
        Map<String, Object> hedge = Map.of("hedge", Map.of("after", 200, "budget_pct", 100));
        PlanFixture fixture = fixture(Map.of(), hedge);
        GroupPlan plan = fixture.plan("g", candidate("a", 1, 1), candidate("b", 1, 1));
        GroupCall call = call(plan, 1);
        Step.Try first = (Step.Try) call.begin();
        assertThat(call.hedgeAfterMillis()).hasValue(200);

        Step.Try second = call.hedge().orElseThrow();
        assertThat(second.why()).isEqualTo(Why.HEDGE);
        assertThat(id(second)).isNotEqualTo(id(first));
        assertThat(call.hedge()).as("one extra call a request").isEmpty();

        assertThat(fail(call, first, ErrorClass.INTERNAL)).isEqualTo(new Step.Stay());
        succeed(call, second);
        assertThat(fixture.meters().of("a").inFlight()
                        + fixture.meters().of("b").inFlight())
                .isZero();
    }

    @Test
    void shouldNotHedgeWithoutASecondDeployment() {
        Map<String, Object> hedge = Map.of("hedge", Map.of("after", 200, "budget_pct", 100));
        GroupCall call = call(single(fixture(Map.of(), hedge)), 1);
        call.begin();
        assertThat(call.hedge()).isEmpty();
    }

    @Test
    void shouldNotHedgeWhileOthersWaitForTheirFirstAttempt() {
        Map<String, Object> hedge = Map.of("hedge", Map.of("after", 200, "budget_pct", 100));
        GroupPlan plan = fixture(Map.of(), hedge).plan("g", candidate("a", 1, 1), candidate("b", 1, 1));
        GroupCall call = call(plan, 1);
        call.begin();
        Spot waiting = new Spot(plan.line(), "another", new Wish(0, "key", 1, 1, 60_000), now, now + 60_000);
        waiting.await(() -> {});
        assertThat(call.hedge()).isEmpty();
        waiting.leave(now);
        assertThat(call.hedge()).isPresent();
    }

    @Test
    void shouldAskForALimitAnewAfterAHedgeThatDidNotWaitForIt() {
        Map<String, Object> hedge = Map.of("hedge", Map.of("after", 200, "budget_pct", 100));
        GroupPlan plan = fixture(Map.of(), hedge).plan("g", oneAtOnce("a"), oneAtOnce("b"));
        GroupCall call = call(plan, 1);
        Step first = asked(call, call.begin());
        assertThat(call.hedge()).as("nothing of its limit is here").isEmpty();

        now += 20_000;
        Step retry = fail(call, first, ErrorClass.INTERNAL);
        assertThat(retry).isInstanceOf(Step.Ask.class);
        assertThat(asked(call, retry))
                .isInstanceOfSatisfying(
                        Step.Try.class, attempt -> assertThat(attempt.why()).isEqualTo(Why.RETRY));
    }

    @Test
    void shouldNotTakeARetryForAHedgeThatWasNotMade() {
        Map<String, Object> hedge = Map.of("hedge", Map.of("after", 200, "budget_pct", 100));
        PlanFixture fixture = fixture(Map.of(), hedge);
        GroupPlan plan = fixture.plan("g", oneAtOnce("a"), oneAtOnce("b"));
        GroupCall call = call(plan, 1);
        Step first = asked(call, call.begin());
        assertThat(call.hedge()).as("nothing of its limit is here").isEmpty();

        // meanwhile others use up what the second one may be called with
        String other = id(first).equals("a") ? "b" : "a";
        GroupCall rival = call(fixture.plan("h", oneAtOnce(other)), 1);
        asked(rival, rival.begin());
        assertThat(fail(call, first, ErrorClass.INTERNAL)).isInstanceOf(Step.Wait.class);
        assertThat(call.again())
                .isInstanceOfSatisfying(
                        Step.Try.class, attempt -> assertThat(attempt.why()).isEqualTo(Why.RETRY));
    }

    /** The step after the grantor, which is in this process, has answered. */
    private static Step asked(GroupCall call, Step step) {
        assertThat(step).isInstanceOf(Step.Ask.class);
        ((Step.Ask) step).lacking().await(() -> {});
        return call.again();
    }

    @Test
    void shouldBeAbleToExplainEachOfItsChoices() {
        for (long seed = 0; seed < 30; seed++) {
            GroupPlan plan =
                    fixture(Map.of()).plan("g", candidate("a", 1, 1), candidate("b", 1, 1), candidate("c", 1, 1));
            GroupCall call = call(plan, seed);
            Step first = call.begin();
            Step second = fail(call, first, ErrorClass.BAD_GATEWAY);
            succeed(call, second);

            var explained = call.choices().stream().map(Explainer::explain).toList();
            assertThat(explained).hasSize(2);
            assertThat(explained.getFirst().seed()).isEqualTo(seed);
            assertThat(explained.getFirst().chosen()).isEqualTo(id(first));
            assertThat(explained.getFirst().thereafter().getFirst()).isEqualTo(id(second));
            assertThat(explained.getLast().chosen()).isEqualTo(id(second));
        }
    }
}
