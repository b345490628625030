package io.sluice.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal with its threads. */
class LocalJournalTest {

    @TempDir
    Path folder;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final PlayedBooks books = new PlayedBooks();

    @Test
    void shouldShipByItself() {
        try (LocalJournal journal = open()) {
            call(journal, "a");
            eventually(() -> journal.unconfirmed(JournalFixture.KEY, JournalFixture.KEY_WINDOW) == 0);
            eventually(journal::isConfirmed);
            assertThat(books.ledger).hasSize(1);
            assertThat(journal.charged()).isEmpty();
            assertThat(gauge("backlog.events")).isZero();
            assertThat(counter("shipped")).isEqualTo(1);
            assertThat(gauge("full")).isZero();
        }
    }

    @Test
    void shouldShipWhatIsThereBeforeItCloses() {
        LocalJournal journal = open();
        for (int i = 0; i < 2_500; i++) {
            call(journal, "r-" + i);
        }
        journal.close();
        assertThat(books.ledger).hasSize(2_500);
        books.fate = PlayedBooks.Fate.REFUSED;
        try (LocalJournal again = open()) {
            assertThat(again.unconfirmed(JournalFixture.KEY, JournalFixture.KEY_WINDOW))
                    .isEqualTo(2_500);
        }
        assertThat(books.batches)
                .as("confirmed before it was closed: only asked")
                .isEqualTo(3);
    }

    @Test
    void shouldCloseWithoutTheBooksAndGoOnLater() {
        books.fate = PlayedBooks.Fate.REFUSED;
        LocalJournal journal = open();
        call(journal, "a");
        journal.begin(Calls.call("cut"));
        journal.close();
        assertThat(books.ledger).isEmpty();
        assertThat(journal.isConfirmed()).isFalse();
        assertThat(gauge("backlog.events")).isEqualTo(1);
        books.fate = PlayedBooks.Fate.BOOKED;
        try (LocalJournal again = open()) {
            eventually(() -> again.unconfirmed(JournalFixture.KEY, JournalFixture.KEY_WINDOW) == 0);
        }
        assertThat(books.nanos()).isEqualTo(1 + Calls.BOUND);
    }

    private LocalJournal open() {
        return LocalJournal.open(folder, Shipping.GATEWAY, books, metrics);
    }

    private static void call(LocalJournal journal, String id) {
        journal.begin(Calls.call(id)).end(200, List.of(Calls.exact(1, 1)));
    }

    private double gauge(String name) {
        return metrics.get("sluice.journal." + name).gauge().value();
    }

    private double counter(String name) {
        return metrics.get("sluice.journal." + name).functionCounter().count();
    }

    private static void eventually(BooleanSupplier condition) {
        long end = System.nanoTime() + 30_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }
}
