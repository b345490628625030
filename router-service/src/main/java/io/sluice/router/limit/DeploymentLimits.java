package io.sluice.router.limit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one deployment may be called with. Thread-safe; asks nobody as long as this router's slices last. */
public final class DeploymentLimits {

    public static final DeploymentLimits NONE = new DeploymentLimits(null, null, null);

    private final @Nullable Part calls;
    private final @Nullable Part requests;
    private final @Nullable Part tokens;

    /** One limit and who grants it. */
    record Part(Grants grants, Slice slice) {

        Claim.Lacking lacking(long amount, boolean ofOthers) {
            return new Claim.Lacking(grants, slice, amount, ofOthers);
        }

        boolean take(long amount, long now) {
            boolean taken = slice.take(amount, now);
            if (taken && slice.runsLow(now)) {
                grants.ask(slice);
            }
            return taken;
        }
    }

    DeploymentLimits(@Nullable Part calls, @Nullable Part requests, @Nullable Part tokens) {
        this.calls = calls;
        this.requests = requests;
        this.tokens = tokens;
    }

    List<Slice> slices() {
        List<Slice> slices = new ArrayList<>(3);
        for (Part part : new @Nullable Part[] {calls, requests, tokens}) {
            if (part != null) {
                slices.add(part.slice);
            }
        }
        return slices;
    }

    /** Whether there is {@code max_parallel_requests}. */
    public boolean limitsCalls() {
        return calls != null;
    }

    /** Whether there is {@code rpm} or {@code tpm}. */
    public boolean limitsRates() {
        return requests != null || tokens != null;
    }

    /** How many more calls at once there may be, as far as this router knows; infinite without a limit. */
    public double callsLeft(long now) {
        return left(calls, now);
    }

    /** How many more requests there may be at this moment. */
    public double requestsLeft(long now) {
        return left(requests, now);
    }

    /** How many more tokens may be used at this moment. */
    public double tokensLeft(long now) {
        return left(tokens, now);
    }

    private static double left(@Nullable Part part, long now) {
        return part == null ? Double.POSITIVE_INFINITY : part.slice.left(now);
    }

    /**
     * Takes what a call needs, all or nothing.
     *
     * @param tokenCount that the call is expected to use
     */
    public Claim take(long tokenCount, long now) {
        if (calls != null && !calls.take(1, now)) {
            return calls.lacking(1, false);
        }
        if (requests != null && !requests.take(1, now)) {
            undo(calls, now, 1);
            return requests.lacking(1, false);
        }
        long most = Math.max(1, tokenCount);
        if (tokens != null && !tokens.take(most, now)) {
            undo(calls, now, 1);
            undo(requests, now, 1);
            return tokens.lacking(most, false);
        }
        return new Claim.Taken(this, now, most);
    }

    /** When this deployment is at a limit: what other routers hold of it and do not use, if they do. */
    public Optional<Claim.Lacking> heldByOthers(long tokenCount, long now) {
        return heldByOthers(calls, 1, now)
                .or(() -> heldByOthers(requests, 1, now))
                .or(() -> heldByOthers(tokens, Math.max(1, tokenCount), now));
    }

    private static Optional<Claim.Lacking> heldByOthers(@Nullable Part part, long amount, long now) {
        return part != null && part.slice.left(now) < amount && part.slice.othersMayGive(now)
                ? Optional.of(part.lacking(amount, true))
                : Optional.empty();
    }

    /** When the first request or token of this router is a minute old; {@link Long#MAX_VALUE}: there is none. */
    public long firstBack() {
        return slices().stream().mapToLong(Slice::firstBack).min().orElse(Long.MAX_VALUE);
    }

    void over(long at, long taken, long used, long now) {
        if (calls != null) {
            calls.slice.leave(1);
        }
        if (tokens != null) {
            if (used > taken) {
                tokens.slice.more(used - taken, now);
            } else if (used < taken) {
                tokens.slice.undo(at, taken - used);
            }
        }
    }

    void undo(long at, long taken) {
        undo(calls, at, 1);
        undo(requests, at, 1);
        undo(tokens, at, taken);
    }

    private static void undo(@Nullable Part part, long at, long amount) {
        if (part != null) {
            part.slice.undo(at, amount);
        }
    }
}
