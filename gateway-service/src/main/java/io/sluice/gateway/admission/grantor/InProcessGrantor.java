package io.sluice.gateway.admission.grantor;

import io.sluice.contracts.admission.AccountId;
import io.sluice.contracts.admission.GrantCall;
import io.sluice.contracts.admission.GrantReply;
import io.sluice.contracts.admission.Grantor;
import io.sluice.contracts.admission.LeaseTerms;
import io.sluice.contracts.admission.Meter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The grantor as a plain object: for the standalone without Redis, and the model that the Redis script is tested against. Thread-safe. */
public final class InProcessGrantor implements Grantor {

    private static final long SWEEP_MILLIS = 60_000;
    private static final long FORGET_MILLIS = 3_600_000;

    private final LeaseTerms terms;
    private final LongSupplier clock;
    private final Map<AccountId, Account> accounts = new HashMap<>();
    private final Map<String, Member> members = new HashMap<>();
    private @Nullable String epoch;
    private long bornAt;
    private long holdUntil;
    private long sweptAt;

    private record Member(long incarnation, long sequence) {}

    /** @param clock epoch milliseconds; need not agree with anybody's */
    public InProcessGrantor(LeaseTerms terms, LongSupplier clock) {
        this.terms = terms;
        this.clock = clock;
    }

    @Override
    public synchronized CompletionStage<GrantReply> exchange(GrantCall call) {
        long now = clock.getAsLong();
        String current = checkEpoch(call, now);
        boolean news = isNews(call);
        if (news) {
            members.put(call.gateway(), new Member(call.incarnation(), call.sequence()));
        }
        boolean holding = now < holdUntil;
        List<GrantReply.Account> answers = new ArrayList<>(call.accounts().size());
        for (GrantCall.Account account : call.accounts()) {
            answers.add(exchange(call, account, now, current, news, holding));
        }
        sweep(now);
        return CompletableFuture.completedFuture(
                new GrantReply(call.sequence(), current, now, terms.lease(), holding, answers));
    }

    private String checkEpoch(GrantCall call, long now) {
        String current = epoch;
        if (current == null) {
            return begin(now, call.epoch().isEmpty() ? terms.freshHold() : terms.fullHold());
        }
        if (!call.epoch().isEmpty() && !call.epoch().equals(current)) {
            holdUntil = Math.max(holdUntil, bornAt + terms.fullHold());
        }
        return current;
    }

    private String begin(long now, long hold) {
        String current = UUID.randomUUID().toString();
        epoch = current;
        bornAt = now;
        holdUntil = now + hold;
        return current;
    }

    private boolean isNews(GrantCall call) {
        Member member = members.get(call.gateway());
        return member == null
                || call.incarnation() > member.incarnation()
                || (call.incarnation() == member.incarnation() && call.sequence() > member.sequence());
    }

    private GrantReply.Account exchange(
            GrantCall from, GrantCall.Account call, long now, String current, boolean news, boolean holding) {
        Account account = accounts.get(call.id());
        if (account == null || !account.epoch.equals(current)) {
            GrantCall.BooksPair books = call.books();
            boolean money = call.id().meter() == Meter.MONEY;
            if (!news || (money && books == null)) {
                return GrantReply.Account.NEEDS_BOOKS;
            }
            account = new Account(call.id().meter(), terms, current, money && books != null ? books.ledger() : 0);
            accounts.put(call.id(), account);
        }
        if (news && !account.report(from, call, now)) {
            return GrantReply.Account.NEEDS_BOOKS;
        }
        return account.answer(from, call, now, news && !holding);
    }

    private void sweep(long now) {
        if (now - sweptAt < SWEEP_MILLIS) {
            return;
        }
        sweptAt = now;
        accounts.values().removeIf(account -> now - account.touchedAt > FORGET_MILLIS && account.outstanding() == 0);
    }

    @Override
    public synchronized CompletionStage<List<AccountId>> held(String gateway) {
        List<AccountId> held = new ArrayList<>();
        accounts.forEach((id, account) -> {
            if (account.heldBy(gateway) > 0) {
                held.add(id);
            }
        });
        return CompletableFuture.completedFuture(held);
    }

    /** Forgets everything, as a flushed Redis does. */
    public synchronized void forget() {
        epoch = null;
        accounts.clear();
        members.clear();
    }

    /** Sum of the outstanding slices of an account. */
    public synchronized long outstanding(AccountId id) {
        Account account = accounts.get(id);
        return account == null ? 0 : account.outstanding();
    }

    /** What an account holds as settled, without slices of vanished gateways; 0 when it is not known. */
    public synchronized long settled(AccountId id) {
        Account account = accounts.get(id);
        return account == null ? 0 : account.settled();
    }
}
