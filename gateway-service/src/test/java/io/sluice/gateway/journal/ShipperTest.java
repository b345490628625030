package io.sluice.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.journal.PlayedBooks.Fate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShipperTest {

    @TempDir
    Path folder;

    private final PlayedBooks books = new PlayedBooks();
    private Shipping shipping;
    private JournalFixture fixture;

    @BeforeEach
    void open() {
        fixture = new JournalFixture(folder);
        shipping = new Shipping(fixture, books);
    }

    @Test
    void shouldShipWhatEndedAndForgetItsCostWhenTheLedgerHasIt() {
        fixture.call("a", 700);
        fixture.begin("open");
        assertThat(fixture.unconfirmed()).isEqualTo(700);

        shipping.pass(100);
        assertThat(books.ledger).hasSize(1);
        shipping.pass(1_000);

        assertThat(fixture.unconfirmed()).isZero();
        assertThat(shipping.shipper.state().shipped()).isEqualTo(1);
        assertThat(shipping.shipper.state().confirmed()).isEqualTo(1);
    }

    @Test
    void shouldKeepCountingACostUntilTheLedgerSaidThatItHasIt() {
        books.fate = Fate.STREAMED;
        fixture.call("a", 700);
        for (int i = 0; i < 100; i++) {
            shipping.pass(100);
            assertThat(fixture.unconfirmed()).isEqualTo(700);
        }
        books.deliver(1);
        assertThat(fixture.unconfirmed()).isEqualTo(700);
        shipping.pass(1_000);
        assertThat(fixture.unconfirmed()).isZero();
    }

    @Test
    void shouldSendAgainWhatRedisForgot() {
        books.fate = Fate.STREAMED;
        fixture.call("a", 700);
        shipping.pass(100);
        books.flush();
        fixture.call("b", 1);

        assertThat(shipping.settles()).isTrue();

        assertThat(books.nanos()).isEqualTo(701);
        assertThat(shipping.shipper.state().resent()).isPositive();
    }

    @Test
    void shouldNotTakeALaterEventForALostOne() {
        books.fate = Fate.STREAMED;
        fixture.call("lost", 700);
        shipping.pass(100);
        books.flush();
        fixture.call("later", 1);
        shipping.pass(100);
        books.deliver(1);
        shipping.pass(1_000);
        assertThat(fixture.unconfirmed()).as("one of two is in the ledger").isEqualTo(701);
    }

    @Test
    void shouldNotFloodTheStreamWithRepeatsWhileTheBooksAreAway() {
        books.fate = Fate.STREAMED;
        for (int i = 0; i < 50; i++) {
            fixture.call("r-" + i, 1);
        }
        shipping.pass(100);
        int sent = books.batches;
        books.fate = Fate.REFUSED;
        for (int i = 0; i < 6_000; i++) {
            shipping.pass(100);
        }
        books.fate = Fate.STREAMED;
        shipping.pass(5_000);
        assertThat(books.batches).as("ten minutes without an answer").isEqualTo(sent);
        assertThat(shipping.shipper.state().resent()).isZero();
    }

    @Test
    void shouldSendAgainLessAndLessOften() {
        books.fate = Fate.STREAMED;
        fixture.call("a", 1);
        for (int i = 0; i < 36_000; i++) {
            books.flush();
            shipping.pass(100);
        }
        assertThat(books.batches).as("in an hour").isBetween(5, 12);
    }

    @Test
    void shouldWaitAndComeBackWhenTheBooksRefuse() {
        books.fate = Fate.REFUSED;
        for (int i = 0; i < 3_000; i++) {
            fixture.call("r-" + i, 1);
            fixture.keeper.prepare(fixture.journal);
        }
        for (int i = 0; i < 600; i++) {
            shipping.pass(100);
        }
        assertThat(books.batches).as("a minute of refusals").isBetween(10, 20);
        assertThat(shipping.shipper.state().unshippedSinceMicros()).isPositive();
        books.fate = Fate.BOOKED;
        assertThat(shipping.settles()).isTrue();
        assertThat(books.ledger).hasSize(3_000);
        assertThat(shipping.shipper.state().unshippedSinceMicros()).isZero();
        assertThat(fixture.unconfirmed()).isZero();
    }

    @Test
    void shouldGoOnWhenAnAnswerNeverComes() {
        books.fate = Fate.SILENT;
        fixture.call("a", 5);
        shipping.pass(100);
        shipping.pass(29_000);
        assertThat(books.batches).isEqualTo(1);
        books.fate = Fate.BOOKED;
        assertThat(shipping.settles()).isTrue();
        assertThat(books.nanos()).isEqualTo(5);
    }

    @Test
    void shouldDeleteSegmentsThatTheLedgerHoldsInTheirOrder() {
        List<UsageJournal.OpenCall> open = new ArrayList<>();
        open.add(fixture.begin("slow"));
        for (int i = 0; i < 3_000; i++) {
            fixture.call("r-" + i, 1);
            fixture.keeper.prepare(fixture.journal);
        }
        assertThat(shipping.settles()).isTrue();
        shipping.pass(100);
        assertThat(fixture.journal.segmentsAfter(0))
                .as("a slow call does not hold the disk for ever")
                .hasSizeLessThanOrEqualTo(5);
        open.getFirst().end(200, List.of(Calls.exact(1, 9)));
        assertThat(shipping.settles()).isTrue();
        assertThat(books.ledger).hasSize(3_001);
        shipping.pass(100);
        fixture.keeper.visit(fixture.journal);
        shipping.restart();
        assertThat(shipping.settles()).isTrue();
        assertThat(books.ledger).as("nothing came back").hasSize(3_001);
    }

    @Test
    void shouldAskBeforeItSendsWhatAnEarlierStartLeft() {
        fixture.call("a", 5);
        assertThat(shipping.settles()).isTrue();
        int sent = books.batches;

        shipping.restart();
        assertThat(fixture.unconfirmed()).isEqualTo(5);
        assertThat(shipping.settles()).isTrue();

        assertThat(books.batches).isEqualTo(sent);
        assertThat(fixture.unconfirmed()).isZero();
    }

    @Test
    void shouldSendWhatAnEarlierStartDidNot() {
        books.fate = Fate.REFUSED;
        fixture.call("a", 5);
        fixture.begin("lost");
        shipping.pass(100);
        books.fate = Fate.BOOKED;

        shipping.restart();
        assertThat(shipping.settles()).isTrue();

        assertThat(books.nanos()).isEqualTo(5 + Calls.BOUND);
        assertThat(fixture.unconfirmed()).isZero();
    }

    @Test
    void shouldAskSeldomWhenNothingHappens() {
        fixture.call("a", 5);
        assertThat(shipping.settles()).isTrue();
        int questions = books.questions();
        for (int i = 0; i < 1_000; i++) {
            shipping.pass(100);
        }
        assertThat(books.questions()).isEqualTo(questions);
    }
}
