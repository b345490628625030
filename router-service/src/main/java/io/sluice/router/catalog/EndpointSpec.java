package io.sluice.router.catalog;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * How one endpoint of a provider is called.
 *
 * @param wire name of the wire
 * @param path below the base URL; {@code {model}} stands for the model's name. Empty when the wire makes it itself
 * @param refuses members that it does not take: a 400, or dropped with {@code drop_params}
 * @param refusesOf the same for some models only, by pattern of the name
 * @param drops members that change nothing that is asked for: left out without a question, and named
 * @param renames members that it calls otherwise, by OpenAI's name
 * @param quirks what its wire has to know
 */
public record EndpointSpec(
        String wire,
        String path,
        Set<String> refuses,
        Map<String, Set<String>> refusesOf,
        Set<String> drops,
        Map<String, String> renames,
        Set<String> quirks) {

    public EndpointSpec(String wire, String path) {
        this(wire, path, Set.of(), Map.of(), Set.of(), Map.of(), Set.of());
    }

    /** Members that this model of it does not take. */
    public Set<String> refuses(String model) {
        if (refusesOf.isEmpty()) {
            return refuses;
        }
        Set<String> all = new LinkedHashSet<>(refuses);
        refusesOf.forEach((pattern, names) -> {
            if (Provider.matches(pattern, model)) {
                all.addAll(names);
            }
        });
        return all;
    }
}
