package io.sluice.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.sluice.contracts.routing.Attempt;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the journal costs a call. Bytes are a promise; time depends on the machine and is only printed. */
class JournalCostTest {

    private static final int ROUNDS = 40;
    private static final int CALLS = 5_000;
    private static final int MOST_BYTES = 1_024;

    @TempDir
    Path folder;

    @Test
    void shouldAllocateLittleForABeginAndAnEnd() {
        JournalFixture fixture = new JournalFixture(folder);
        fixture.restart(8 << 20);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        List<Attempt> attempts = List.of(Calls.exact(1, 700));
        CallEntry entry = Calls.call("0192f0c4-8a6b-7c3d-9e1f-2a3b4c5d6e7f");
        long bestNanos = Long.MAX_VALUE;
        long bytes = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long allocatedBefore = threads.getCurrentThreadAllocatedBytes();
            long before = System.nanoTime();
            for (int i = 0; i < CALLS; i++) {
                fixture.journal.begin(entry).end(200, attempts);
            }
            bestNanos = Math.min(bestNanos, System.nanoTime() - before);
            bytes = Math.min(bytes, threads.getCurrentThreadAllocatedBytes() - allocatedBefore);
            fixture.keeper.prepare(fixture.journal);
        }
        System.out.printf(
                "journal: %d ns, %d bytes of heap and %d bytes of file for the begin and the end of a call%n",
                bestNanos / CALLS, bytes / CALLS, fixture.journal.bytes() / ROUNDS / CALLS);
        assertThat(bytes / CALLS).isLessThan(MOST_BYTES);
    }
}
