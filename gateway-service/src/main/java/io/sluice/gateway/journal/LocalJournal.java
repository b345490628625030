package io.sluice.gateway.journal;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.contracts.admission.Scope;
import io.sluice.contracts.usage.UsageSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The journal of a gateway with its two threads: one that looks after its files, one that ships its events. */
public final class LocalJournal implements UsageJournal {

    private static final Logger LOG = Logger.getLogger(LocalJournal.class);

    /** Some 8,000 calls. */
    private static final int SEGMENT_BYTES = 8 << 20;

    private static final long KEEP_MILLIS = 1_000;
    private static final long SHIP_MILLIS = 100;
    private static final long CLOSE_MILLIS = 10_000;

    private final FileJournal journal;
    private final JournalKeeper keeper;
    private final Shipper shipper;
    private final ScheduledExecutorService keeping = thread("usage-journal");
    private final ScheduledExecutorService shipping = thread("usage-shipper");

    /**
     * Opens the journal, recovers what an earlier start left, and begins to ship. Whoever calls holds the gateway's data folder alone.
     *
     * @param gatewayId names the journal in the books
     * @throws UncheckedIOException when the folder cannot be used
     */
    public static LocalJournal open(Path folder, String gatewayId, UsageSink sink, MeterRegistry registry) {
        return new LocalJournal(new SegmentFolder(folder, SEGMENT_BYTES, new Zeros()), gatewayId, sink, registry);
    }

    private LocalJournal(SegmentFolder folder, String gatewayId, UsageSink sink, MeterRegistry registry) {
        keeper = new JournalKeeper(folder);
        JournalMetrics metrics = new JournalMetrics(registry);
        SegmentScan.Damage damage = (segment, from, to) -> {
            metrics.damaged();
            folder.quarantine(segment, from, to);
        };
        try {
            journal = FileJournal.open(folder, keeper, damage);
        } catch (IOException e) {
            throw new UncheckedIOException("the usage journal cannot be opened: " + e.getMessage(), e);
        }
        Executor loop = this::onShippersThread;
        shipper = new Shipper(
                journal, keeper, sink, gatewayId, loop, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()), damage);
        metrics.watch(journal, keeper, shipper.state());
        keeper.wakeWith(() -> keeping.execute(guarded(() -> keeper.prepare(journal))));
        every(keeping, KEEP_MILLIS, () -> keeper.visit(journal));
        every(shipping, SHIP_MILLIS, shipper::round);
    }

    private static ScheduledExecutorService thread(String name) {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name(name).daemon().factory());
    }

    private static void every(ScheduledExecutorService thread, long millis, Runnable task) {
        var _ = thread.scheduleWithFixedDelay(guarded(task), millis, millis, TimeUnit.MILLISECONDS);
    }

    /** A fault of ours in one round must not end all rounds. */
    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("The usage journal has a fault", e);
            }
        };
    }

    private void onShippersThread(Runnable task) {
        try {
            shipping.execute(guarded(task));
        } catch (RejectedExecutionException e) {
            LOG.debug("an answer came after the end");
        }
    }

    @Override
    public OpenCall begin(CallEntry call) {
        return journal.begin(call);
    }

    @Override
    public long unconfirmed(Scope scope, long windowStart) {
        return journal.unconfirmed(scope, windowStart);
    }

    @Override
    public List<Charged> charged() {
        return journal.charged();
    }

    @Override
    public boolean isConfirmed() {
        return journal.events() == shipper.state().confirmed();
    }

    @Override
    public void close() {
        try {
            shipTheRest();
            shipping.shutdown();
            keeping.submit(guarded(() -> keeper.visit(journal))).get(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
            LOG.warnf("The usage journal did not come to rest: %s", e);
        }
        shipping.shutdownNow();
        keeping.shutdownNow();
    }

    /** Until all is in the ledger; not for long, and not when the books are away: the next start goes on. */
    private void shipTheRest() throws InterruptedException, ExecutionException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_MILLIS);
        long failures = shipper.state().failures();
        shipping.submit(guarded(shipper::hurry)).get();
        while (System.nanoTime() < until && shipper.state().failures() == failures) {
            if (shipping.submit(() -> {
                        shipper.round();
                        return shipper.isDone();
                    })
                    .get()) {
                return;
            }
            Thread.sleep(SHIP_MILLIS / 4);
        }
        LOG.info("Usage events are left in the journal; the next start ships them");
    }
}
