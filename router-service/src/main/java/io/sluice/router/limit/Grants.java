package io.sluice.router.limit;

import io.sluice.contracts.admission.AccountId;
import io.sluice.contracts.admission.GrantCall;
import io.sluice.contracts.admission.GrantCall.Report;
import io.sluice.contracts.admission.GrantReply;
import io.sluice.contracts.admission.GrantReply.Standing;
import io.sluice.contracts.admission.Grantor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * This router's slices, and its conversation with the grantor about them: one message at a time. As messages are made of states, one that is
 * lost says nothing that the next one does not. {@link #tick} has to be called every {@value #TICK_MILLIS} ms. Thread-safe.
 */
final class Grants {

    static final long TICK_MILLIS = 50;

    private static final int MOST_REPORTS = 500;

    private final Grantor grantor;
    private final String router;
    private final LongSupplier clock;
    private final Map<AccountId, Slice> slices = new ConcurrentHashMap<>();
    private final Set<Slice> due = new LinkedHashSet<>();
    private long made;
    private long sequence;
    private boolean talking;

    private record Sent(GrantCall call, List<Slice> slices, long at) {}

    /**
     * @param router unique to this start of a router
     * @param clock milliseconds that do not jump
     */
    Grants(Grantor grantor, String router, LongSupplier clock) {
        this.grantor = grantor;
        this.router = router;
        this.clock = clock;
    }

    Slice slice(AccountId account, boolean rate, long limit) {
        Slice slice = slices.computeIfAbsent(account, id -> new Slice(id, next(), rate, limit, clock.getAsLong()));
        slice.limit(limit);
        return slice;
    }

    private synchronized long next() {
        return ++made;
    }

    /** Forgets those that are not configured any more; one of which something is held stays until the next time. */
    void retain(Set<String> scopeIds) {
        slices.values()
                .removeIf(slice -> !scopeIds.contains(slice.account.scope().id()) && slice.isAtRest());
    }

    void ask(Slice slice) {
        synchronized (this) {
            due.add(slice);
        }
        talk();
    }

    /** Gives back what is not used, and tells that this router is still there. */
    void tick() {
        long now = clock.getAsLong();
        for (Slice slice : slices.values()) {
            if (slice.mustReport(now)) {
                synchronized (this) {
                    due.add(slice);
                }
            }
        }
        talk();
    }

    private void talk() {
        Sent sent = next(clock.getAsLong());
        if (sent != null) {
            exchange(sent.call).whenComplete((reply, fault) -> {
                hear(sent, fault == null ? reply : null);
                talk();
            });
        }
    }

    private synchronized @Nullable Sent next(long now) {
        if (talking || due.isEmpty()) {
            return null;
        }
        List<Slice> reported = due.stream().limit(MOST_REPORTS).toList();
        reported.forEach(due::remove);
        List<Report> reports = reported.stream().map(slice -> slice.report(now)).toList();
        talking = true;
        return new Sent(new GrantCall(router, ++sequence, reports), reported, now);
    }

    private CompletionStage<GrantReply> exchange(GrantCall call) {
        try {
            return grantor.exchange(call);
        } catch (RuntimeException fault) {
            return CompletableFuture.failedFuture(fault);
        }
    }

    private void hear(Sent sent, @Nullable GrantReply reply) {
        long now = clock.getAsLong();
        List<Runnable> woken = new ArrayList<>();
        for (int i = 0; i < sent.slices.size(); i++) {
            Slice slice = sent.slices.get(i);
            woken.addAll(
                    reply != null && reply.answers().get(i) instanceof Standing standing
                            ? slice.answered(standing, sent.at, now)
                            : slice.unanswered(now));
        }
        synchronized (this) {
            talking = false;
        }
        woken.forEach(Runnable::run);
    }
}
