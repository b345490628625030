package io.sluice.gateway.slice;

import io.sluice.contracts.admission.Meter;
import io.sluice.contracts.admission.Scope;
import io.sluice.contracts.admission.ScopeType;
import io.sluice.gateway.admission.Limit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The slices that calls of one caller to one model have to fit into, until a limit changes or a budget window turns. */
final class Target {

    final Slice[] slices;
    final Map<String, Long> charges;
    final long validUntil;
    final boolean money;
    final boolean strictTokens;
    final @Nullable Scope strictMoney;

    Target(Slice[] slices, Map<String, Long> charges, long validUntil) {
        this.slices = slices;
        this.charges = charges;
        this.validUntil = validUntil;
        boolean anyMoney = false;
        boolean anyStrictTokens = false;
        Scope strict = null;
        for (Slice slice : slices) {
            Limit limit = slice.limit();
            if (limit.meter() == Meter.MONEY) {
                anyMoney = true;
                strict = limit.strict() ? limit.account().scope() : strict;
            }
            anyStrictTokens |= limit.meter() == Meter.TOKENS && limit.strict();
        }
        money = anyMoney;
        strictTokens = anyStrictTokens;
        strictMoney = strict;
    }

    /** The slice of a limit that the key itself has; null when it has none. */
    @Nullable
    Slice ofKey(Meter meter) {
        for (Slice slice : slices) {
            if (slice.account.meter() == meter && slice.account.scope().type() == ScopeType.KEY) {
                return slice;
            }
        }
        return null;
    }
}
