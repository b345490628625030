package io.sluice.router.engine;

import io.sluice.contracts.money.UnitPrice;
import io.sluice.contracts.routing.DeploymentOffer;
import io.sluice.contracts.routing.ModelOffer;
import io.sluice.contracts.routing.ModelTable;
import io.sluice.contracts.routing.PassThrough;
import io.sluice.router.catalog.Bounds;
import io.sluice.router.catalog.Catalog;
import io.sluice.router.catalog.ModelCard;
import io.sluice.router.deployment.Deployment;
import io.sluice.router.deployment.DeploymentTable;
import io.sluice.router.deployment.Resolution;
import io.sluice.router.deployment.Target;
import io.sluice.router.deployment.WildcardModels;
import io.sluice.router.fallback.Fallbacks;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The model groups as the edge sees them, with bounds over everything that can serve a call: members, and fallbacks of any depth. */
final class ModelOffers {

    /** Templates and preambles that providers put around a prompt: Anthropic's tool preamble is the largest known, 529 tokens. */
    static final int FIXED_INPUT_TOKENS = 600;

    private ModelOffers() {}

    /** @param storedRevision of the stored models that are in the table */
    static ModelTable table(DeploymentTable table, Fallbacks fallbacks, Catalog catalog, long storedRevision) {
        List<ModelOffer> offers = new ArrayList<>();
        table.groups().forEach((name, deployments) -> offers.add(offer(name, false, deployments, table, fallbacks)));
        table.aliases().forEach((name, alias) -> {
            if (table.resolve(name) instanceof Resolution.Group(String group, List<Deployment> members)) {
                offers.add(offer(name, alias.hidden(), members, table, fallbacks));
            }
        });
        Map<String, ModelOffer> behind = new LinkedHashMap<>();
        table.wildcardGroups().forEach((name, deployments) -> {
            offers.add(offer(name, PassThrough.isGroup(name), deployments, table, fallbacks));
            if (!PassThrough.isGroup(name)) {
                deployments.forEach(deployment -> known(name, deployment, catalog, behind));
            }
        });
        List<Deployment> deployments = table.deployments();
        Set<String> named = new HashSet<>();
        offers.forEach(offer -> named.add(offer.name()));
        behind.keySet().removeAll(named);
        for (Deployment deployment : deployments) {
            if (named.add(deployment.id())
                    && table.resolve(deployment.id()) instanceof Resolution.Group(var group, var one)) {
                offers.add(byId(deployment.id(), group, one, table, fallbacks));
            }
        }
        for (Deployment deployment : deployments) {
            deployment.target().params().string("model").ifPresent(model -> {
                if (!named.contains(model)
                        && table.resolve(model) instanceof Resolution.Group(var group, var some)
                        && ofOneGroup(deployment, some)) {
                    named.add(model);
                    offers.add(byId(model, group, some, table, fallbacks));
                }
            });
        }
        return new ModelTable(
                ModelTable.version(storedRevision, UUID.randomUUID().toString()),
                List.copyOf(offers),
                List.copyOf(behind.values()),
                deployments.stream().map(ModelOffers::deployment).toList());
    }

    /**
     * LiteLLM lets a call name {@code litellm_params.model}, too. Not where a wildcard takes the name, and not where it would lead into groups
     * that the caller may not use.
     */
    private static boolean ofOneGroup(Deployment deployment, List<Deployment> meant) {
        return meant.contains(deployment)
                && meant.stream()
                        .allMatch(one -> one.target()
                                .modelGroup()
                                .equals(deployment.target().modelGroup()));
    }

    /** A single deployment may be asked for by whoever may use its group. */
    private static ModelOffer byId(
            String id, String group, List<Deployment> one, DeploymentTable table, Fallbacks fallbacks) {
        ModelOffer offer = offer(id, true, one, table, fallbacks);
        Set<String> accessGroups = new LinkedHashSet<>(offer.accessGroups());
        accessGroups.add(group);
        return offer.withAccessGroups(List.copyOf(accessGroups));
    }

    private static DeploymentOffer deployment(Deployment deployment) {
        Target target = deployment.target();
        return new DeploymentOffer(
                deployment.id(),
                target.modelGroup(),
                target.params().string("model").orElse(target.providerModel()),
                target.apiBase(),
                deployment.mode().orElse(null),
                deployment.accessGroups(),
                deployment.unavailable().orElse(null),
                deployment.probe(),
                deployment.shadow());
    }

    private static void known(String name, Deployment deployment, Catalog catalog, Map<String, ModelOffer> behind) {
        Target wildcard = deployment.target();
        WildcardModels.of(name, wildcard, catalog)
                .forEach((shown, model) -> behind.putIfAbsent(
                        shown,
                        listed(
                                shown,
                                deployment,
                                catalog.card(wildcard.provider().name(), model))));
    }

    private static ModelOffer listed(String name, Deployment deployment, ModelCard card) {
        return new ModelOffer(
                name,
                false,
                deployment.accessGroups(),
                card.mode(),
                "openai",
                card.maxInputTokens(),
                card.maxOutputTokens(),
                card.isPriced(),
                UnitPrice.FREE,
                UnitPrice.FREE,
                UnitPrice.FREE,
                1,
                0,
                1,
                UnitPrice.FREE);
    }

    private static ModelOffer offer(
            String name, boolean hidden, List<Deployment> members, DeploymentTable table, Fallbacks fallbacks) {
        List<Deployment> reachable = new ArrayList<>(members);
        Set<String> visited = new HashSet<>(Set.of(name));
        members.forEach(member ->
                addFallbacks(List.of(name, member.target().modelGroup()), table, fallbacks, visited, reachable));
        UnitPrice input = UnitPrice.FREE;
        UnitPrice output = UnitPrice.FREE;
        UnitPrice request = UnitPrice.FREE;
        UnitPrice tools = UnitPrice.FREE;
        ModelCard first = members.getFirst().target().card();
        boolean priced = true;
        long maxOutput = 0;
        Set<String> accessGroups = new LinkedHashSet<>();
        members.forEach(member -> accessGroups.addAll(member.accessGroups()));
        for (Deployment deployment : reachable) {
            ModelCard card = deployment.target().card();
            // a cap counts tokens, images or minutes: no cap bounds a group that answers with either
            priced &= card.isPriced()
                    && card.makesImages() == first.makesImages()
                    && card.speaks() == first.speaks()
                    && card.hears() == first.hears();
            Bounds bounds = Bounds.of(card);
            input = input.max(bounds.inputByte());
            output = output.max(bounds.output());
            request = request.max(bounds.call());
            tools = tools.max(bounds.tools());
            maxOutput = Math.max(maxOutput, card.maxOutputTokens());
        }
        return new ModelOffer(
                name,
                hidden,
                List.copyOf(accessGroups),
                first.mode(),
                "openai",
                first.maxInputTokens(),
                maxOutput,
                priced,
                input,
                output,
                request,
                1,
                FIXED_INPUT_TOKENS,
                1,
                tools);
    }

    private static void addFallbacks(
            List<String> names,
            DeploymentTable table,
            Fallbacks fallbacks,
            Set<String> visited,
            List<Deployment> reachable) {
        for (String next : fallbacks.reachable(names)) {
            if (visited.add(next)
                    && table.resolve(next) instanceof Resolution.Group(String resolved, List<Deployment> members)) {
                reachable.addAll(members);
                addFallbacks(List.of(next, resolved), table, fallbacks, visited, reachable);
            }
        }
    }
}
