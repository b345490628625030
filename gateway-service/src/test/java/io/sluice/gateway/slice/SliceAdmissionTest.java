package io.sluice.gateway.slice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.admission.AccountId;
import io.sluice.contracts.admission.GrantTerms;
import io.sluice.contracts.admission.Meter;
import io.sluice.contracts.admission.Scope;
import io.sluice.contracts.admission.SpendBook;
import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.money.BudgetMode;
import io.sluice.contracts.money.Money;
import io.sluice.contracts.money.UnitPrice;
import io.sluice.contracts.routing.ModelOffer;
import io.sluice.contracts.routing.Turn;
import io.sluice.gateway.admission.AdmissionDecision;
import io.sluice.gateway.admission.AdmissionDecision.Admitted;
import io.sluice.gateway.admission.AdmissionDecision.Refused;
import io.sluice.gateway.admission.AdmissionDecision.Unpriced;
import io.sluice.gateway.admission.AdmissionRequest;
import io.sluice.gateway.admission.Limit;
import io.sluice.gateway.admission.Reservation;
import io.sluice.gateway.admission.ScopeLimits;
import io.sluice.grantor.InProcessGrantor;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** One gateway with a grantor in its process, and books that are empty unless a test fills them: what a call is told, and what cap it gets. */
class SliceAdmissionTest {

    private static final long CENT = 10_000_000;
    private static final UnitPrice IN = new UnitPrice(new BigDecimal("0.0000031"));
    private static final UnitPrice OUT = new UnitPrice(new BigDecimal("0.0000155"));

    private BudgetMode mode = BudgetMode.STRICT;
    private long budget = 2 * CENT;
    private long ledger;
    private long unledgered;
    private SliceAdmission admission = admission();

    private SliceAdmission admission() {
        return admission(Meter.MONEY, budget);
    }

    private SliceAdmission admission(Meter meter, long amount) {
        SpendBook books = (scope, window, gateway) ->
                CompletableFuture.completedFuture(new SpendBook.Look(Money.ofNanos(ledger), true, List.of()));
        UnledgeredSpend journal = new UnledgeredSpend() {
            @Override
            public long of(Scope scope, long windowStart) {
                return unledgered;
            }

            @Override
            public List<Charged> charged() {
                return List.of();
            }
        };
        ScopeLimits limits = (caller, model, now) -> new ScopeLimits.Applicable(
                List.of(new Limit(
                        new AccountId(Scope.key("k"), meter, 0),
                        mode,
                        amount,
                        mode == BudgetMode.BOUNDED ? amount + CENT : amount,
                        0,
                        Long.MAX_VALUE)),
                Map.of("key:k", 0L));
        return new SliceAdmission(
                new AdmissionSeams(
                        "gw",
                        1,
                        new InProcessGrantor(GrantTerms.DEFAULT, () -> 0),
                        books,
                        Optional.empty(),
                        journal,
                        GrantTerms.DEFAULT),
                limits,
                AdmissionSettings.DEFAULT,
                new StandingTimers());
    }

    /** Time stands still. */
    private static final class StandingTimers implements AdmissionTimers {

        @Override
        public long wallMillis() {
            return 0;
        }

        @Override
        public long monotonicMillis() {
            return 0;
        }

        @Override
        public void after(long millis, Runnable task) {
            // never
        }

        @Override
        public Executor callersContext() {
            return Runnable::run;
        }
    }

    private static ModelOffer offer(boolean priced) {
        return new ModelOffer(
                "m",
                false,
                List.of(),
                "chat",
                "openai",
                0,
                100_000,
                priced,
                IN,
                OUT,
                UnitPrice.FREE,
                1,
                600,
                1,
                UnitPrice.FREE);
    }

    private AdmissionDecision ask(long cap, int choices, boolean priced) {
        return ask(new AdmissionRequest(
                new Caller.Admin("k"), "m", offer(priced), 60, cap, choices, 15, AdmissionRequest.Part.CALL));
    }

    private AdmissionDecision ask(AdmissionRequest request) {
        CompletableFuture<AdmissionDecision> decision = new CompletableFuture<>();
        admission.admit(request, decision::complete);
        assertThat(decision).isCompleted();
        return decision.join();
    }

    private Reservation admitted(AdmissionDecision decision) {
        assertThat(decision).isInstanceOf(Admitted.class);
        return ((Admitted) decision).reservation();
    }

    @Test
    void shouldCapAnAnswerWithoutACapToWhatTheBudgetPays() {
        Reservation reservation = admitted(ask(-1, 1, true));
        assertThat(reservation.capImposed()).isTrue();
        // two cents less 660 tokens of input, at 15.5 micro-dollars a token
        assertThat(reservation.outputCap()).isEqualTo(1_158);
        assertThat(reservation.bound().nanos()).isLessThanOrEqualTo(budget);
    }

    @Test
    void shouldLeaveTheCapOfTheClientAlone() {
        Reservation reservation = admitted(ask(300, 1, true));
        assertThat(reservation.capImposed()).isFalse();
        assertThat(reservation.outputCap()).isEqualTo(300);
    }

    @Test
    void shouldLetNobodyLookBetweenWritingACostAndCountingIt() throws InterruptedException {
        Reservation reservation = admitted(ask(300, 1, true));
        Thread looks = new Thread(() -> reservation.left(Meter.MONEY));

        reservation.settle(Money.ofNanos(CENT), 10, () -> {
            looks.start();
            joinFor(looks, 200);
            assertThat(looks.isAlive()).as("waits").isTrue();
        });

        looks.join();
    }

    /** The ledger took in what the journal still had, between a look into the one and the other. */
    @Test
    void shouldShowNothingTwiceThatMayStandInJournalAndLedger() {
        ledger = budget;
        unledgered = CENT;
        admission = admission();

        assertThat(((Refused) ask(300, 1, true)).used()).isEqualTo(budget);
    }

    private static void settle(Reservation reservation, Money cost, long tokens) {
        reservation.settle(cost, tokens, () -> {});
    }

    private static void joinFor(Thread thread, long millis) {
        try {
            thread.join(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldHoldMoneyForEachTurnAndNoneForTheSession() {
        Reservation session = admitted(ask(AdmissionRequest.session(new Caller.Admin("k"), "m", offer(true))));
        assertThat(session.bound()).isEqualTo(Money.ZERO);
        Turn turn = new Turn(1, 60, 10, 500, false);
        Reservation first = admitted(ask(AdmissionRequest.turn(new Caller.Admin("k"), "m", offer(true), turn)));
        assertThat(first.bound().nanos()).isEqualTo(660 * 3_100 + 500 * 15_500);
        assertThat(first.outputCap()).isEqualTo(500);
        settle(first, Money.ofNanos(2 * CENT - 1_000), 10);
        assertThat(ask(AdmissionRequest.turn(new Caller.Admin("k"), "m", offer(true), turn)))
                .isInstanceOf(Refused.class);
        settle(session, Money.ZERO, 0);
        // who could not pay a word in it gets no session
        assertThat(ask(AdmissionRequest.session(new Caller.Admin("k"), "m", offer(true))))
                .isInstanceOf(Refused.class);
    }

    @Test
    void shouldCountASessionAsOneRequestHoweverManyTurnsItHas() {
        for (Meter meter : List.of(Meter.REQUESTS, Meter.PARALLEL)) {
            admission = admission(meter, 1);
            Reservation session = admitted(ask(AdmissionRequest.session(new Caller.Admin("k"), "m", offer(true))));
            for (int i = 1; i <= 3; i++) {
                Turn turn = new Turn(i, 60, 10, 500, false);
                admitted(ask(AdmissionRequest.turn(new Caller.Admin("k"), "m", offer(true), turn)))
                        .settle(Money.ofNanos(CENT), 10, () -> {});
            }
            assertThat(ask(AdmissionRequest.session(new Caller.Admin("k"), "m", offer(true))))
                    .isInstanceOf(Refused.class);
            settle(session, Money.ZERO, 0);
        }
    }

    @Test
    void shouldMultiplyByTheChoices() {
        assertThat(ask(256, 100, true)).isInstanceOf(Refused.class);
        assertThat(admitted(ask(-1, 2, true)).outputCap()).isEqualTo(579);
    }

    @Test
    void shouldRefuseWhatHasNoPriceUnderAStrictBudget() {
        assertThat(ask(-1, 1, false)).isInstanceOf(Unpriced.class);
    }

    @Test
    void shouldGiveBackWhatACallDidNotUse() {
        for (int i = 0; i < 10; i++) {
            settle(admitted(ask(500, 1, true)), Money.ofNanos(CENT / 10), 10);
        }
        assertThat(((Refused) ask(1_000, 1, true)).used()).isEqualTo(CENT);
    }

    @Test
    void shouldStopABoundedBudgetOnceItIsSpentAndNeverPassItsCeiling() {
        mode = BudgetMode.BOUNDED;
        admission = admission();
        Reservation first = admitted(ask(1_150, 1, true));
        settle(first, Money.ofNanos(2 * CENT), 10);
        assertThat(ask(300, 1, true)).isInstanceOf(Refused.class);
    }

    @Test
    void shouldLetEverythingInUnderAnAdvisoryBudget() {
        mode = BudgetMode.ADVISORY;
        admission = admission();
        assertThat(admitted(ask(100_000, 10, true)).spendable()).isEqualTo(Long.MAX_VALUE);
    }
}
