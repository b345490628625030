package io.sluice.gateway.health;

import io.sluice.contracts.routing.DeploymentOffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * Looks at deployments, as seldom as it can: who asks for a deployment that is being looked at gets that result, who asks soon after gets the
 * same one again, only so many are looked at at once, and a day's looks cost no more than their budget. Thread-safe; never blocks.
 */
public final class ModelHealth {

    static final String BUDGET_USED = "not looked at: health_check_budget of the day is used up";
    private static final long DAY_MILLIS = 86_400_000;

    private final Prober prober;
    private final HealthSettings settings;
    private final LongSupplier clock;
    private final Map<String, ProbeResult> last = new HashMap<>();
    private final Map<String, CompletableFuture<ProbeResult>> running = new HashMap<>();
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int busy;
    private long day;
    private long spentNanos;

    /** @param clock epoch milliseconds */
    public ModelHealth(Prober prober, HealthSettings settings, LongSupplier clock) {
        this.prober = prober;
        this.settings = settings;
        this.clock = clock;
    }

    /** Why a deployment is not looked at at all; empty when it is. */
    Optional<String> never(DeploymentOffer deployment) {
        return deployment.unavailable() != null ? Optional.empty() : prober.cannot(deployment);
    }

    /**
     * A result of each of them: a fresh one, or the last if that is young enough. What cannot serve is unhealthy without a call; what cannot be
     * looked at ({@link #never}) has no result.
     */
    public CompletableFuture<List<ProbeResult>> check(List<DeploymentOffer> deployments) {
        List<CompletableFuture<ProbeResult>> results = new ArrayList<>();
        List<Runnable> starts = new ArrayList<>();
        synchronized (this) {
            for (DeploymentOffer deployment : deployments) {
                if (never(deployment).isEmpty()) {
                    results.add(result(deployment, starts));
                }
            }
        }
        starts.forEach(Runnable::run);
        return CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
                .thenApply(
                        ignored -> results.stream().map(CompletableFuture::join).toList());
    }

    /** The last results that are there, without a call. */
    public synchronized List<ProbeResult> known() {
        return List.copyOf(last.values());
    }

    /** Results that another gateway has found. */
    public synchronized void learn(List<ProbeResult> found) {
        for (ProbeResult result : found) {
            last.merge(
                    result.deploymentId(),
                    result,
                    (mine, other) -> mine.checkedAtMillis() >= other.checkedAtMillis() ? mine : other);
        }
    }

    /** Forgets every deployment but these. */
    public synchronized void retain(List<DeploymentOffer> deployments) {
        last.keySet().retainAll(deployments.stream().map(DeploymentOffer::id).toList());
    }

    private CompletableFuture<ProbeResult> result(DeploymentOffer deployment, List<Runnable> starts) {
        long now = clock.getAsLong();
        String unavailable = deployment.unavailable();
        if (unavailable != null) {
            return CompletableFuture.completedFuture(new ProbeResult(deployment.id(), 0, now, 0, unavailable));
        }
        ProbeResult young = last.get(deployment.id());
        if (young != null && now - young.checkedAtMillis() < settings.freshMillis()) {
            return CompletableFuture.completedFuture(young);
        }
        CompletableFuture<ProbeResult> under = running.get(deployment.id());
        if (under != null) {
            return under;
        }
        if (spentToday(now) >= settings.dailyBudget().nanos()) {
            return CompletableFuture.completedFuture(
                    young != null ? young : new ProbeResult(deployment.id(), 0, now, 0, BUDGET_USED));
        }
        CompletableFuture<ProbeResult> fresh = new CompletableFuture<>();
        running.put(deployment.id(), fresh);
        Runnable start = () -> start(deployment, fresh);
        if (busy < settings.concurrency()) {
            busy++;
            starts.add(start);
        } else {
            waiting.add(start);
        }
        return fresh;
    }

    private long spentToday(long now) {
        if (now / DAY_MILLIS != day) {
            day = now / DAY_MILLIS;
            spentNanos = 0;
        }
        return spentNanos;
    }

    private void start(DeploymentOffer deployment, CompletableFuture<ProbeResult> fresh) {
        long own = deployment.probe().timeoutMillis();
        if (isBudgetUsed()) {
            ended(new ProbeResult(deployment.id(), 0, clock.getAsLong(), 0, BUDGET_USED), fresh);
            return;
        }
        var _ = prober.probe(deployment, own > 0 ? own : settings.timeoutMillis())
                .exceptionally(fault -> new ProbeResult(
                        deployment.id(), 0, clock.getAsLong(), 0, "not looked at: the check itself failed"))
                .thenAccept(result -> ended(result, fresh));
    }

    /** Once more when its turn has come: a round starts many at once. */
    private synchronized boolean isBudgetUsed() {
        return spentToday(clock.getAsLong()) >= settings.dailyBudget().nanos();
    }

    private void ended(ProbeResult result, CompletableFuture<ProbeResult> fresh) {
        Runnable next;
        synchronized (this) {
            spentToday(clock.getAsLong());
            spentNanos += result.costNanos();
            last.put(result.deploymentId(), result);
            running.remove(result.deploymentId());
            next = waiting.poll();
            if (next == null) {
                busy--;
            }
        }
        fresh.complete(result);
        if (next != null) {
            next.run();
        }
    }
}
