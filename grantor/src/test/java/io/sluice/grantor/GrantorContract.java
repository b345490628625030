package io.sluice.grantor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.admission.AccountId;
import io.sluice.contracts.admission.GrantCall;
import io.sluice.contracts.admission.GrantCall.Report;
import io.sluice.contracts.admission.GrantReply.Standing;
import io.sluice.contracts.admission.GrantTerms;
import io.sluice.contracts.admission.Grantor;
import io.sluice.contracts.admission.Holder;
import io.sluice.contracts.admission.Meter;
import io.sluice.contracts.admission.Scope;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What every grantor keeps to. */
abstract class GrantorContract {

    static final GrantTerms TERMS = GrantTerms.DEFAULT;

    private static final long START = 1_790_000_000_000L;

    final AtomicLong clock = new AtomicLong(START);
    private final AtomicLong sequences = new AtomicLong();

    abstract Grantor grantor();

    private Standing ask(String gateway, Report report) {
        return ask(gateway, sequences.incrementAndGet(), report);
    }

    private Standing ask(String gateway, long sequence, Report report) {
        return standing(grantor(), new GrantCall(gateway, sequence, List.of(report)));
    }

    /** A slow machine is no answer: the message is sent again until there is one, which by the protocol does no harm. */
    static Standing standing(Grantor grantor, GrantCall call) {
        while (true) {
            try {
                return (Standing) grantor.exchange(call)
                        .toCompletableFuture()
                        .get()
                        .answers()
                        .getFirst();
            } catch (ExecutionException e) {
                if (!String.valueOf(e.getMessage()).contains("did not answer within its time")) {
                    throw new AssertionError(e);
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private AccountId account(Meter meter) {
        return new AccountId(Scope.key(UUID.randomUUID().toString()), meter, 0);
    }

    /** A money account that the books vouched for: grants are made. */
    private AccountId opened() {
        AccountId account = account(Meter.MONEY);
        Standing first = ask("opener", Draft.of(account).asks(1, 1).report());
        ask("opener", Draft.of(account).ledger(0, 0).proves(first.life()).report());
        return account;
    }

    @Test
    void shouldGrantNoMoneyBeforeTheBooksVouchThatNobodyHoldsAny() {
        AccountId account = account(Meter.MONEY);
        Standing doubtful = ask("a", Draft.of(account).asks(10, 10).report());
        assertThat(doubtful.doubt()).isTrue();
        assertThat(doubtful.granted()).isZero();
        Standing sure = ask(
                "a",
                Draft.of(account)
                        .asks(10, 10)
                        .ledger(40, 40)
                        .proves(doubtful.life())
                        .report());
        assertThat(sure.doubt()).isFalse();
        assertThat(sure.granted()).isEqualTo(10);
        assertThat(sure.settled()).isEqualTo(40);
        assertThat(sure.remaining()).isEqualTo(50);
    }

    @Test
    void shouldNotBelieveAProofOfAnotherLife() {
        AccountId account = account(Meter.MONEY);
        Standing still =
                ask("a", Draft.of(account).asks(10, 10).proves("another").report());
        assertThat(still.doubt()).isTrue();
        assertThat(still.granted()).isZero();
    }

    @Test
    void shouldNeverGrantMoreThanTheLimitLeaves() {
        AccountId account = opened();
        assertThat(ask("a", Draft.of(account).asks(60, 60).report()).granted()).isEqualTo(60);
        assertThat(ask("b", Draft.of(account).asks(41, 41).report()).granted()).isZero();
        assertThat(ask("b", Draft.of(account).asks(40, 400).report()).granted()).isEqualTo(40);
        assertThat(ask("c", Draft.of(account).asks(1, 1).report()).granted()).isZero();
    }

    @Test
    void shouldShareWhatIsLeftAmongThoseWhoAreActive() {
        AccountId account = opened();
        ask("a", Draft.of(account).report());
        assertThat(ask("b", Draft.of(account).asks(1, 1_000).report()).granted())
                .isEqualTo(33);
    }

    @Test
    void shouldAnswerARepeatedOrLateMessageWithoutHearingIt() {
        AccountId account = opened();
        Report report = Draft.of(account).asks(30, 30).report();
        long sequence = sequences.incrementAndGet();
        assertThat(ask("a", sequence, report).granted()).isEqualTo(30);
        assertThat(ask("a", sequence, report).granted()).isEqualTo(30);
        assertThat(ask("a", sequence - 1, report).granted()).isEqualTo(30);
    }

    @Test
    void shouldTakeBackWhatIsClosedAndCountWhatIsSpent() {
        AccountId account = opened();
        ask("a", Draft.of(account).asks(100, 100).report());
        Standing after = ask("a", Draft.of(account).holds(100, 80, 20, 50).report());
        assertThat(after.settled()).isEqualTo(50);
        assertThat(after.remaining()).isEqualTo(30);
        Standing other = ask("b", Draft.of(account).asks(30, 30).report());
        assertThat(other.granted()).isEqualTo(30);
        assertThat(other.others()).isEqualTo(20);
        assertThat(other.othersFree()).isZero();
    }

    @Test
    void shouldTellOthersThatSomebodyWaits() {
        AccountId account = opened();
        ask("a", Draft.of(account).asks(100, 100).report());
        assertThat(ask("b", Draft.of(account).asks(10, 10).report()).granted()).isZero();
        assertThat(ask("a", Draft.of(account).holds(100, 0, 0, 0).report()).recall())
                .isTrue();
        clock.addAndGet(1_000);
        assertThat(ask("a", Draft.of(account).holds(100, 0, 0, 0).report()).recall())
                .isFalse();
    }

    @Test
    void shouldStopAtTheLimitOfABoundedBudgetOnceItIsSpent() {
        AccountId account = opened();
        ask("a", Draft.of(account).asks(90, 90).report());
        Standing reached = ask(
                "a",
                Draft.of(account).holds(90, 90, 0, 90).stopAt(90).asks(5, 5).report());
        assertThat(reached.granted()).isEqualTo(90);
    }

    @Test
    void shouldKeepWhatAnEarlierStartHeldUntilTheBooksAreSeen() {
        AccountId account = opened();
        ask("a", Draft.of(account).asks(60, 60).report());
        ask("a", Draft.of(account).holds(60, 20, 40, 20).report());
        Standing restarted =
                ask("a", Draft.of(account).incarnation(2).asks(50, 50).report());
        assertThat(restarted.carry()).isEqualTo(60);
        assertThat(restarted.settled()).isEqualTo(60);
        assertThat(restarted.granted()).isZero();
        Standing seen = ask(
                "a",
                Draft.of(account).incarnation(2).ledger(35, 35).asks(50, 50).report());
        assertThat(seen.carry()).isZero();
        assertThat(seen.settled()).isEqualTo(35);
        assertThat(seen.granted()).isEqualTo(50);
    }

    @Test
    void shouldNotHearAnEarlierStart() {
        AccountId account = opened();
        ask("a", Draft.of(account).incarnation(2).asks(10, 10).report());
        Standing old = ask("a", Draft.of(account).incarnation(1).asks(90, 90).report());
        assertThat(old.usableMillis()).isZero();
        assertThat(ask("b", Draft.of(account).asks(90, 90).report()).granted()).isEqualTo(90);
    }

    @Test
    void shouldNameTheSilentAndLetGoOfThemWhenTheBooksKnowThemGone() {
        AccountId account = opened();
        ask("a", Draft.of(account).asks(70, 70).report());
        ask("a", Draft.of(account).holds(70, 30, 0, 30).report());
        clock.addAndGet(TERMS.silentAfter());
        Standing seen = ask("b", Draft.of(account).asks(90, 90).report());
        assertThat(seen.granted()).isZero();
        assertThat(seen.silent()).hasSize(1);
        Holder silent = seen.silent().getFirst();
        assertThat(silent.gateway()).isEqualTo("a");
        assertThat(silent.outstanding()).isEqualTo(40);
        Standing freed = ask(
                "b",
                Draft.of(account)
                        .ledger(10, 10)
                        .asks(90, 90)
                        .proves(seen.life(), silent)
                        .report());
        assertThat(freed.granted()).isEqualTo(90);
        assertThat(freed.settled()).isEqualTo(10);
    }

    @Test
    void shouldNotLetGoOfOneThatSpokeSince() {
        AccountId account = opened();
        ask("a", Draft.of(account).asks(70, 70).report());
        clock.addAndGet(TERMS.silentAfter());
        Standing seen = ask("b", Draft.of(account).asks(90, 90).report());
        clock.addAndGet(1);
        ask("a", Draft.of(account).holds(70, 0, 0, 0).report());
        Standing still = ask(
                "b",
                Draft.of(account)
                        .asks(90, 90)
                        .proves(seen.life(), seen.silent().getFirst())
                        .report());
        assertThat(still.granted()).isZero();
        assertThat(still.others()).isEqualTo(70);
    }

    @Test
    void shouldBeginAMinuteAnewAndForgetTheOldOne() {
        AccountId account = account(Meter.REQUESTS);
        Standing first = ask("a", Draft.of(account).asks(100, 100).report());
        assertThat(first.granted()).isEqualTo(100);
        assertThat(first.usableMillis()).isEqualTo(60_000);
        clock.addAndGet(60_000);
        Standing next = ask(
                "a",
                Draft.of(account)
                        .life(first.life())
                        .holds(100, 60, 0, 60)
                        .asks(1, 1)
                        .report());
        assertThat(next.life()).isNotEqualTo(first.life());
        assertThat(next.granted()).isEqualTo(1);
        assertThat(next.settled()).isZero();
    }

    @Test
    void shouldFreeParallelCallsThatNobodyReports() {
        AccountId account = account(Meter.PARALLEL);
        assertThat(ask("a", Draft.of(account).asks(100, 100).report()).granted())
                .isEqualTo(100);
        clock.addAndGet(TERMS.lease());
        assertThat(ask("b", Draft.of(account).asks(1, 1).report()).granted()).isZero();
        clock.addAndGet(TERMS.grace());
        assertThat(ask("b", Draft.of(account).asks(1, 1).report()).granted()).isEqualTo(1);
    }

    @Test
    void shouldMakeNoAccountForNothing() {
        Standing nothing = ask("a", Draft.of(account(Meter.MONEY)).report());
        assertThat(nothing.life()).isEmpty();
        assertThat(nothing.remaining()).isEqualTo(100);
    }
}
