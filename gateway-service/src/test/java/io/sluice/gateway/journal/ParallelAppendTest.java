package io.sluice.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.usage.UsageEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParallelAppendTest {

    private static final int THREADS = 4;
    private static final int CALLS = 5_000;

    @TempDir
    Path folder;

    @Test
    void shouldKeepEveryRecordOfSeveralThreadsWhole() throws Exception {
        JournalFixture fixture = new JournalFixture(folder);
        fixture.restart(1 << 20);
        Set<String> refused = ConcurrentHashMap.newKeySet();
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            Future<?> keeping = threads.submit(() -> {
                while (!done.get()) {
                    fixture.keeper.prepare(fixture.journal);
                }
            });
            List<Future<?>> writing = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                String prefix = "t" + t + '-';
                writing.add(threads.submit(() -> append(fixture, prefix, refused)));
            }
            for (Future<?> thread : writing) {
                thread.get();
            }
            done.set(true);
            keeping.get();
        }
        fixture.restart(1 << 20);
        assertThat(fixture.damage).isEmpty();
        assertThat(fixture.events())
                .hasSize(THREADS * CALLS - refused.size())
                .extracting(UsageEvent::requestId)
                .doesNotHaveDuplicates()
                .doesNotContainAnyElementsOf(refused);
        assertThat(fixture.unconfirmed()).isEqualTo(THREADS * CALLS - refused.size());
    }

    private static void append(JournalFixture fixture, String prefix, Set<String> refused) {
        for (int i = 0; i < CALLS; i++) {
            try {
                fixture.call(prefix + i, 1);
            } catch (JournalFullException e) {
                refused.add(prefix + i);
            }
        }
    }
}
