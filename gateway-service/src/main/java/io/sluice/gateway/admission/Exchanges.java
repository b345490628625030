package io.sluice.gateway.admission;

import io.sluice.contracts.admission.GrantCall;
import io.sluice.contracts.admission.GrantReply;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's conversation with the grantor: one message at a time, about all slices that have something to say. A message that is not
 * answered in time counts as lost; as messages are made of running totals, the next one carries what it carried. Guarded by the
 * admission's lock.
 */
final class Exchanges {

    private static final int MOST_ACCOUNTS = 500;

    private final String gateway;
    private final long incarnation;
    private final AdmissionSettings settings;
    private final ArrayDeque<Slice> due = new ArrayDeque<>();
    private long sequence;
    private long acknowledged;
    private String epoch = "";
    private @Nullable Sent inFlight;
    private boolean away;
    private long retryAt = Long.MIN_VALUE;

    /** A message on its way. */
    record Sent(GrantCall call, List<Slice> slices, long sentAt) {}

    Exchanges(String gateway, long incarnation, AdmissionSettings settings) {
        this.gateway = gateway;
        this.incarnation = incarnation;
        this.settings = settings;
    }

    /** The last message was not answered. */
    boolean away() {
        return away;
    }

    long lastSent() {
        return sequence;
    }

    void queue(Slice slice) {
        if (!slice.queued) {
            slice.queued = true;
            due.add(slice);
        }
    }

    /** The next message, when there is something to say and nothing is on its way. */
    @Nullable
    Sent next(long now, boolean closing) {
        if (inFlight != null || due.isEmpty() || now < retryAt) {
            return null;
        }
        List<Slice> slices = new ArrayList<>(Math.min(due.size(), MOST_ACCOUNTS));
        List<GrantCall.Account> accounts = new ArrayList<>(Math.min(due.size(), MOST_ACCOUNTS));
        while (slices.size() < MOST_ACCOUNTS && !due.isEmpty()) {
            Slice slice = due.poll();
            slice.queued = false;
            slices.add(slice);
            accounts.add(slice.call(now, settings, closing));
        }
        GrantCall call = new GrantCall(gateway, incarnation, ++sequence, acknowledged, epoch, accounts);
        Sent sent = new Sent(call, slices, now);
        inFlight = sent;
        return sent;
    }

    boolean isInFlight(Sent sent) {
        Sent current = inFlight;
        return current != null && current.call().sequence() == sent.call().sequence();
    }

    boolean isBusy() {
        return inFlight != null || !due.isEmpty();
    }

    /** False when the answer came too late to count. */
    boolean answered(Sent sent, GrantReply reply) {
        if (!isInFlight(sent)) {
            return false;
        }
        inFlight = null;
        away = false;
        retryAt = Long.MIN_VALUE;
        acknowledged = sent.call().sequence();
        epoch = reply.epoch();
        return true;
    }

    /** The slices say it again, a little later. */
    boolean lost(Sent sent, long now) {
        if (!isInFlight(sent)) {
            return false;
        }
        inFlight = null;
        away = true;
        retryAt = now + settings.heartbeat() / 2;
        sent.slices().forEach(this::queue);
        return true;
    }
}
