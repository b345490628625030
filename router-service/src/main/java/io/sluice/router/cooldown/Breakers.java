package io.sluice.router.cooldown;

import io.sluice.router.cooldown.Breaker.Admission;
import io.sluice.router.cooldown.Condition.Phase;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The breakers of all deployments by id, and what the routers of an installation tell each other of them. Thread-safe.
 *
 * <p>What a provider said itself (429, 401, 5xx) holds for every router and is shared. What only our network says (refused, reset,
 * silent) stays with the router that saw it, or one router with a broken network would take every deployment from all.
 *
 * <p>A router that was told of a rest waits a little longer than the one that saw it, so that one of them makes the trial and the others
 * hear of its outcome; if they do not (it has no calls, it is gone), they make their own.
 */
public final class Breakers {

    private static final long MOST_GRACE_MILLIS = 5_000;

    private record Entry(Breaker breaker, int identity) {}

    private final Map<String, Entry> byId = new ConcurrentHashMap<>();
    private final SharedHealth shared;
    private final LongSupplier clock;

    public Breakers(SharedHealth shared, LongSupplier clock) {
        this.shared = shared;
        this.clock = clock;
        shared.subscribe(this::told);
    }

    /**
     * The breaker of a deployment, made or configured anew.
     *
     * @param identity changes when the deployment's target or key does: then the past says nothing
     */
    public Breaker of(String deploymentId, BreakerRules rules, int identity) {
        Entry entry = byId.compute(deploymentId, (id, before) -> {
            if (before == null || before.identity != identity) {
                return new Entry(new Breaker(rules), identity);
            }
            before.breaker.configure(rules);
            return before;
        });
        return entry.breaker;
    }

    /** Forgets every deployment but these. */
    public void retain(Set<String> deploymentIds) {
        byId.keySet().retainAll(deploymentIds);
    }

    /** Of all deployments, for health reports. */
    public Map<String, Condition> conditions() {
        Map<String, Condition> conditions = new HashMap<>();
        byId.forEach((id, entry) -> conditions.put(id, entry.breaker.condition()));
        return conditions;
    }

    /** Fetches the rests that were told before this router listened; to be called at the start and after a lost connection. */
    public void catchUp() {
        var _ = shared.resting().whenComplete((notices, failure) -> {
            if (notices != null) {
                notices.forEach(this::told);
            }
        });
    }

    /** As {@link Breaker#succeeded}, and tells the others of a recovery. */
    public void succeeded(String deploymentId, Breaker breaker, Admission admission) {
        if (breaker.succeeded(clock.getAsLong(), admission)) {
            shared.publish(HealthNotice.recovered(deploymentId));
        }
    }

    /** As {@link Breaker#failed}, and tells the others when it concerns them. */
    public Optional<Condition> failed(
            String deploymentId, Breaker breaker, Fault fault, Admission admission, boolean last) {
        long now = clock.getAsLong();
        boolean wasClosed = breaker.condition().phase() == Phase.CLOSED;
        Optional<Condition> opened = breaker.failed(now, fault, admission, last);
        if (opened.isPresent() && fault.answered()) {
            Condition condition = opened.get();
            shared.publish(new HealthNotice(
                    deploymentId, condition.untilMillis() - now, condition.owner(), condition.openings()));
        } else if (!wasClosed && breaker.condition().phase() == Phase.CLOSED) {
            shared.publish(HealthNotice.recovered(deploymentId));
        }
        return opened;
    }

    private void told(HealthNotice notice) {
        Entry entry = byId.get(notice.deploymentId());
        if (entry == null) {
            return;
        }
        if (notice.resting()) {
            long grace = Math.min(notice.restMillis() / 2, MOST_GRACE_MILLIS);
            entry.breaker.adopt(clock.getAsLong() + notice.restMillis(), grace, notice.owner(), notice.openings());
        } else {
            entry.breaker.adoptRecovery();
        }
    }
}
