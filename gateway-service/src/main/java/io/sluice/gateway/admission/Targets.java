package io.sluice.gateway.admission;

import io.sluice.contracts.admission.AccountId;
import io.sluice.contracts.admission.Meter;
import io.sluice.contracts.identity.VirtualKey;
import io.sluice.contracts.money.BudgetMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which slices a call has to fit into, remembered by caller and model. A slice stays for as long as its account may be used again,
 * because its running totals are half of what the grantor knows of this gateway. Guarded by the admission's lock.
 */
final class Targets {

    private static final int MOST_CALLERS = 50_000;
    private static final int MOST_MODELS = 1_000;
    private static final long MINUTE = 60_000;
    private static final long KEPT_AFTER_WINDOW = 60 * MINUTE;

    private final ScopeLimits limits;
    private final Map<AccountId, Slice> slices = new HashMap<>();
    private final Map<String, ByModel> callers = new HashMap<>();

    private record ByModel(@Nullable VirtualKey key, Map<String, Target> targets) {}

    Targets(ScopeLimits limits) {
        this.limits = limits;
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
        Slice slice = slices.computeIfAbsent(limit.account(), account -> new Slice(limit, now));
        slice.limit = limit;
        return slice;
    }

    /** The slice of an account of which no limit is known yet: it only reports. */
    Slice unlimited(AccountId account, long now) {
        boolean minutes = account.meter() == Meter.REQUESTS || account.meter() == Meter.TOKENS;
        Limit none = new Limit(account, BudgetMode.STRICT, 0, 0, 0, minutes ? MINUTE : 0, Long.MAX_VALUE);
        return slices.computeIfAbsent(account, id -> new Slice(none, now));
    }

    Collection<Slice> all() {
        return slices.values();
    }

    /** Lets go of budget windows that are over. */
    void forgetOver(long wall) {
        slices.values()
                .removeIf(slice -> slice.limit.windowEnd() != Long.MAX_VALUE
                        && wall > slice.limit.windowEnd() + KEPT_AFTER_WINDOW
                        && slice.isUnused());
    }
}
