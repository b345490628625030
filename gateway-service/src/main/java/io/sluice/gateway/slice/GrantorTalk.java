package io.sluice.gateway.slice;

import io.sluice.contracts.admission.GrantCall;
import io.sluice.contracts.admission.GrantCall.Report;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's conversation with the grantor: one message at a time, about all slices that have something to say. A message that is not
 * answered in time counts as lost; as messages are made of states, the next one says what it said. Guarded by the admission's lock.
 */
final class GrantorTalk {

    private static final int MOST_REPORTS = 500;

    private final String gateway;
    private final AdmissionSettings settings;
    private final ArrayDeque<Slice> due = new ArrayDeque<>();
    private long sequence;
    private @Nullable Sent inFlight;
    /** When the last message was lost after one that was answered; {@link Long#MAX_VALUE}: the last one was answered. */
    private long lostSince = Long.MAX_VALUE;
    /** Read without the lock: whether it is worth to take it. */
    private volatile boolean mayBeDue;

    /** A message on its way. {@code spent} is what each slice had spent when it was written. */
    record Sent(GrantCall call, List<Slice> slices, long[] spent, long sentAt) {}

    GrantorTalk(String gateway, AdmissionSettings settings) {
        this.gateway = gateway;
        this.settings = settings;
    }

    /**
     * Whether nothing can be had for this slice now. One message that was lost proves nothing: this process itself may have been too busy to
     * hear the answer.
     */
    boolean isAwayFor(Slice slice, long now) {
        long since = Math.min(lostSince, slice.unansweredSince());
        return since != Long.MAX_VALUE && now - since >= settings.awayAfter();
    }

    long lastSent() {
        return sequence;
    }

    void queue(Slice slice) {
        if (!slice.queued) {
            slice.queued = true;
            due.add(slice);
            mayBeDue = true;
        }
    }

    boolean mayBeDue() {
        return mayBeDue;
    }

    /** The next message, when there is something to say and nothing is on its way. */
    @Nullable
    Sent next(long now, long wall, boolean closing, boolean mayAsk) {
        if (inFlight != null) {
            return null;
        }
        mayBeDue = false;
        if (due.isEmpty()) {
            return null;
        }
        int size = Math.min(due.size(), MOST_REPORTS);
        List<Slice> slices = new ArrayList<>(size);
        List<Report> reports = new ArrayList<>(size);
        long[] spent = new long[size];
        for (int i = 0; i < size; i++) {
            Slice slice = due.remove();
            slice.queued = false;
            slices.add(slice);
            spent[i] = slice.spent();
            reports.add(slice.report(now, wall, settings, closing, mayAsk));
        }
        Sent sent = new Sent(new GrantCall(gateway, ++sequence, reports), slices, spent, now);
        inFlight = sent;
        return sent;
    }

    boolean isBusy() {
        return inFlight != null || !due.isEmpty();
    }

    /** When the message was sent that may bring grants which nobody else knows of; {@code now} when none is on its way. */
    long unansweredSince(long now) {
        Sent sent = inFlight;
        return sent == null ? now : sent.sentAt();
    }

    void answered() {
        inFlight = null;
        lostSince = Long.MAX_VALUE;
        mayBeDue = true;
    }

    void lost(long now) {
        inFlight = null;
        lostSince = Math.min(lostSince, now);
        mayBeDue = true;
    }
}
