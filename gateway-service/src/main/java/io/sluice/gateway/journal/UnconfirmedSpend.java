package io.sluice.gateway.journal;

import io.sluice.contracts.admission.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Nano-dollars by scope and budget window. Grows with what the ledger does not hold yet, not with time. Guarded by the journal's lock. */
final class UnconfirmedSpend {

    private final Map<String, Map<Long, long[]>> sums = new HashMap<>();

    /** @param charges scope to window start */
    void add(Map<String, Long> charges, long nanos) {
        if (nanos == 0) {
            return;
        }
        for (Map.Entry<String, Long> charge : charges.entrySet()) {
            add(charge.getKey(), charge.getValue(), nanos);
        }
    }

    private void add(String scope, Long window, long nanos) {
        Map<Long, long[]> windows = sums.get(scope);
        if (windows == null) {
            windows = HashMap.newHashMap(1);
            sums.put(scope, windows);
        }
        long[] sum = windows.get(window);
        if (sum == null) {
            sum = new long[1];
            windows.put(window, sum);
        }
        sum[0] = Math.addExact(sum[0], nanos);
    }

    /** What {@link #add} added before. */
    void subtract(Map<String, Long> charges, long nanos) {
        if (nanos == 0) {
            return;
        }
        charges.forEach((scope, window) -> {
            Map<Long, long[]> windows = sums.get(scope);
            long[] sum = windows == null ? null : windows.get(window);
            if (windows == null || sum == null) {
                throw new IllegalStateException("nothing was added for " + scope);
            }
            sum[0] -= nanos;
            if (sum[0] == 0) {
                windows.remove(window);
            }
            if (windows.isEmpty()) {
                sums.remove(scope);
            }
        });
    }

    long of(String scope, long window) {
        Map<Long, long[]> windows = sums.get(scope);
        long[] sum = windows == null ? null : windows.get(window);
        return sum == null ? 0 : sum[0];
    }

    List<UsageJournal.Charged> charged() {
        List<UsageJournal.Charged> charged = new ArrayList<>();
        sums.forEach((scope, windows) ->
                windows.keySet().forEach(window -> charged.add(new UsageJournal.Charged(Scope.parse(scope), window))));
        return charged;
    }
}
