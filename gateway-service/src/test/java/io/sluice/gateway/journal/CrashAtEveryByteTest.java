package io.sluice.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.usage.Certainty;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A journal whose last bytes were never written, at each place where that can happen, and whose bytes were damaged at each place. */
class CrashAtEveryByteTest {

    private static final int END_AT = 16;
    private static final int SMALL = 16 * 1_024;

    /** What stands behind the place where writing stopped. */
    private enum Rest {
        ZEROS,
        GARBAGE,
        /** what a reused file held before */
        OLD_RECORDS
    }

    @TempDir
    Path root;

    private final Random random = new Random(20_261_124);

    /** The ledger after a restart, as text, by the length of the file's acknowledged part. */
    private final TreeMap<Integer, List<String>> expected = new TreeMap<>();

    private byte[] whole;
    private String name;
    private long number;

    @ParameterizedTest
    @EnumSource
    void shouldKnowExactlyWhatWasAcknowledged(Rest rest) throws IOException {
        write();
        for (int cut = Segment.FIRST; cut <= expected.lastKey(); cut++) {
            byte[] file = whole.clone();
            acknowledge(file, expected.floorKey(cut));
            scramble(file, cut, rest);
            Restart after = restart(file);
            assertThat(after.ledger).as("cut at %d", cut).isEqualTo(expected.get(wholeRecords(file)));
            assertThat(after.damage).isEmpty();
        }
    }

    @Test
    void shouldReadOnBehindADamagedRecordAndReportIt() throws IOException {
        write();
        List<String> all = expected.lastEntry().getValue();
        for (int at = Segment.FIRST; at < expected.lastKey(); at++) {
            byte[] file = whole.clone();
            file[at] ^= (byte) (1 << random.nextInt(8));
            Restart after = restart(file);
            assertThat(after.damage).as("bit flip at %d", at).hasSize(1);
            assertThat(after.ledger)
                    .as("bit flip at %d: at most the call of that record is known less well", at)
                    .satisfies(found -> assertThat(all.stream()
                                    .filter(event -> !found.contains(event))
                                    .map(event -> event.split(" ", -1)[0])
                                    .distinct())
                            .hasSizeLessThanOrEqualTo(1));
        }
    }

    @Test
    void shouldReadAJournalWhoseHeaderIsGone() throws IOException {
        write();
        byte[] file = whole.clone();
        random.nextBytes(file);
        System.arraycopy(whole, Segment.FIRST, file, Segment.FIRST, file.length - Segment.FIRST);
        Restart after = restart(file);
        assertThat(after.ledger).isEqualTo(expected.lastEntry().getValue());
        assertThat(after.damage).containsExactly("0-" + Segment.FIRST);
    }

    @Test
    void shouldReportAnAcknowledgedTailThatNeverReachedTheDisk() throws IOException {
        write();
        int last = expected.lowerKey(expected.lastKey());
        byte[] file = whole.clone();
        Arrays.fill(file, last, file.length, (byte) 0);
        Restart after = restart(file);
        assertThat(after.ledger).isEqualTo(expected.get(last));
        assertThat(after.damage).containsExactly(last + "-" + expected.lastKey());
    }

    /** Random calls in one segment; remembers after each record what a restart has to find. */
    private void write() throws IOException {
        JournalFixture fixture = new JournalFixture(root.resolve("original"));
        fixture.restart(SMALL);
        Segment segment = fixture.journal.segmentsAfter(0).getLast();
        List<String> ended = new ArrayList<>();
        TreeMap<String, List<String>> running = new TreeMap<>();
        TreeMap<String, UsageJournal.OpenCall> open = new TreeMap<>();
        remember(segment, ended, running);
        for (int i = 0; segment.end() < 4_000; i++) {
            int choice = random.nextInt(4);
            if (open.isEmpty() || choice == 0) {
                String id = "r" + i;
                open.put(id, fixture.begin(id));
                running.put(id, new ArrayList<>());
            } else {
                String id = open.firstKey();
                List<String> attempts = running.get(id);
                int number = attempts.size() + 1;
                if (choice == 1) {
                    open.get(id).attempted(Calls.exact(number, i));
                    attempts.add(text(id, number, Certainty.EXACT, i));
                } else {
                    end(open.remove(id), attempts, number, i);
                    attempts.add(text(id, number, Certainty.ESTIMATED, i));
                    ended.addAll(running.remove(id));
                }
            }
            remember(segment, ended, running);
        }
        number = segment.number();
        name = segment.file().getFileName().toString();
        segment.force();
        whole = Files.readAllBytes(segment.file());
    }

    private static void end(UsageJournal.OpenCall call, List<String> before, int number, long nanos) {
        List<io.sluice.contracts.routing.Attempt> attempts = new ArrayList<>();
        for (int i = 1; i < number; i++) {
            attempts.add(Calls.exact(i, Long.parseLong(before.get(i - 1).split(" ", -1)[3])));
        }
        attempts.add(Calls.attempt(number, Certainty.ESTIMATED, nanos));
        call.end(200, attempts);
    }

    private void remember(Segment segment, List<String> ended, TreeMap<String, List<String>> running) {
        List<String> ledger = new ArrayList<>(ended);
        running.forEach((id, attempts) -> {
            ledger.addAll(attempts);
            ledger.add(text(id, attempts.size() + 1, Certainty.UPPER_BOUND, Calls.BOUND));
        });
        expected.put(segment.end(), ledger.stream().sorted().toList());
    }

    private static String text(String id, int attempt, Certainty certainty, long nanos) {
        return id + ' ' + attempt + ' ' + certainty + ' ' + nanos;
    }

    /** As the process left it that died after this record. */
    private void acknowledge(byte[] file, int end) {
        long word = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong(END_AT);
        int mask = (int) word ^ (int) (word >>> 32);
        ByteBuffer.wrap(file)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(END_AT, end ^ mask)
                .putInt(END_AT + 4, end);
    }

    /** A record whose last bytes happen to be what stands there anyway is whole: it counts, though nobody was told. */
    private int wholeRecords(byte[] file) {
        int most = Segment.FIRST;
        for (int end : expected.keySet()) {
            if (Arrays.equals(file, Segment.FIRST, end, whole, Segment.FIRST, end)) {
                most = end;
            }
        }
        return most;
    }

    private void scramble(byte[] file, int from, Rest rest) {
        byte[] tail = new byte[file.length - from];
        switch (rest) {
            case ZEROS -> Arrays.fill(tail, (byte) 0);
            case GARBAGE -> random.nextBytes(tail);
            case OLD_RECORDS -> {
                RecordWriter writer = new RecordWriter();
                for (int at = 0; at < tail.length; at += writer.length()) {
                    Records.begin(writer, Calls.call("old"));
                    System.arraycopy(writer.bytes(), 0, tail, at, Math.min(writer.length(), tail.length - at));
                }
            }
        }
        System.arraycopy(tail, 0, file, from, tail.length);
    }

    private record Restart(List<String> ledger, List<String> damage) {}

    private Restart restart(byte[] file) throws IOException {
        // truncating a mapped file is what would take most of the time
        Path copy = Files.write(root.resolve(name), file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        List<String> damage = new ArrayList<>();
        JournalRecovery recovery = new JournalRecovery((segment, from, to) -> damage.add(from + "-" + to));
        Segment segment = Segment.existing(number, copy);
        boolean readable = recovery.read(segment, new UnconfirmedSpend());
        assertThat(readable).isEqualTo(damage.isEmpty());
        List<Records.Ended> ends = new ArrayList<>();
        recovery.unended().forEach(call -> ends.add(call.ended()));
        RecordReader reader = new RecordReader();
        SegmentScan scan = SegmentScan.from(segment, Segment.FIRST, reader, (damaged, from, to) -> {});
        while (scan.next()) {
            if (reader.type() == Records.END) {
                ends.add(Records.ended(reader));
            }
        }
        return new Restart(
                ends.stream()
                        .flatMap(end -> end.attempts().stream()
                                .map(attempt -> text(
                                        end.call().requestId(),
                                        attempt.number(),
                                        attempt.certainty(),
                                        attempt.cost().nanos())))
                        .sorted()
                        .toList(),
                damage);
    }
}
