package io.sluice.router.start;

import io.sluice.configuration.Configuration;
import io.sluice.router.cooldown.Breakers;
import io.sluice.router.cooldown.LocalHealth;
import io.sluice.router.cooldown.SharedHealth;
import io.sluice.router.group.Keep;
import io.sluice.router.limit.RouterLimits;
import io.sluice.router.measure.MeterSettings;
import io.sluice.router.measure.Meters;
import io.sluice.router.measure.SharedCounters;
import io.sluice.router.measure.SteadyClock;
import io.sluice.router.measure.UsageExchange;
import io.sluice.router.queue.Lines;
import io.sluice.router.redis.RedisSharing;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * What the routers of an installation tell each other over its Redis: who rests, how many tokens were used in the minute, what budgets have
 * spent, what each holds of the limits of deployments. A call waits for a limit that this router holds nothing of, and for nothing else;
 * without Redis, or while it is away, a router goes by what it sees itself.
 */
final class Fleet {

    private static final Logger LOG = Logger.getLogger(Fleet.class);
    private static final long EXCHANGE_MILLIS = 1_000;

    private final Keep keep;
    private final SharedCounters counters;
    private final UsageExchange usage;
    private final AtomicBoolean exchanging = new AtomicBoolean();
    private volatile boolean warned;

    private Fleet(Keep keep, SharedCounters counters) {
        this.keep = keep;
        this.counters = counters;
        this.usage = new UsageExchange(keep.meters(), counters);
    }

    /** What this router measures, shared with the others when there is a Redis. */
    static Keep keep(Vertx vertx, Configuration configuration, Optional<RedisSharing> redis) {
        SteadyClock clock = new SteadyClock();
        SharedHealth health =
                redis.<SharedHealth>map(RedisSharing::health).orElseGet(() -> new LocalHealth(clock).router("alone"));
        Breakers breakers = new Breakers(health, clock);
        Meters meters = new Meters(MeterSettings.read(configuration.router().section("routing_strategy_args")));
        RouterLimits limits = new RouterLimits(
                redis.map(RedisSharing::grantors).orElseGet(() -> RouterLimits.Grantors.alone(clock)), clock);
        vertx.setPeriodic(RouterLimits.TICK_MILLIS, ignored -> limits.tick());
        Keep keep = new Keep(meters, breakers, limits, clock);
        vertx.setPeriodic(Lines.TICK_MILLIS, ignored -> keep.lines().tick(clock.getAsLong()));
        redis.ifPresent(sharing -> {
            sharing.health().start(breakers::catchUp);
            Fleet fleet = new Fleet(keep, sharing.counters());
            vertx.setPeriodic(EXCHANGE_MILLIS, ignored -> fleet.exchange());
        });
        return keep;
    }

    private void exchange() {
        if (!exchanging.compareAndSet(false, true)) {
            return; // the last one still waits for Redis
        }
        long now = keep.clock().getAsLong();
        var _ = usage.exchange(now)
                .thenCombine(keep.budgets().exchange(counters, now), (used, spent) -> used)
                .whenComplete((done, failure) -> {
                    exchanging.set(false);
                    tell(failure != null);
                });
    }

    /** Once when it goes, once when it comes back. */
    private void tell(boolean away) {
        if (away != warned) {
            warned = away;
            LOG.warn(
                    away
                            ? "Redis does not answer: limits and budgets of deployments are soon this router's own"
                            : "Redis answers again: limits and budgets of deployments are the fleet's");
        }
    }
}
