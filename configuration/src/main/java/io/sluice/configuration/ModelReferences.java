package io.sluice.configuration;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Aliases and fallbacks that name models which are not there: most often a typing error, found otherwise only when it is too late. */
final class ModelReferences {

    private static final List<String> FALLBACKS =
            List.of("fallbacks", "context_window_fallbacks", "content_policy_fallbacks");

    private ModelReferences() {}

    static List<Notice> unknown(List<DeploymentEntry> models, Settings router) {
        Set<String> aliases = router.raw("model_group_alias")
                .filter(Map.class::isInstance)
                .map(map -> Settings.stringKeys((Map<?, ?>) map).keySet())
                .orElse(Set.of());
        List<Notice> notices = new ArrayList<>();
        named(router).forEach(name -> {
            if (!aliases.contains(name.model) && models.stream().noneMatch(model -> matches(model, name.model))) {
                notices.add(new Notice(
                        Notice.Kind.UNKNOWN,
                        "router_settings." + name.key,
                        name.model + " is not in model_list" + nearest(name.model, models)));
            }
        });
        return notices;
    }

    private record Named(String key, String model) {}

    private static Set<Named> named(Settings router) {
        Set<Named> named = new LinkedHashSet<>();
        router.raw("model_group_alias").ifPresent(aliases -> {
            if (aliases instanceof Map<?, ?> map) {
                map.values().forEach(target -> collect("model_group_alias", target, named));
            }
        });
        for (String key : FALLBACKS) {
            router.raw(key).ifPresent(value -> collect(key, value, named));
        }
        router.raw("default_fallbacks").ifPresent(value -> collect("default_fallbacks", value, named));
        return named;
    }

    /** Fallbacks are lists of maps from a model to a list of models; an alias is a name, a list of names, or a map with a model. */
    private static void collect(String key, @Nullable Object value, Set<Named> named) {
        switch (value) {
            case String model when !model.equals("*") -> named.add(new Named(key, model));
            case List<?> list -> list.forEach(element -> collect(key, element, named));
            case Map<?, ?> alias when alias.get("model") instanceof String model -> named.add(new Named(key, model));
            case Map<?, ?> map
            when key.endsWith("fallbacks") ->
                map.forEach((from, to) -> {
                    collect(key, String.valueOf(from), named);
                    collect(key, to, named);
                });
            case null, default -> {}
        }
    }

    private static boolean matches(DeploymentEntry entry, String model) {
        String name = entry.modelName();
        return name.equals(model)
                || entry.id().equals(model)
                || entry.params().string("model").filter(model::equals).isPresent()
                || name.contains("*") && Pattern.matches(Pattern.quote(name).replace("*", "\\E.*\\Q"), model);
    }

    private static String nearest(String model, List<DeploymentEntry> models) {
        return Nearest.of(model, models.stream().map(DeploymentEntry::modelName).toList())
                .filter(near -> Nearest.edits(model, near) <= 2)
                .map(near -> "; did you mean " + near + "?")
                .orElse("");
    }
}
