package io.sluice.router.cooldown;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.cooldown.Breaker.Admission;
import io.sluice.router.cooldown.Condition.Phase;
import io.sluice.router.failure.ErrorClass;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BreakersTest {

    private static final BreakerRules RULES = BreakerRules.of(CooldownSettings.DEFAULT);
    private static final Fault LIMITED = Fault.answered(ErrorClass.RATE_LIMIT, 429, -1);

    private long now = 1_000_000;
    private final LocalHealth health = new LocalHealth(() -> now);
    private final Breakers a = new Breakers(health.router("a"), () -> now);
    private final Breakers b = new Breakers(health.router("b"), () -> now);
    private final Breaker ofA = a.of("d", RULES, 1);
    private final Breaker ofB = b.of("d", RULES, 1);

    @Test
    void shouldTellTheOthersWhatAProviderSaid() {
        a.failed("d", ofA, LIMITED, ofA.admit(now), false);

        assertThat(ofB.admit(now)).isEqualTo(Admission.NO);
        assertThat(ofB.condition().owner()).isEqualTo(FaultOwner.QUOTA);
    }

    @Test
    void shouldKeepToItselfWhatOnlyItsNetworkSays() {
        for (int i = 0; i < 10; i++) {
            a.failed("d", ofA, Fault.unanswered(ErrorClass.CONNECTION), ofA.admit(now), false);
        }
        assertThat(ofA.condition().phase()).isEqualTo(Phase.RESTING);
        assertThat(ofB.admit(now)).isEqualTo(Admission.CALL);
    }

    @Test
    void shouldLeaveTheTrialToTheOneThatSawTheFailureAndHearOfItsOutcome() {
        a.failed("d", ofA, LIMITED, ofA.admit(now), false);
        now += 5_000;
        assertThat(ofB.admit(now)).isEqualTo(Admission.NO);
        Admission trial = ofA.admit(now);
        assertThat(trial).isEqualTo(Admission.TRIAL);

        a.succeeded("d", ofA, trial);
        assertThat(ofB.admit(now)).isEqualTo(Admission.CALL);
    }

    @Test
    void shouldMakeTheTrialItselfWhenTheOtherDoesNot() {
        a.failed("d", ofA, LIMITED, ofA.admit(now), false);
        now += 7_500;
        assertThat(ofB.admit(now)).isEqualTo(Admission.TRIAL);
    }

    @Test
    void shouldTellWhenATrialFailsSoThatAllRestOn() {
        a.failed("d", ofA, LIMITED, ofA.admit(now), false);
        now += 5_000;
        a.failed("d", ofA, LIMITED, ofA.admit(now), false);
        now += 4_999;
        assertThat(ofB.admit(now)).isEqualTo(Admission.NO);
    }

    @Test
    void shouldTellThatADeploymentThatRefusedARequestIsBack() {
        a.failed("d", ofA, LIMITED, ofA.admit(now), false);
        now += 5_000;
        a.failed("d", ofA, Fault.answered(ErrorClass.BAD_REQUEST, 400, -1), ofA.admit(now), false);

        assertThat(ofB.admit(now)).isEqualTo(Admission.CALL);
    }

    @Test
    void shouldNotEndARestForItsOwnNetworkBecauseAnotherRouterGotThrough() {
        for (int i = 0; i < 5; i++) {
            b.failed("d", ofB, Fault.unanswered(ErrorClass.TIMEOUT), ofB.admit(now), false);
        }
        health.router("a").publish(HealthNotice.recovered("d"));

        assertThat(ofB.condition().phase()).isEqualTo(Phase.RESTING);
    }

    @Test
    void shouldCatchUpWithWhatWasToldBefore() {
        a.failed("d", ofA, LIMITED, ofA.admit(now), false);
        Breakers late = new Breakers(health.router("late"), () -> now);
        Breaker breaker = late.of("d", RULES, 1);
        assertThat(breaker.admit(now)).isEqualTo(Admission.CALL);

        late.catchUp();
        assertThat(breaker.admit(now)).isEqualTo(Admission.NO);
    }

    @Test
    void shouldStartAnewWhenTheTargetChangesAndOnlyThen() {
        a.failed("d", ofA, LIMITED, ofA.admit(now), false);
        assertThat(a.of("d", RULES, 1)).isSameAs(ofA);
        assertThat(a.of("d", RULES, 2).admit(now)).isEqualTo(Admission.CALL);
    }

    @Test
    void shouldReportConditionsOfTheDeploymentsThereAre() {
        a.failed("d", ofA, LIMITED, ofA.admit(now), false);
        a.of("other", RULES, 1);
        assertThat(a.conditions().get("d").phase()).isEqualTo(Phase.RESTING);
        a.retain(Set.of("other"));
        assertThat(a.conditions()).containsOnlyKeys("other");
    }
}
