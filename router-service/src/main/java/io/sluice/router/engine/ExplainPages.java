package io.sluice.router.engine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.money.Money;
import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.router.asked.AskedRoute;
import io.sluice.router.asked.PromptLength;
import io.sluice.router.deployment.CallerAccess;
import io.sluice.router.deployment.Deployment;
import io.sluice.router.deployment.DeploymentTable;
import io.sluice.router.deployment.Resolution;
import io.sluice.router.failure.ErrorClass;
import io.sluice.router.fallback.FallbackPath;
import io.sluice.router.fallback.Fallbacks;
import io.sluice.router.fallback.Hop;
import io.sluice.router.group.GroupPlan;
import io.sluice.router.queue.QueueSettings;
import io.sluice.router.queue.Wish;
import io.sluice.router.strategy.Explainer;
import io.sluice.router.strategy.Explainer.Choice;
import io.sluice.router.strategy.Explanation;
import io.sluice.router.strategy.RouteFacts;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Explanations of calls as JSON, of those that were made and of those that might be. */
final class ExplainPages {

    private ExplainPages() {}

    /** A call that ended. */
    static byte[] past(CallRecord record) {
        ObjectNode page = page(record.requestId(), record.model());
        ArrayNode groups = page.putArray("groups");
        record.groups().forEach(group -> group(groups, group, null));
        ArrayNode attempts = page.putArray("attempts");
        Money bound = Money.ZERO;
        for (Attempt attempt : record.outcome().attempts()) {
            bound = bound.plus(attempt.upperBound());
            ObjectNode made = attempts.addObject()
                    .put("deployment_id", attempt.deploymentId())
                    .put("provider", attempt.provider())
                    .put("model", attempt.providerModel())
                    .put("status", attempt.status())
                    .put("duration_ms", attempt.durationMicros() / 1_000)
                    .put("cost", dollars(attempt.cost()));
            if (attempt.errorClass() != null) {
                made.put("error", attempt.errorClass());
            }
        }
        page.put("upper_bound_cost", dollars(bound));
        page.put("status", record.outcome().status());
        return bytes(page);
    }

    /** A call that is not made, which may take milliseconds ({@link PromptLength#count}): the same choice as at this moment, and the groups that would follow if each failed. */
    static byte[] now(DeploymentTable table, GroupPlans plans, EngineSettings settings, RouteRequest request) {
        Fallbacks fallbacks = settings.fallbacks();
        AskedRoute asked = AskedRoute.of(request);
        ObjectNode page = page(request.requestId(), request.model());
        ArrayNode groups = page.putArray("groups");
        List<String> names = names(table, request.model());
        FallbackPath path = new FallbackPath(fallbacks, asked, model -> mayAsk(table, request, model));
        String name = request.model();
        Money most = Money.ZERO;
        while (name != null) {
            Money one = groupNow(groups, table, plans, settings, asked, request, name);
            most = one.nanos() > most.nanos() ? one : most;
            Hop next = path.next(names(table, name), ErrorClass.INTERNAL);
            name = next == null ? null : next.group();
        }
        ObjectNode follow = page.putObject("fallbacks");
        if (!asked.noFallbacks()) {
            follow(follow, "general", fallbacks.after(names, ErrorClass.INTERNAL));
            follow(follow, "context_window", fallbacks.after(names, ErrorClass.CONTEXT_WINDOW));
            follow(follow, "content_policy", fallbacks.after(names, ErrorClass.CONTENT_POLICY));
        }
        page.put("upper_bound_cost", dollars(most));
        return bytes(page);
    }

    /** @return the most that one attempt in the group can cost */
    private static Money groupNow(
            ArrayNode groups,
            DeploymentTable table,
            GroupPlans plans,
            EngineSettings settings,
            AskedRoute asked,
            RouteRequest request,
            String name) {
        switch (table.resolve(name)) {
            case Resolution.Group found -> {
                GroupPlan plan = plans.of(name, found);
                long tokens = PromptLength.isUnclear(request, plan)
                        ? PromptLength.count(request, found.deployments().getFirst())
                        : PromptLength.guess(request);
                RouteFacts facts = CallFacts.of(request, asked, settings.residency(), plan, tokens);
                Choice choice = new Choice(
                        plan.chooser(),
                        facts,
                        plan.candidates(),
                        plan.look(facts),
                        ThreadLocalRandom.current().nextLong());
                group(groups, new CallRecord.Group(name, found.deployments(), List.of(choice), 0), request);
                queue(
                        (ObjectNode) groups.get(groups.size() - 1),
                        plan.line().length(),
                        settings.queue(),
                        settings.queue()
                                .wish(asked.priority(), request.caller(), facts.inputTokens(), facts.outputTokens()));
                Money most = Money.ZERO;
                for (Deployment deployment : found.deployments()) {
                    Money bound = Bill.bound(deployment.target().card(), request);
                    most = bound.nanos() > most.nanos() ? bound : most;
                }
                return most;
            }
            case Resolution.NoDeployment(String group, String reason) ->
                groups.addObject().put("model_group", group).put("unavailable", reason);
            case Resolution.Unknown ignored ->
                groups.addObject().put("model_group", name).put("unavailable", "no such model");
        }
        return Money.ZERO;
    }

    /** Who waits for the group, and how this call would. */
    private static void queue(ObjectNode group, int waiting, QueueSettings settings, Optional<Wish> wish) {
        ObjectNode queue = group.putObject("queue")
                .put("waiting", waiting)
                .put("max_length", settings.maxLength())
                .put("waits", wish.isPresent());
        wish.ifPresent(own -> queue.put("priority", own.priority())
                .put("tokens", own.tokens())
                .put("weight", own.weight())
                .put("max_wait_ms", own.maxWaitMillis()));
    }

    private static boolean mayAsk(DeploymentTable table, RouteRequest request, String model) {
        return CallerAccess.mayAsk(table, request.caller(), model);
    }

    private static List<String> names(DeploymentTable table, String model) {
        List<String> names = new ArrayList<>(List.of(model));
        if (table.resolve(model) instanceof Resolution.Group(String group, var ignored) && !group.equals(model)) {
            names.add(group);
        }
        return names;
    }

    private static void follow(ObjectNode follow, String kind, List<String> groups) {
        ArrayNode list = follow.putArray(kind);
        groups.forEach(list::add);
    }

    // ---- a group and its choices

    private static void group(ArrayNode groups, CallRecord.Group group, @Nullable RouteRequest request) {
        ObjectNode told = groups.addObject().put("model_group", group.name());
        Map<String, Deployment> byId = new HashMap<>();
        group.deployments().forEach(deployment -> byId.put(deployment.id(), deployment));
        if (group.waitedMillis() > 0) {
            told.put("waited_ms", group.waitedMillis());
        }
        ArrayNode choices = told.putArray("choices");
        for (Choice choice : group.choices()) {
            choice(choices.addObject(), Explainer.explain(choice), byId, request);
        }
    }

    private static void choice(
            ObjectNode told, Explanation choice, Map<String, Deployment> byId, @Nullable RouteRequest request) {
        told.put("strategy", choice.strategy());
        told.put("at", Instant.ofEpochMilli(choice.atMillis()).toString());
        told.put("seed", Long.toString(choice.seed()));
        told.put("chosen", choice.chosen().isEmpty() ? null : choice.chosen());
        told.put("why", choice.why());
        ArrayNode candidates = told.putArray("candidates");
        for (Explanation.Row row : choice.candidates()) {
            ObjectNode candidate = candidates.addObject().put("deployment_id", row.id());
            Deployment deployment = byId.get(row.id());
            if (deployment != null) {
                candidate
                        .put("provider", deployment.target().provider().name())
                        .put("model", deployment.target().providerModel());
            }
            candidate
                    .put("verdict", row.verdict().name().toLowerCase(Locale.ROOT))
                    .put("reason", row.says());
            if (deployment != null && request != null) {
                candidate.put(
                        "upper_bound_cost",
                        dollars(Bill.bound(deployment.target().card(), request)));
            }
            if (deployment != null && !deployment.shadow().models().isEmpty()) {
                ObjectNode shadow = candidate
                        .putObject("shadow")
                        .put("percent", deployment.shadow().percent());
                deployment.shadow().models().forEach(shadow.putArray("models")::add);
            }
            ObjectNode saw = candidate.putObject("saw");
            row.saw().forEach(saw::put);
        }
        ArrayNode then = told.putArray("then");
        choice.thereafter().forEach(then::add);
    }

    private static ObjectNode page(String requestId, String model) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("request_id", requestId)
                .put("model", model);
    }

    private static BigDecimal dollars(Money money) {
        return BigDecimal.valueOf(money.nanos(), 9);
    }

    private static byte[] bytes(ObjectNode page) {
        return page.toString().getBytes(StandardCharsets.UTF_8);
    }
}
