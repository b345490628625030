package io.sluice.router.engine;

import io.sluice.contracts.routing.RouteRequest;
import io.sluice.router.asked.AskedRoute;
import io.sluice.router.asked.Needs;
import io.sluice.router.asked.PromptLength;
import io.sluice.router.group.GroupPlan;
import io.sluice.router.strategy.AffinityRules;
import io.sluice.router.strategy.Residency;
import io.sluice.router.strategy.RouteFacts;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a choice needs to know of a request. */
final class CallFacts {

    /** What names a client is shorter; the rest of it is not looked at. */
    private static final int LONGEST_CLIENT = 512;

    private CallFacts() {}

    /**
     * @param everywhere the rule of residency that holds for every call
     * @param promptTokens see {@link PromptLength}
     */
    static RouteFacts of(
            RouteRequest request, AskedRoute asked, Residency everywhere, GroupPlan plan, long promptTokens) {
        Residency own = asked.residency();
        AffinityRules affinity = plan.rules().affinity();
        return new RouteFacts(
                request.tags(),
                !asked.shadow(),
                client(request.headers().get("user-agent")),
                promptTokens,
                Math.max(0, request.outputCap()),
                request.scan().stream(),
                plan.rules().preCallChecks()
                        ? Needs.of(request, plan.candidates().telling())
                        : List.of(),
                own.equals(Residency.ANYWHERE) ? everywhere : everywhere.and(own),
                affinity.any() ? affinity.of(request.caller().keyHash(), asked.session(), request.body()) : 0,
                Set.of());
    }

    private static String client(@Nullable String userAgent) {
        return userAgent == null
                ? ""
                : "User-Agent: " + userAgent.substring(0, Math.min(LONGEST_CLIENT, userAgent.length()));
    }
}
