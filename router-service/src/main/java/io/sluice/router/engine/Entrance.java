package io.sluice.router.engine;

import io.sluice.contracts.routing.RouteCodec;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.router.asked.AskedRoute;
import io.sluice.router.asked.PromptLength;
import io.sluice.router.deployment.Resolution;
import io.sluice.router.group.CallTerms;
import io.sluice.router.group.GroupCall;
import io.sluice.router.group.GroupPlan;
import io.sluice.router.queue.Wish;
import io.sluice.router.strategy.RouteFacts;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** How a call comes into a group: what a name stands for, and what the group has to know of the call. A look at somebody's health has ways of its own. */
final class Entrance {

    private final CallEnvironment environment;
    private final AskedRoute asked;
    private final TimeLimits limits;
    private final boolean probe;

    Entrance(CallEnvironment environment, RouteRequest client, AskedRoute asked, TimeLimits limits) {
        this.environment = environment;
        this.asked = asked;
        this.limits = limits;
        this.probe = client.headers().containsKey(RouteCodec.PROBE_HEADER);
    }

    /** Whether the call only looks at a deployment's health. */
    boolean isProbe() {
        return probe;
    }

    Resolution find(String name) {
        return probe ? environment.table().probed(name) : environment.table().resolve(name);
    }

    /** @param found what the name stands for */
    GroupPlan plan(String name, Resolution.Group found) {
        return probe ? environment.plans().probe(found) : environment.plans().of(name, found);
    }

    /** The tokens of a prompt that has to be counted, on the caller's event loop. Does not fail. */
    Future<Long> count(RouteRequest request, Resolution.Group found) {
        return environment
                .vertx()
                .executeBlocking(
                        () -> PromptLength.count(request, found.deployments().getFirst()), false)
                .otherwise(PromptLength.guess(request));
    }

    /** @param fallbacks another group would take the call: it does not wait for this one */
    GroupCall call(GroupPlan plan, RouteRequest request, long promptTokens, boolean fallbacks) {
        RouteFacts facts = CallFacts.of(request, asked, environment.settings().residency(), plan, promptTokens);
        return plan.call(
                facts,
                new CallTerms(
                        asked.retries(),
                        limits.deadlineMillis(),
                        fallbacks,
                        fallbacks ? Optional.empty() : wish(request, facts)),
                ThreadLocalRandom.current().nextLong());
    }

    /** How it waits in line; a look at somebody's health and a shadow do not. */
    private Optional<Wish> wish(RouteRequest request, RouteFacts facts) {
        return probe || asked.shadow()
                ? Optional.empty()
                : environment
                        .settings()
                        .queue()
                        .wish(asked.priority(), request.caller(), facts.inputTokens(), facts.outputTokens());
    }
}
