package io.sluice.gateway.slice;

import io.sluice.contracts.admission.AccountId;
import io.sluice.contracts.admission.Meter;
import io.sluice.contracts.identity.VirtualKey;
import io.sluice.contracts.money.BudgetMode;
import io.sluice.gateway.admission.AdmissionRequest;
import io.sluice.gateway.admission.Limit;
import io.sluice.gateway.admission.ScopeLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which slices a call has to fit into, remembered by caller and model. Guarded by the admission's lock.
 */
final class Targets {

    private static final int MOST_CALLERS = 50_000;
    private static final int MOST_MODELS = 1_000;
    private static final long KEPT_UNUSED = 600_000;

    private final ScopeLimits limits;
    private final UnledgeredSpend journal;
    private final Incarnations incarnations;
    private final Map<AccountId, Slice> slices = new HashMap<>();
    private final Map<String, ByModel> callers = new HashMap<>();

    private record ByModel(@Nullable VirtualKey key, Map<String, Target> targets) {}

    Targets(ScopeLimits limits, UnledgeredSpend journal, Incarnations incarnations) {
        this.limits = limits;
        this.journal = journal;
        this.incarnations = incarnations;
    }

    @SuppressWarnings(
            "ReferenceEquality") // a changed key is another object; comparing its members would cost each call
    Target find(AdmissionRequest request, long wall, long now) {
        VirtualKey key = request.caller().virtualKey();
        ByModel known = callers.get(request.caller().keyHash());
        if (known == null || known.key != key || known.targets.size() > MOST_MODELS) {
            if (callers.size() >= MOST_CALLERS) {
                callers.clear();
            }
            known = new ByModel(key, new HashMap<>());
            callers.put(request.caller().keyHash(), known);
        }
        Target target = known.targets.get(request.model());
        if (target == null || wall >= target.validUntil) {
            target = target(limits.of(request.caller(), request.model(), wall), now);
            known.targets.put(request.model(), target);
        }
        return target;
    }

    private Target target(ScopeLimits.Applicable applicable, long now) {
        List<Slice> checked = new ArrayList<>();
        long validUntil = Long.MAX_VALUE;
        for (Limit limit : applicable.limits()) {
            validUntil = Math.min(validUntil, limit.windowEnd());
            if (limit.mode() != BudgetMode.ADVISORY) {
                checked.add(slice(limit, now));
            }
        }
        return new Target(checked.toArray(Slice[]::new), applicable.charges(), validUntil);
    }

    private Slice slice(Limit limit, long now) {
        Slice known = slices.get(limit.account());
        if (known != null) {
            known.limit(limit);
            return known;
        }
        return made(limit, now);
    }

    private Slice made(Limit limit, long now) {
        AccountId account = limit.account();
        long unledgered = account.meter() == Meter.MONEY ? journal.of(account.scope(), account.windowStart()) : 0;
        Slice slice = new Slice(limit, incarnations.next(), unledgered, now);
        slices.put(account, slice);
        return slice;
    }

    /** The slice of a budget of which no limit is known yet: it only reports. */
    Slice unlimited(AccountId account, long now) {
        return slice(new Limit(account, BudgetMode.STRICT, 0, 0, 0, Long.MAX_VALUE), now);
    }

    /** Lets go of slices that nobody used for long; the grantor keeps what they counted. */
    void forgetUnused(long now, Rhythm rhythm) {
        boolean forgot = slices.values()
                .removeIf(slice -> now - slice.lastUsed() > KEPT_UNUSED && !slice.active && rhythm.isAtRest(slice));
        if (forgot) {
            callers.clear();
        }
    }
}
