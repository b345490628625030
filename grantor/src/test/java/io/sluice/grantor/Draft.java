package io.sluice.grantor;

import io.sluice.contracts.admission.AccountId;
import io.sluice.contracts.admission.GrantCall.Report;
import io.sluice.contracts.admission.Holder;
import java.util.List;

/** A report under construction: of a gateway that holds nothing of a limit of a hundred, and asks for nothing. */
final class Draft {

    private static final long LIMIT = 100;
    private static final long LIFE_MILLIS = 60_000;

    private final AccountId account;
    private long incarnation = 1;
    private String life = "";
    private long stopAt = LIMIT;
    private long granted;
    private long closed;
    private long reserved;
    private long counted;
    private long ledger = -1;
    private long floor;
    private boolean complete;
    private List<Holder> gone = List.of();
    private long need;
    private long want;

    private Draft(AccountId account) {
        this.account = account;
    }

    static Draft of(AccountId account) {
        return new Draft(account);
    }

    Draft incarnation(long value) {
        incarnation = value;
        return this;
    }

    Draft life(String value) {
        life = value;
        return this;
    }

    Draft stopAt(long value) {
        stopAt = value;
        return this;
    }

    /** @param nowCounted spent, and not known to be in the ledger */
    Draft holds(long nowGranted, long nowClosed, long nowReserved, long nowCounted) {
        granted = nowGranted;
        closed = nowClosed;
        reserved = nowReserved;
        counted = nowCounted;
        return this;
    }

    Draft ledger(long sum, long nowFloor) {
        ledger = sum;
        floor = nowFloor;
        return this;
    }

    Draft proves(String ofLife, Holder... areGone) {
        life = ofLife;
        complete = true;
        gone = List.of(areGone);
        return this;
    }

    Draft asks(long nowNeed, long nowWant) {
        need = nowNeed;
        want = nowWant;
        return this;
    }

    Report report() {
        return new Report(
                account,
                incarnation,
                life,
                LIMIT,
                stopAt,
                LIFE_MILLIS,
                granted,
                closed,
                reserved,
                counted,
                ledger,
                floor,
                complete,
                gone,
                need,
                want);
    }
}
