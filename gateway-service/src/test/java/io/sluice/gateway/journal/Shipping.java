package io.sluice.gateway.journal;

import java.util.ArrayDeque;
import java.util.Deque;

/** A journal with a shipper whose thread and clock are a test's. */
final class Shipping {

    static final String GATEWAY = "gw-test";

    final JournalFixture fixture;
    final PlayedBooks books;
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    long now = 1_000_000;
    Shipper shipper;

    Shipping(JournalFixture fixture, PlayedBooks books) {
        this.fixture = fixture;
        this.books = books;
        start();
    }

    private void start() {
        Deque<Runnable> queue = tasks;
        queue.clear();
        shipper = new Shipper(
                fixture.journal,
                fixture.keeper,
                books,
                GATEWAY,
                queue::add,
                () -> now,
                (segment, from, to) -> fixture.damage.add(from + "-" + to));
    }

    void restart() {
        fixture.restart();
        start();
    }

    /** Time passes, and everything that is due happens. */
    void pass(long millis) {
        now += millis;
        shipper.round();
        answers();
    }

    void answers() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** Until nothing is left, but not for ever. */
    boolean settles() {
        for (int i = 0; i < 5_000; i++) {
            books.deliver(Integer.MAX_VALUE);
            fixture.keeper.visit(fixture.journal);
            pass(100);
            if (shipper.isDone()) {
                return true;
            }
        }
        return false;
    }
}
