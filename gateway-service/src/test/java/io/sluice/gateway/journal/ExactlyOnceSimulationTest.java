package io.sluice.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.usage.Certainty;
import io.sluice.gateway.journal.PlayedBooks.Fate;
import io.sluice.gateway.journal.PlayedBooks.Id;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A gateway that is killed, books that lose, repeat, refuse and answer late, a disk that fills up: in the end the ledger holds every attempt
 * once, and on the way no cost is ever in neither the journal's sums nor the ledger.
 */
class ExactlyOnceSimulationTest {

    private static final int SEEDS = 40;
    private static final int STEPS = 2_000;

    @TempDir
    Path folder;

    private final Map<Id, String> expected = new HashMap<>();
    private final TreeMap<String, UsageJournal.OpenCall> open = new TreeMap<>();
    private final Map<String, List<Attempt>> attempts = new HashMap<>();
    private final PlayedBooks books = new PlayedBooks();
    private Random random;
    private Shipping shipping;
    private long settled;
    private int calls;

    static List<Long> seeds() {
        return java.util.stream.LongStream.range(0, SEEDS).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldBookEveryAttemptOnce(long seed) {
        random = new Random(seed);
        shipping = new Shipping(new JournalFixture(folder), books);
        for (int step = 0; step < STEPS; step++) {
            step();
            assertThat(shipping.fixture.unconfirmed() + books.nanos())
                    .as("seed %d, step %d: no cost is missing", seed, step)
                    .isGreaterThanOrEqualTo(settled);
        }
        books.fate = Fate.BOOKED;
        shipping.fixture.disk.full = false;
        restart();

        assertThat(shipping.settles())
                .as("seed %d: everything is confirmed in the end", seed)
                .isTrue();
        Map<Id, String> ledger = books.ledger.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> text(
                                entry.getValue().certainty(),
                                entry.getValue().cost().nanos())));
        assertThat(ledger).as("seed %d", seed).isEqualTo(expected);
        assertThat(shipping.fixture.unconfirmed()).isZero();
        assertThat(shipping.fixture.damage).isEmpty();
    }

    private void step() {
        switch (random.nextInt(40)) {
            case 0 -> books.fate = Fate.values()[random.nextInt(Fate.values().length)];
            case 1 -> books.deliver(random.nextInt(200));
            case 2 -> flushSometimes();
            case 3 -> shipping.fixture.disk.full = random.nextInt(4) == 0;
            case 4, 5 -> shipping.fixture.keeper.visit(shipping.fixture.journal);
            case 6, 7, 8 -> shipping.pass(random.nextInt(3_000));
            case 9 -> shipping.now += random.nextInt(40_000);
            case 10 -> restartSometimes();
            case 11, 12 -> attempt();
            case 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26 -> end();
            default -> begin();
        }
    }

    private void flushSometimes() {
        if (random.nextInt(4) == 0) {
            books.flush();
        }
    }

    private void restartSometimes() {
        if (random.nextInt(5) == 0) {
            restart();
        }
    }

    /** Whatever was running is settled by the restart: known attempts as they were, one more at its bound. */
    private void restart() {
        open.forEach((id, call) -> {
            List<Attempt> known = attempts.get(id);
            known.forEach(attempt -> expect(id, attempt));
            expect(id, Calls.call(id).unknownAttempt(known));
        });
        open.clear();
        shipping.restart();
    }

    private void begin() {
        String id = "c" + calls++;
        try {
            open.put(id, shipping.fixture.begin(id));
            attempts.put(id, new ArrayList<>());
        } catch (JournalFullException e) {
            assertThat(shipping.fixture.keeper.isFull() || shipping.fixture.journal.lacksSpares(JournalFixture.SEGMENT))
                    .isTrue();
        }
    }

    private String anyOpen() {
        return new ArrayList<>(open.keySet()).get(random.nextInt(open.size()));
    }

    private void attempt() {
        String id = open.isEmpty() ? "" : anyOpen();
        if (!id.isEmpty() && attempts.get(id).size() < 2) {
            Attempt finished = Calls.exact(attempts.get(id).size() + 1, random.nextInt(1_000));
            attempts.get(id).add(finished);
            open.get(id).attempted(finished);
        }
    }

    private void end() {
        if (open.isEmpty()) {
            return;
        }
        String id = anyOpen();
        List<Attempt> all = attempts.get(id);
        if (!all.isEmpty() || random.nextInt(10) > 0) {
            all.add(Calls.exact(all.size() + 1, random.nextInt(1_000)));
        }
        open.remove(id).end(200, List.copyOf(all));
        all.forEach(attempt -> expect(id, attempt));
    }

    private void expect(String id, Attempt attempt) {
        expected.put(
                new Id(id, attempt.number()),
                text(attempt.certainty(), attempt.cost().nanos()));
        settled += attempt.cost().nanos();
    }

    private static String text(Certainty certainty, long nanos) {
        return certainty + " " + nanos;
    }
}
