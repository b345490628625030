package io.sluice.router.deployment;

import io.sluice.configuration.Configuration;
import io.sluice.configuration.DeploymentEntry;
import io.sluice.contracts.routing.PassThrough;
import io.sluice.router.catalog.Catalog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * All deployments of a configuration, by the names under which they can be asked for. Immutable but for a bounded memory of resolved
 * wildcards; resolving a name costs one look-up, however many deployments there are.
 */
public final class DeploymentTable {

    private static final int MAX_REMEMBERED = 10_000;

    private final Map<String, List<Deployment>> groups = new LinkedHashMap<>();
    private final Map<String, Deployment> byId = new HashMap<>();
    private final Map<String, DeploymentEntry> entries = new LinkedHashMap<>();
    private final Map<String, GroupAlias> aliases;
    private final List<Wildcard> wildcards = new ArrayList<>();
    private final DeploymentFactory factory;
    private final Map<String, Resolution> remembered = new ConcurrentHashMap<>();

    private record Wildcard(String name, Pattern pattern, List<DeploymentEntry> entries) {

        static Pattern compile(String name) {
            StringBuilder regex = new StringBuilder();
            for (String literal : name.split("\\*", -1)) {
                regex.append(regex.isEmpty() ? "" : "(.*)").append(Pattern.quote(literal));
            }
            return Pattern.compile(regex.toString(), Pattern.DOTALL);
        }
    }

    /** @param wires whether a wire of this name is built: a deployment without one is unavailable and says so */
    public DeploymentTable(Configuration configuration, Catalog catalog, Predicate<String> wires) {
        factory = new DeploymentFactory(configuration, catalog, wires);
        aliases = GroupAlias.read(configuration.router(), configuration.litellm());
        Map<String, List<DeploymentEntry>> byPattern = new LinkedHashMap<>();
        for (DeploymentEntry entry : configuration.models()) {
            entries.putIfAbsent(entry.id(), entry);
            if (entry.modelName().contains("*")) {
                byPattern
                        .computeIfAbsent(entry.modelName(), name -> new ArrayList<>())
                        .add(entry);
            } else {
                add(factory.make(entry, entry.modelName(), null));
            }
        }
        byPattern.forEach((name, entries) -> wildcards.add(new Wildcard(name, Wildcard.compile(name), entries)));
        // the most specific pattern wins: LiteLLM sorts by length
        wildcards.sort(Comparator.comparingInt((Wildcard wildcard) -> wildcard.name.length())
                .reversed());
    }

    private void add(Deployment deployment) {
        groups.computeIfAbsent(deployment.target().modelGroup(), name -> new ArrayList<>())
                .add(deployment);
        byId.putIfAbsent(deployment.id(), deployment);
    }

    public Resolution resolve(String model) {
        Resolution known = remembered.get(model);
        if (known != null) {
            return known;
        }
        Resolution resolved = find(model);
        if (!(resolved instanceof Resolution.Unknown) && remembered.size() < MAX_REMEMBERED) {
            remembered.put(model, resolved);
        }
        return resolved;
    }

    private Resolution find(String model) {
        GroupAlias alias = groups.containsKey(model) ? null : aliases.get(model);
        return alias == null ? named(model) : pooled(model, alias);
    }

    /** What a name means that is no alias. */
    private Resolution named(String model) {
        List<Deployment> exact = groups.get(model);
        if (exact != null) {
            return usable(model, exact);
        }
        Deployment single = byId.get(model);
        if (single != null) {
            return usable(single.target().modelGroup(), List.of(single));
        }
        for (Wildcard wildcard : wildcards) {
            Matcher matcher = wildcard.pattern.matcher(model);
            if (matcher.matches() && PassThrough.isGroup(model) == PassThrough.isGroup(wildcard.name)) {
                String text = matcher.groupCount() == 0 ? "" : matcher.group(1);
                return usable(
                        model,
                        wildcard.entries.stream()
                                .map(entry -> factory.make(entry, model, text))
                                .toList());
            }
        }
        return byProviderModel(model);
    }

    /** A deployment as its health is looked at, wildcards too if they have a {@code health_check_model}. */
    public Resolution probed(String id) {
        DeploymentEntry entry = entries.get(id);
        return entry == null ? new Resolution.Unknown() : usable(entry.modelName(), List.of(factory.forProbe(entry)));
    }

    /** Each entry of the configuration once, in its order. */
    public List<Deployment> deployments() {
        return entries.values().stream().map(this::deployment).toList();
    }

    private Deployment deployment(DeploymentEntry entry) {
        Deployment made = byId.get(entry.id());
        return made == null ? factory.make(entry, entry.modelName(), null) : made;
    }

    /** LiteLLM's {@code deployment_names}: a call may name {@code litellm_params.model}. */
    private Resolution byProviderModel(String model) {
        List<Deployment> named = groups.values().stream()
                .flatMap(List::stream)
                .filter(deployment -> deployment
                        .target()
                        .params()
                        .string("model")
                        .filter(model::equals)
                        .isPresent())
                .toList();
        return named.isEmpty()
                ? new Resolution.Unknown()
                : usable(named.getFirst().target().modelGroup(), named);
    }

    /** Each of its names means what it does in a call, but for aliases: LiteLLM replaces a name once. */
    private Resolution pooled(String name, GroupAlias alias) {
        List<Resolution> meant = alias.groups().stream()
                .map(this::named)
                .filter(each -> !(each instanceof Resolution.Unknown))
                .toList();
        if (meant.isEmpty()) {
            return new Resolution.NoDeployment(name, "no group of the alias " + alias.groups() + " exists");
        }
        List<Deployment> members = new ArrayList<>();
        for (Resolution each : meant) {
            if (each instanceof Resolution.Group(String ignored, List<Deployment> found)) {
                members.addAll(found);
            }
        }
        return alias.groups().size() == 1 || members.isEmpty()
                ? meant.getFirst()
                : new Resolution.Group(name, List.copyOf(members));
    }

    private static Resolution usable(String group, List<Deployment> all) {
        List<Deployment> available = all.stream()
                .filter(deployment -> deployment.unavailable().isEmpty())
                .toList();
        return available.isEmpty()
                ? new Resolution.NoDeployment(
                        group, all.getFirst().unavailable().orElseThrow())
                : new Resolution.Group(group, available);
    }

    /**
     * What can serve, for health and logs.
     *
     * @param unavailable the deployments that cannot serve, each with its reason
     */
    public record Status(int groups, int deployments, List<Deployment> unavailable) {}

    public Status status() {
        Map<String, List<Deployment>> patterns = wildcardGroups();
        List<Deployment> all = Stream.concat(groups.values().stream(), patterns.values().stream())
                .flatMap(List::stream)
                .toList();
        List<Deployment> unavailable = all.stream()
                .filter(deployment -> deployment.unavailable().isPresent())
                .toList();
        return new Status(groups.size() + patterns.size(), all.size(), unavailable);
    }

    public Map<String, List<Deployment>> groups() {
        return groups;
    }

    public Map<String, GroupAlias> aliases() {
        return aliases;
    }

    /** Wildcard groups as they are listed, each with deployments made for the pattern itself. */
    public Map<String, List<Deployment>> wildcardGroups() {
        Map<String, List<Deployment>> patterns = new LinkedHashMap<>();
        for (Wildcard wildcard : wildcards) {
            patterns.put(
                    wildcard.name,
                    wildcard.entries.stream()
                            .map(entry -> factory.make(entry, wildcard.name, null))
                            .toList());
        }
        return patterns;
    }
}
