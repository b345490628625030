package io.sluice.grantor;

import io.sluice.contracts.admission.GrantCall.Report;
import io.sluice.contracts.admission.GrantReply.Standing;
import io.sluice.contracts.admission.GrantTerms;
import io.sluice.contracts.admission.Holder;
import io.sluice.contracts.admission.Meter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One balance. {@code settled} is the ledger's sum as it was last seen and what each lease counts beyond it: never less than what was
 * spent. {@code grant.lua} does the same, line by line. Guarded by the grantor.
 */
final class Account {

    private static final long ACTIVE_MILLIS = 2_000;
    private static final int MOST_SILENT = 50;

    private final Meter meter;
    private final GrantTerms terms;
    private final Map<String, Lease> leases = new HashMap<>();
    private String life;
    private boolean doubt;
    private long base;
    private long endsAt;

    Account(Meter meter, GrantTerms terms, String life, long endsAt) {
        this.meter = meter;
        this.terms = terms;
        this.life = life;
        this.doubt = meter == Meter.MONEY;
        this.endsAt = endsAt;
    }

    Account copy() {
        Account copy = new Account(meter, terms, life, endsAt);
        copy.doubt = doubt;
        copy.base = base;
        leases.forEach((gateway, lease) -> copy.leases.put(gateway, lease.copy()));
        return copy;
    }

    boolean isOver(long now) {
        return now >= endsAt;
    }

    /** Another process than the one that wrote last took over: what it wrote at the end may be missing. */
    void mistrust(String newLife) {
        life = newLife;
        doubt = true;
    }

    Standing exchange(String gateway, long sequence, Report report, long now) {
        Lease known = leases.get(gateway);
        if (known != null && known.incarnation > report.incarnation()) {
            return standing(gateway, known, 0, now, 0);
        }
        boolean isNew = known == null || known.incarnation < report.incarnation();
        Lease mine = known == null || isNew ? made(gateway, report.incarnation(), known) : known;
        if (isNew || !mine.hasHeard(sequence)) {
            hear(gateway, sequence, report, mine, now);
        }
        return standing(gateway, mine, report.limit(), now, usable(now));
    }

    private Lease made(String gateway, long incarnation, @Nullable Lease before) {
        long carry = before == null || meter == Meter.PARALLEL ? 0 : before.contribution() + before.outstanding();
        Lease made = new Lease(incarnation, carry);
        leases.put(gateway, made);
        return made;
    }

    private void hear(String gateway, long sequence, Report report, Lease mine, long now) {
        mine.take(report, sequence, !meter.isRate() || report.life().equals(life), now);
        base = Math.max(base, report.ledger());
        leases.entrySet().removeIf(entry -> isOver(entry.getKey(), gateway, entry.getValue(), report, now));
        doubt &= !(report.complete() && report.life().equals(life));
        if (!meter.isRate()) {
            endsAt = Math.max(endsAt, now + report.lifeMillis());
        }
        grant(gateway, mine, report, now);
    }

    private boolean isOver(String name, String asking, Lease lease, Report report, long now) {
        if (name.equals(asking)) {
            return false;
        }
        return isLapsed(lease, now) || report.gone().stream().anyMatch(gone -> isMeant(gone, name, lease));
    }

    /** Slots of parallel calls come back by themselves when nobody reports them. */
    private boolean isLapsed(Lease lease, long now) {
        return meter == Meter.PARALLEL && lease.reportedAt() + terms.lease() + terms.grace() <= now;
    }

    private static boolean isMeant(Holder gone, String name, Lease lease) {
        return gone.gateway().equals(name)
                && gone.incarnation() == lease.incarnation
                && gone.reportedAt() == lease.reportedAt();
    }

    private void grant(String gateway, Lease mine, Report report, long now) {
        mine.demand(report.need() > 0, now);
        if (doubt || Math.max(report.need(), report.want()) <= 0) {
            return;
        }
        Sums sums = sums(gateway, now);
        long remaining = report.limit() - sums.settled - sums.others - mine.outstanding();
        if (sums.settled >= report.stopAt() || remaining <= 0 || remaining < report.need()) {
            return;
        }
        long share = sums.recall ? 0 : remaining / sums.active;
        mine.grant(Math.max(report.need(), Math.min(report.want(), share)));
        mine.demand(false, now);
    }

    private static final class Sums {
        long settled;
        long uncertain;
        long others;
        long othersFree;
        long oldestReport;
        boolean recall;
        int active = 1;
        final List<Holder> silent = new ArrayList<>(0);
    }

    private Sums sums(String gateway, long now) {
        Sums sums = new Sums();
        sums.settled = base;
        sums.oldestReport = now;
        leases.forEach((name, lease) -> {
            sums.settled += lease.contribution();
            sums.uncertain += meter == Meter.MONEY ? lease.uncertain(base) : 0;
            if (!name.equals(gateway)) {
                other(sums, name, lease, now);
            }
        });
        return sums;
    }

    private void other(Sums sums, String name, Lease lease, long now) {
        long outstanding = lease.outstanding();
        long silence = now - lease.reportedAt();
        sums.recall |= lease.demands(now);
        sums.active += silence < ACTIVE_MILLIS ? 1 : 0;
        sums.others += outstanding;
        sums.othersFree += lease.free();
        boolean counts = outstanding > 0 || lease.contribution() > 0;
        if (meter == Meter.MONEY && counts && silence >= terms.silentAfter() && sums.silent.size() < MOST_SILENT) {
            sums.silent.add(
                    new Holder(name, lease.incarnation, lease.reportedAt(), outstanding, lease.uncertain(base)));
        } else if (outstanding > 0) {
            sums.oldestReport = Math.min(sums.oldestReport, lease.reportedAt());
        }
    }

    private Standing standing(String gateway, Lease mine, long limit, long now, long usable) {
        Sums sums = sums(gateway, now);
        return new Standing(
                life,
                now,
                doubt,
                mine.granted(),
                sums.settled,
                sums.uncertain,
                base,
                mine.carry(),
                sums.others,
                sums.othersFree,
                limit - sums.settled - sums.others - mine.outstanding(),
                sums.oldestReport,
                sums.recall,
                List.copyOf(sums.silent),
                usable);
    }

    private long usable(long now) {
        return switch (meter) {
            case MONEY -> terms.moneySlice();
            case PARALLEL -> terms.lease();
            case TOKENS, REQUESTS -> Math.max(0, endsAt - now);
        };
    }

    long outstanding(String gateway, long now) {
        Lease lease = leases.get(gateway);
        return lease == null || isLapsed(lease, now) ? 0 : lease.outstanding();
    }

    /** What counts as spent once this gateway counts as lost. */
    long claimed(String gateway) {
        Lease lease = leases.get(gateway);
        return lease == null ? 0 : lease.outstanding() + lease.contribution();
    }

    @Override
    public String toString() {
        return "life " + life + (doubt ? " in doubt" : "") + " base " + base + ' ' + leases;
    }
}
