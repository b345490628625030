package io.sluice.grantor;

import io.sluice.contracts.admission.AccountId;
import io.sluice.contracts.admission.GrantCall;
import io.sluice.contracts.admission.GrantReply;
import io.sluice.contracts.admission.GrantTerms;
import io.sluice.contracts.admission.Meter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;

/** A grantor in process to which happens what happens to a Redis: it is flushed, or a replica takes over that is behind. */
public final class ForgetfulGrantor {

    private final GrantTerms terms;
    private final LongSupplier clock;
    private Map<AccountId, Account> memory = new HashMap<>();
    private InProcessGrantor process;

    public ForgetfulGrantor(GrantTerms terms, LongSupplier clock) {
        this.terms = terms;
        this.clock = clock;
        this.process = new InProcessGrantor(terms, clock, memory);
    }

    public GrantReply answer(GrantCall call) {
        return process.exchange(call).toCompletableFuture().join();
    }

    public void flush() {
        memory.clear();
    }

    /** What a replica would hold that has everything up to now. */
    public Replica replica() {
        Map<AccountId, Account> copy = new HashMap<>();
        memory.forEach((id, account) -> copy.put(id, account.copy()));
        return new Replica(copy);
    }

    /** Another process takes over with what it holds. Accounts of other meters than money begin anew, as in the script. */
    public void failOver(Replica replica) {
        memory = new HashMap<>();
        replica.accounts.forEach((id, account) -> {
            if (id.meter() == Meter.MONEY) {
                Account copy = account.copy();
                copy.mistrust(UUID.randomUUID().toString());
                memory.put(id, copy);
            }
        });
        process = new InProcessGrantor(terms, clock, memory);
    }

    /** Opaque to the simulation. */
    public static final class Replica {
        private final Map<AccountId, Account> accounts;

        private Replica(Map<AccountId, Account> accounts) {
            this.accounts = accounts;
        }
    }

    public List<AccountId> accounts() {
        return new ArrayList<>(memory.keySet());
    }

    /** What a gateway holds by the grantor's count. */
    public long outstanding(AccountId id, String gateway) {
        Account account = memory.get(id);
        return account == null ? 0 : account.outstanding(gateway, clock.getAsLong());
    }

    /** What counts as spent once this gateway counts as lost. */
    public long claimed(AccountId id, String gateway) {
        Account account = memory.get(id);
        return account == null ? 0 : account.claimed(gateway);
    }

    public String toString(AccountId id) {
        return String.valueOf(memory.get(id));
    }
}
