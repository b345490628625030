package io.sluice.router.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.configuration.DeploymentEntry;
import io.sluice.contracts.identity.ModelAccess;
import io.sluice.contracts.routing.PassThrough;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.router.catalog.Catalog;
import io.sluice.router.catalog.ModelCard;
import io.sluice.router.catalog.OpenAiParams;
import io.sluice.router.deployment.Deployment;
import io.sluice.router.deployment.DeploymentTable;
import io.sluice.router.deployment.GroupAlias;
import io.sluice.router.deployment.Target;
import io.sluice.router.deployment.WildcardModels;
import io.sluice.router.failure.UnsupportedRequestException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** LiteLLM's {@code /model/info} and {@code /model_group/info}: what the caller may use, what it can and what it costs. No key is in it. */
final class ModelInfo {

    private final Catalog catalog;
    private final Supplier<Desk.Served> served;

    ModelInfo(Catalog catalog, Supplier<Desk.Served> served) {
        this.catalog = catalog;
        this.served = served;
    }

    JsonNode deployments(RouteRequest request) {
        Optional<String> wanted = Desk.query(request, "litellm_model_id");
        Desk.Served now = served.get();
        Map<String, Deployment> byId = new HashMap<>();
        now.table().groups().values().forEach(group -> group.forEach(one -> byId.put(one.id(), one)));
        now.table().wildcardGroups().values().forEach(group -> group.forEach(one -> byId.put(one.id(), one)));
        ObjectNode answer = Desk.JSON.createObjectNode();
        ArrayNode data = answer.putArray("data");
        for (DeploymentEntry entry : now.configuration().models()) {
            Deployment deployment = byId.get(entry.id());
            boolean shown = !PassThrough.isGroup(entry.modelName())
                    && wanted.filter(id -> !id.equals(entry.id())).isEmpty()
                    && ModelAccess.allows(
                            request.caller(), entry.modelName(), entry.info().strings("access_groups"));
            if (deployment == null || !shown) {
                continue;
            }
            if (deployment.target().providerModel().indexOf('*') >= 0) {
                expanded(entry.modelName(), deployment.target())
                        .forEach((name, target) -> data.add(deployment(entry, name, target)));
            } else {
                data.add(deployment(entry, entry.modelName(), deployment.target()));
            }
        }
        if (data.isEmpty() && wanted.isPresent()) {
            throw new UnsupportedRequestException(
                    "Model id = " + wanted.get() + " not found on litellm proxy", "litellm_model_id");
        }
        return answer;
    }

    private static ObjectNode deployment(DeploymentEntry entry, String name, Target target) {
        ObjectNode json = Desk.JSON.createObjectNode().put("model_name", name);
        ObjectNode params = Secrets.without(entry.params().values());
        params.put("model", entry.params().string("model").orElse("").replace("*", target.providerModel()));
        params.put("use_in_pass_through", entry.params().flag("use_in_pass_through", false));
        params.put("use_litellm_proxy", entry.params().flag("use_litellm_proxy", false));
        params.put(
                "merge_reasoning_content_in_choices", entry.params().flag("merge_reasoning_content_in_choices", false));
        json.set("litellm_params", params);
        ObjectNode info = json.putObject("model_info").put("id", entry.id()).put("db_model", false);
        info.setAll(Secrets.without(entry.info().values()));
        ModelCard card = target.card();
        info.put("key", target.knownModel());
        limits(card, info, false);
        info.put("litellm_provider", target.provider().name()).put("mode", card.mode());
        PriceFields.put(card, info);
        card.capabilities().forEach(each -> info.putIfAbsent("supports_" + each, BooleanNode.TRUE));
        card.lacking().forEach(each -> info.putIfAbsent("supports_" + each, BooleanNode.FALSE));
        info.set("supported_openai_params", Desk.JSON.valueToTree(supported(target)));
        return json;
    }

    private static void limits(ModelCard card, ObjectNode info, boolean group) {
        if (card.maxOutputTokens() > 0) {
            if (!group) {
                info.put("max_tokens", card.maxOutputTokens());
            }
            info.put("max_output_tokens", card.maxOutputTokens());
        }
        if (card.maxInputTokens() > 0) {
            info.put("max_input_tokens", card.maxInputTokens());
        }
    }

    JsonNode groups(RouteRequest request) {
        Optional<String> wanted = Desk.query(request, "model_group");
        DeploymentTable table = served.get().table();
        Map<String, List<Deployment>> groups = new LinkedHashMap<>();
        for (Map.Entry<String, GroupAlias> alias : table.aliases().entrySet()) {
            List<Deployment> members =
                    table.groups().get(alias.getValue().groups().getFirst());
            if (!alias.getValue().hidden() && members != null) {
                groups.put(alias.getKey(), members);
            }
        }
        groups.putAll(table.groups());
        table.wildcardGroups().forEach((name, members) -> {
            if (!PassThrough.isGroup(name)) {
                members.forEach(member -> expanded(name, member.target())
                        .forEach((known, target) -> groups.putIfAbsent(known, List.of(with(member, target)))));
            }
        });
        ObjectNode answer = Desk.JSON.createObjectNode();
        ArrayNode data = answer.putArray("data");
        groups.forEach((name, members) -> {
            boolean shown = !members.isEmpty()
                    && !PassThrough.isGroup(name)
                    && wanted.filter(group -> !group.equals(name)).isEmpty()
                    && ModelAccess.allows(
                            request.caller(), name, members.getFirst().accessGroups());
            if (shown) {
                data.add(group(name, members));
            }
        });
        return answer;
    }

    private Map<String, Target> expanded(String name, Target wildcard) {
        Map<String, Target> targets = new LinkedHashMap<>();
        WildcardModels.of(name, wildcard, catalog)
                .forEach((shown, model) -> targets.put(
                        shown,
                        new Target(
                                wildcard.deploymentId(),
                                shown,
                                wildcard.provider(),
                                model,
                                wildcard.apiBase(),
                                null,
                                wildcard.params(),
                                catalog.card(wildcard.provider().name(), model),
                                wildcard.dropParams(),
                                wildcard.modifyParams())));
        return targets;
    }

    private static Deployment with(Deployment member, Target target) {
        return new Deployment(
                target,
                member.order(),
                member.unavailable(),
                member.retries(),
                member.timeoutMillis(),
                member.streamTimeoutMillis(),
                member.accessGroups(),
                member.mode(),
                member.probe(),
                member.shadow());
    }

    private static ObjectNode group(String name, List<Deployment> members) {
        ObjectNode json = Desk.JSON.createObjectNode().put("model_group", name);
        Set<String> providers = new TreeSet<>();
        members.forEach(member -> providers.add(member.target().provider().name()));
        json.set("providers", Desk.JSON.valueToTree(providers));
        Target target = members.getFirst().target();
        ModelCard card = target.card();
        limits(card, json, true);
        json.put("mode", card.mode());
        PriceFields.put(card, json);
        for (String capability : List.of(
                "parallel_function_calling", "vision", "web_search", "url_context", "reasoning", "function_calling")) {
            json.put("supports_" + capability, card.supports(capability).orElse(false));
        }
        json.set("supported_openai_params", Desk.JSON.valueToTree(supported(target)));
        return json;
    }

    /** In OpenAI's order. */
    private static List<String> supported(Target target) {
        Set<String> refused =
                target.provider().refused(target.knownModel(), target.card().capabilities());
        List<String> taken = new ArrayList<>(OpenAiParams.all());
        taken.removeAll(refused);
        taken.addAll(List.of("stream", "stream_options", "extra_headers"));
        return taken;
    }

    /** LiteLLM's {@code /utils/supported_openai_params?model=}. */
    JsonNode supportedParams(RouteRequest request) {
        String model = Desk.query(request, "model")
                .orElseThrow(() -> new UnsupportedRequestException("the query has to name a model", "model"));
        Target target = new Targets(catalog, served).any(model, request.caller());
        ObjectNode answer = Desk.JSON.createObjectNode();
        answer.set("supported_openai_params", Desk.JSON.valueToTree(supported(target)));
        return answer;
    }
}
