package io.sluice.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.contracts.usage.UsageEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskFullTest {

    @TempDir
    Path folder;

    @Test
    void shouldRefuseCallsBeforeTheyCostAnythingAndWriteTheEndsOfThoseThatRun() {
        JournalFixture fixture = new JournalFixture(folder);
        fixture.disk.full = true;
        Deque<UsageJournal.OpenCall> running = new ArrayDeque<>();
        int begun = fillUp(fixture, running);

        assertThat(begun).as("what was allocated before is used up").isBetween(100, 2 * JournalFixture.SEGMENT / 700);
        assertThat(fixture.keeper.isFull()).isTrue();
        assertThat(fixture.journal.refused()).isEqualTo(1);
        running.forEach(call -> call.end(200, List.of(Calls.exact(1, 1))));
        assertThat(fixture.journal.lateEnds()).isZero();

        fixture.restart();
        assertThat(fixture.events())
                .hasSize(begun)
                .allMatch(event -> event.cost().nanos() == 1);
    }

    @Test
    void shouldGoOnWithoutARestartWhenThereIsRoomAgain() {
        JournalFixture fixture = new JournalFixture(folder);
        fixture.disk.full = true;
        fillUp(fixture, new ArrayDeque<>());
        fixture.disk.full = false;

        fixture.keeper.visit(fixture.journal);

        assertThat(fixture.keeper.isFull()).isFalse();
        fixture.call("again", 1);
    }

    @Test
    void shouldKeepAnEndInMemoryThatIsLongerThanTheRoomKeptForIt() {
        JournalFixture fixture = new JournalFixture(folder);
        fixture.disk.full = true;
        Deque<UsageJournal.OpenCall> running = new ArrayDeque<>();
        int begun = fillUp(fixture, running);
        List<io.sluice.contracts.routing.Attempt> many = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            many.add(Calls.exact(i, 1));
        }
        running.forEach(call -> call.end(200, many));
        assertThat(fixture.journal.lateEnds()).isPositive();
        assertThat(fixture.unconfirmed()).as("counted all the same").isEqualTo(begun * 20L);
        Segment oldest = fixture.journal.segmentsAfter(0).getFirst();
        assertThat(fixture.journal.retire(oldest))
                .as("their begins are still needed")
                .isFalse();

        fixture.disk.full = false;
        while (fixture.journal.lateEnds() > 0) {
            fixture.keeper.visit(fixture.journal);
        }

        fixture.restart();
        assertThat(fixture.events()).hasSize(begun * 20);
        assertThat(fixture.unconfirmed()).isEqualTo(begun * 20L);
    }

    @Test
    void shouldStartOnAFullDiskAndServeWhenThereIsRoom() {
        JournalFixture fixture = new JournalFixture(folder.resolve("first"));
        fixture.begin("lost");
        Segment written = fixture.journal.segmentsAfter(0).getFirst();
        JournalFixture full = new JournalFixture(folder.resolve("second"));
        full.disk.full = true;
        copyInsteadOfAll(written, full.folder);

        full.restart();

        assertThat(full.unconfirmed()).isEqualTo(Calls.BOUND);
        assertThatThrownBy(() -> full.begin("refused")).isInstanceOf(JournalFullException.class);
        full.disk.full = false;
        full.keeper.visit(full.journal);
        full.call("served", 7);
        full.restart();
        assertThat(full.events()).extracting(UsageEvent::requestId).containsExactlyInAnyOrder("lost", "served");
    }

    private static void copyInsteadOfAll(Segment segment, Path to) {
        try (var files = Files.list(to)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.copy(segment.file(), to.resolve(segment.file().getFileName()));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The real thing, where the machine lets us mount. */
    @Test
    void shouldNeverTouchAPageThatAFullDiskDoesNotHave() throws Exception {
        Path small = Files.createDirectories(folder.resolve("small"));
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", small.toString()) == 0,
                "mounting is not allowed");
        try {
            JournalFixture fixture = new JournalFixture(small.resolve("journal"));
            Deque<UsageJournal.OpenCall> running = new ArrayDeque<>();
            int begun = 0;
            for (int segments = 0; segments < 20; segments++) {
                begun += fillUp(fixture, running);
                running.forEach(call -> call.end(200, List.of(Calls.exact(1, 1))));
                running.clear();
                fixture.keeper.visit(fixture.journal);
            }
            assertThat(fixture.keeper.isFull()).isTrue();
            assertThat(Files.exists(small.resolve("journal/next.draft"))).isFalse();
            fixture.restart();
            assertThat(fixture.events()).hasSize(begun);
        } finally {
            run("umount", "-l", small.toString());
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(30, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (IOException noSuchProgram) {
            return -1;
        }
    }

    /** Begins calls until one is refused; returns how many were not. */
    private static int fillUp(JournalFixture fixture, Deque<UsageJournal.OpenCall> running) {
        int begun = 0;
        try {
            while (true) {
                running.add(fixture.begin("r-" + System.nanoTime() + '-' + begun));
                begun++;
                fixture.keeper.prepare(fixture.journal);
            }
        } catch (JournalFullException e) {
            return begun;
        }
    }
}
