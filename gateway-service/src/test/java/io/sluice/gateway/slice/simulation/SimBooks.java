package io.sluice.gateway.slice.simulation;

import io.sluice.contracts.admission.GatewayRoster;
import io.sluice.contracts.admission.Scope;
import io.sluice.contracts.admission.SpendBook;
import io.sluice.contracts.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** PostgreSQL and the accounting service: sums, roster, and events that are booked once. */
final class SimBooks {

    private static final long CLOCK_AHEAD = 777_000;
    private static final long TIMEOUT = 3_000;

    /** What a cost belongs to. */
    record Window(String scope, long start) {}

    private record Row(long incarnation, long toldAt) {}

    private final World world;
    private final Map<Window, Long> sums = new HashMap<>();
    private final Set<String> booked = new HashSet<>();
    private final Map<String, Row> roster = new TreeMap<>();
    private long awayUntil;
    private long slowUntil;

    SimBooks(World world) {
        this.world = world;
    }

    void away(long millis) {
        awayUntil = world.now() + millis;
    }

    void slow(long millis) {
        slowUntil = world.now() + millis;
    }

    boolean isAway() {
        return world.now() < awayUntil;
    }

    long sum(Window window) {
        return sums.getOrDefault(window, 0L);
    }

    /** Books events; whoever comes twice is counted once. */
    void book(List<SimJournal.Entry> events) {
        for (SimJournal.Entry event : events) {
            if (booked.add(event.id())) {
                event.charges()
                        .forEach((scope, start) -> sums.merge(new Window(scope, start), event.cost(), Long::sum));
            }
        }
    }

    /** The seams as one gateway has them, whose network they go over. */
    SpendBook bookFor(SimGateway gateway) {
        return new SpendBook() {
            @Override
            public CompletionStage<Look> look(Scope scope, Instant windowStart, String name) {
                Window window = new Window(scope.toString(), windowStart.toEpochMilli());
                return ask(gateway, () -> SimBooks.this.look(window, name));
            }
        };
    }

    GatewayRoster rosterFor(SimGateway gateway) {
        return new GatewayRoster() {
            @Override
            public CompletionStage<Instant> told(String name, long incarnation, @Nullable Instant told) {
                return ask(gateway, () -> enter(name, incarnation, told));
            }

            @Override
            public CompletionStage<Void> left(String name) {
                return ask(gateway, () -> {
                    roster.remove(name);
                    return null;
                });
            }
        };
    }

    private SpendBook.Look look(Window window, String asker) {
        Long known = sums.putIfAbsent(window, 0L);
        if (known == null) {
            return new SpendBook.Look(Money.ZERO, true, List.of());
        }
        List<SpendBook.Member> others = new ArrayList<>();
        roster.forEach((name, row) -> {
            if (!name.equals(asker)) {
                others.add(new SpendBook.Member(name, row.incarnation(), Math.max(0, clock() - row.toldAt())));
            }
        });
        return new SpendBook.Look(Money.ofNanos(known), false, others);
    }

    private Instant enter(String name, long incarnation, @Nullable Instant told) {
        Row known = roster.get(name);
        if (known == null) {
            roster.put(name, new Row(incarnation, told == null ? clock() : told.toEpochMilli()));
        } else if (told != null) {
            roster.put(
                    name,
                    new Row(Math.max(known.incarnation(), incarnation), Math.max(known.toldAt(), told.toEpochMilli())));
        }
        return Instant.ofEpochMilli(clock());
    }

    /** Since the moment up to which this gateway told everything, for all that the roster knows. */
    long silence(String name) {
        Row row = roster.get(name);
        return row == null ? 0 : clock() - row.toldAt();
    }

    private long clock() {
        return world.now() + CLOCK_AHEAD;
    }

    /** The question is asked some time later, and answered some time after that. */
    private <T> CompletionStage<T> ask(SimGateway gateway, Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        gateway.after(
                TIMEOUT, () -> answer.completeExceptionally(new IllegalStateException("the books do not answer")));
        long way = latency();
        Executor asker = gateway.here();
        if (!isAway()) {
            world.after(way, () -> {
                if (isAway()) {
                    return;
                }
                T result = question.get();
                world.after(latency(), () -> asker.execute(() -> answer.complete(result)));
            });
        }
        return answer;
    }

    private long latency() {
        return world.now() < slowUntil ? world.between(50, 2_000) : world.between(0, 8);
    }
}
