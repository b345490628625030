package io.sluice.gateway.admission.grantor;

import io.sluice.contracts.admission.GrantCall;
import io.sluice.contracts.admission.GrantCall.BooksPair;
import io.sluice.contracts.admission.GrantReply;
import io.sluice.contracts.admission.LeaseTerms;
import io.sluice.contracts.admission.Meter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One balance. {@code settled = base + sum of the leases' contributions} at all times, where {@code base} is the highest sum of the
 * ledger that was reported: an upper bound of what was spent, which becomes exact as gateways renew their view of the books.
 * Guarded by the grantor. The Redis script does the same, line by line.
 */
final class Account {

    private static final long ACTIVE_MILLIS = 2_000;

    private final Meter meter;
    private final LeaseTerms terms;
    private final Map<String, Lease> leases = new HashMap<>();
    final String epoch;
    private long base;
    private long settled;
    private long windowId;
    long touchedAt;

    Account(Meter meter, LeaseTerms terms, String epoch, long base) {
        this.meter = meter;
        this.terms = terms;
        this.epoch = epoch;
        this.base = base;
        this.settled = base;
    }

    /** Brings the gateway's report in; false when that takes a view of the books that the call does not have. */
    boolean report(GrantCall from, GrantCall.Account call, long now) {
        touchedAt = now;
        if (call.windowMillis() > 0) {
            turnWindow(call, now);
        }
        Lease lease = leases.get(from.gateway());
        boolean known = lease != null && lease.incarnation == from.incarnation();
        boolean otherWindow = call.windowMillis() > 0
                && call.windowId() != windowId
                && call.epoch().equals(epoch);
        if (otherWindow) {
            if (!known) {
                replace(lease, from);
            }
        } else if (lease != null && known) {
            update(lease, call);
        } else if (!join(lease, from, call)) {
            return false;
        }
        Lease current = leases.get(from.gateway());
        if (current != null) {
            current.reportedAt = now;
            current.expiresAt = now + terms.lease();
        }
        return true;
    }

    private void turnWindow(GrantCall.Account call, long now) {
        if (windowId != 0 && now >= windowId + call.windowMillis()) {
            windowId = 0;
            settled = 0;
            leases.clear();
        }
        if (windowId == 0 && (call.need() > 0 || call.want() > 0)) {
            windowId = now;
        }
    }

    private void replace(@Nullable Lease old, GrantCall from) {
        if (old != null && meter != Meter.PARALLEL) {
            settled += old.outstanding();
        }
        leases.put(from.gateway(), new Lease(from.incarnation()));
    }

    private void update(Lease lease, GrantCall.Account call) {
        settled -= lease.contribution();
        lease.take(call);
        BooksPair books = call.books();
        if (books != null) {
            lease.pending = books.pending();
            lease.cut = books.cut();
            raiseBase(books.ledger());
        }
        settled += lease.contribution();
    }

    private boolean join(@Nullable Lease old, GrantCall from, GrantCall.Account call) {
        BooksPair books = call.books();
        boolean empty = call.granted() == 0 && call.spent() == 0;
        if (meter == Meter.MONEY && books == null && (!empty || (old != null && old.outstanding() > 0))) {
            return false;
        }
        Lease lease = new Lease(from.incarnation());
        if (old != null) {
            leave(old, lease, books);
        }
        lease.take(call);
        if (books != null) {
            lease.pending = books.pending();
            lease.cut = books.cut();
            raiseBase(books.ledger());
        }
        leases.put(from.gateway(), lease);
        settled += lease.contribution();
        return true;
    }

    /** An earlier start of the gateway: the books know what it spent, else it stays counted. */
    private void leave(Lease old, Lease lease, @Nullable BooksPair books) {
        if (meter == Meter.MONEY) {
            settled -= old.contribution();
            if (books == null) {
                lease.pending = old.contribution();
            }
        } else if (meter != Meter.PARALLEL) {
            settled += old.outstanding();
        }
    }

    private void raiseBase(long ledger) {
        if (ledger > base) {
            settled += ledger - base;
            base = ledger;
        }
    }

    /** Grants what may be granted and says how the account stands. */
    GrantReply.Account answer(GrantCall from, GrantCall.Account call, long now, boolean mayGrant) {
        Lease mine = leases.computeIfAbsent(from.gateway(), gateway -> new Lease(from.incarnation()));
        long others = 0;
        long lost = 0;
        long oldestReport = now;
        boolean recall = false;
        int active = 1;
        for (Map.Entry<String, Lease> entry : leases.entrySet()) {
            if (entry.getKey().equals(from.gateway())) {
                continue;
            }
            Lease lease = entry.getValue();
            if (lease.expiresAt + terms.grace() <= now) {
                lost += meter == Meter.PARALLEL ? 0 : lease.outstanding();
                continue;
            }
            if (lease.outstanding() > 0) {
                others += lease.outstanding();
                oldestReport = Math.min(oldestReport, lease.reportedAt);
            }
            recall |= lease.demands(now);
            active += lease.reportedAt > now - ACTIVE_MILLIS ? 1 : 0;
        }
        long used = settled + lost;
        long remaining = call.limit() - used - others - mine.outstanding();
        if (mayGrant) {
            remaining -= grant(mine, call, remaining, used, recall ? Integer.MAX_VALUE : active, now);
        }
        long left = call.windowMillis() == 0 ? Long.MAX_VALUE : Math.max(0, windowId + call.windowMillis() - now);
        return new GrantReply.Account(
                false, mine.granted, used, others, remaining, oldestReport, recall, base, windowId, left);
    }

    private static long grant(Lease mine, GrantCall.Account call, long remaining, long used, int active, long now) {
        mine.demand(call.need(), now);
        if (used >= call.stopAt() || remaining <= 0 || remaining < call.need()) {
            return 0;
        }
        long share = active == Integer.MAX_VALUE ? 0 : remaining / active;
        long amount = Math.max(call.need(), Math.min(call.want(), share));
        mine.granted += amount;
        if (amount > 0) {
            mine.demand(0, now);
        }
        return amount;
    }

    long heldBy(String gateway) {
        Lease lease = leases.get(gateway);
        return lease == null ? 0 : lease.outstanding();
    }

    /** Sum of the outstanding slices. */
    long outstanding() {
        long sum = 0;
        for (Lease lease : leases.values()) {
            sum += lease.outstanding();
        }
        return sum;
    }

    long settled() {
        return settled;
    }
}
