package io.sluice.router.limit;

import io.sluice.contracts.admission.AccountId;
import io.sluice.contracts.admission.GrantTerms;
import io.sluice.contracts.admission.Grantor;
import io.sluice.contracts.admission.Meter;
import io.sluice.contracts.admission.Scope;
import io.sluice.contracts.admission.ScopeType;
import io.sluice.grantor.InProcessGrantor;
import io.sluice.router.limit.DeploymentLimits.Part;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The limits of all deployments as one router holds them; outlives reloads. A request of the last minute is a place that stays taken for a
 * minute, and so is a token: so {@code rpm}, {@code tpm} and {@code max_parallel_requests} are one kind of account ({@link Meter#PARALLEL}), and no
 * sixty seconds, wherever they begin, hold more than the limit. Thread-safe.
 */
public final class RouterLimits {

    /** How often {@link #tick} has to be called. */
    public static final long TICK_MILLIS = Grants.TICK_MILLIS;

    /** Places of a router that died: those of calls are broken off with it. */
    public static final GrantTerms CALLS = GrantTerms.DEFAULT;

    /** What a router that died did in its last minute was done: it counts for a minute more. */
    public static final GrantTerms RATES = new GrantTerms(
            CALLS.lease(),
            Minute.MILLIS + 2 * CALLS.grace(),
            CALLS.moneySlice(),
            CALLS.lostAfter(),
            CALLS.silentAfter());

    private static final String REQUESTS = "/requests";
    private static final String TOKENS = "/tokens";

    private final Grants calls;
    private final Grants rates;

    /**
     * Whom a router asks.
     *
     * @param router unique to this start of a router
     * @param calls grants by {@link #CALLS}
     * @param rates grants by {@link #RATES}
     */
    public record Grantors(String router, Grantor calls, Grantor rates) {

        /** For a router that is alone. */
        public static Grantors alone(LongSupplier clock) {
            return new Grantors("alone", new InProcessGrantor(CALLS, clock), new InProcessGrantor(RATES, clock));
        }
    }

    /** @param clock milliseconds that do not jump */
    public RouterLimits(Grantors grantors, LongSupplier clock) {
        this.calls = new Grants(grantors.calls, grantors.router, clock);
        this.rates = new Grants(grantors.rates, grantors.router, clock);
    }

    /**
     * The limits of one deployment; those that are not there are NaN.
     *
     * @param atOnce {@code max_parallel_requests}
     */
    public DeploymentLimits of(String deploymentId, double atOnce, double rpm, double tpm) {
        Part places = part(calls, deploymentId, false, atOnce);
        Part requests = part(rates, deploymentId + REQUESTS, true, rpm);
        Part tokens = part(rates, deploymentId + TOKENS, true, tpm);
        return places == null && requests == null && tokens == null
                ? DeploymentLimits.NONE
                : new DeploymentLimits(places, requests, tokens);
    }

    private static @Nullable Part part(Grants grants, String id, boolean rate, double limit) {
        if (Double.isNaN(limit)) {
            return null;
        }
        AccountId account = new AccountId(new Scope(ScopeType.DEPLOYMENT, id), Meter.PARALLEL, 0);
        return new Part(grants, grants.slice(account, rate, Math.max(0, (long) limit)));
    }

    /** Forgets every deployment but these; one of which something is held stays until the next time. */
    public void retain(Set<String> deploymentIds) {
        Set<String> rated = new HashSet<>();
        for (String id : deploymentIds) {
            rated.add(id + REQUESTS);
            rated.add(id + TOKENS);
        }
        calls.retain(deploymentIds);
        rates.retain(rated);
    }

    /** To be called every {@value Grants#TICK_MILLIS} ms. */
    public void tick() {
        calls.tick();
        rates.tick();
    }
}
