package io.sluice.grantor;

import io.sluice.contracts.admission.AccountId;
import io.sluice.contracts.admission.GrantCall;
import io.sluice.contracts.admission.GrantCall.Report;
import io.sluice.contracts.admission.GrantReply;
import io.sluice.contracts.admission.GrantReply.Standing;
import io.sluice.contracts.admission.GrantTerms;
import io.sluice.contracts.admission.Grantor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The grantor as a plain object: for the standalone without Redis, and the model that the Redis script is tested against. Thread-safe;
 * answers before {@link #exchange} returns.
 */
public final class InProcessGrantor implements Grantor {

    private static final long SWEEP_MILLIS = 60_000;

    private final GrantTerms terms;
    private final LongSupplier clock;
    private final String process = UUID.randomUUID().toString();
    private final Map<AccountId, Account> accounts;
    private long lives;
    private long sweptAt;

    /** @param clock epoch milliseconds; need not agree with anybody's */
    public InProcessGrantor(GrantTerms terms, LongSupplier clock) {
        this(terms, clock, new HashMap<>());
    }

    /** @param accounts what it remembers */
    InProcessGrantor(GrantTerms terms, LongSupplier clock, Map<AccountId, Account> accounts) {
        this.terms = terms;
        this.clock = clock;
        this.accounts = accounts;
    }

    @Override
    public CompletionStage<GrantReply> exchange(GrantCall call) {
        return CompletableFuture.completedFuture(answer(call));
    }

    private synchronized GrantReply answer(GrantCall call) {
        long now = clock.getAsLong();
        List<GrantReply.Answer> answers = new ArrayList<>(call.reports().size());
        for (Report report : call.reports()) {
            Account account = account(report, now);
            answers.add(
                    account == null
                            ? nothing(report, now)
                            : account.exchange(call.gateway(), call.sequence(), report, now));
        }
        sweep(now);
        return new GrantReply(answers);
    }

    private @Nullable Account account(Report report, long now) {
        Account account = accounts.get(report.account());
        if (account != null && !account.isOver(now)) {
            return account;
        }
        if (report.isIdle()) {
            return null;
        }
        Account made = new Account(report.account().meter(), terms, newLife(), now + report.lifeMillis());
        accounts.put(report.account(), made);
        return made;
    }

    private String newLife() {
        return process + '-' + ++lives;
    }

    private static Standing nothing(Report report, long now) {
        return new Standing("", now, false, 0, 0, 0, 0, 0, 0, 0, report.limit(), now, false, List.of(), 0);
    }

    private void sweep(long now) {
        if (now - sweptAt >= SWEEP_MILLIS) {
            sweptAt = now;
            accounts.values().removeIf(account -> account.isOver(now));
        }
    }
}
