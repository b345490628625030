package io.sluice.router.catalog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who a provider is and what it offers.
 *
 * @param title its name for people
 * @param aliases other prefixes that mean this provider
 * @param page its documentation
 * @param seen day on which its facts were last compared with that page, or with the source that the file names; {@code YYYY-MM-DD}
 * @param models whose price file it shares; its own name when it has one of its own, or none
 * @param selfHosted it runs on the user's own machines: what no list prices is free
 * @param retired why it is no longer there and what to use instead; null while it is
 * @param credentials names in {@code litellm_params} that stand in for a key: where one is given, no key variable is read and none is missed
 * @param placeholders of the base URL, by name
 * @param settings what else the provider's wire or credentials are configured with, by name
 * @param endpoints by name: {@link Endpoints#NAMES}
 * @param errorStatuses of its errors those that clients are told without its own type, by their status; and the status that clients are told, which may
 *     be the same
 */
public record ProviderProfile(
        String title,
        List<String> aliases,
        String page,
        String seen,
        String models,
        boolean selfHosted,
        @Nullable String retired,
        List<String> credentials,
        Map<String, Placeholder> placeholders,
        Map<String, Placeholder> settings,
        Map<String, EndpointSpec> endpoints,
        Map<Integer, Integer> errorStatuses) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z_]+)}");

    /**
     * Where a part of a base URL or a setting comes from, first set one wins.
     *
     * @param params names in {@code litellm_params}
     * @param variables of the environment
     * @param otherwise null when it has to be set
     */
    public record Placeholder(
            List<String> params,
            List<String> variables,
            @Nullable String otherwise) {}

    /** Where the values of placeholders are looked up. */
    @FunctionalInterface
    public interface Values {
        Optional<String> find(Placeholder placeholder);
    }

    /** The name of a placeholder of this URL that has no value; empty when all have one. */
    public Optional<String> missing(String url, Values values) {
        Matcher matcher = PLACEHOLDER.matcher(url);
        while (matcher.find()) {
            Placeholder placeholder = placeholders.get(matcher.group(1));
            if (placeholder == null || value(placeholder, values).isEmpty()) {
                return Optional.of(matcher.group(1));
            }
        }
        return Optional.empty();
    }

    /** The URL with its placeholders filled in; those without a value stay. */
    public String filled(String url, Values values) {
        Matcher matcher = PLACEHOLDER.matcher(url);
        return matcher.replaceAll(found -> {
            Placeholder placeholder = placeholders.get(found.group(1));
            Optional<String> value = placeholder == null ? Optional.empty() : value(placeholder, values);
            return Matcher.quoteReplacement(value.orElse(found.group()));
        });
    }

    private Stream<Placeholder> configured() {
        return Stream.concat(placeholders.values().stream(), settings.values().stream());
    }

    /** Whether this member of {@code litellm_params} configures the provider, and is no part of a call. */
    public boolean configures(String param) {
        return configured().anyMatch(placeholder -> placeholder.params().contains(param));
    }

    /** The settings that the environment or a default gives, by their names in {@code litellm_params}; not those that are given there. */
    public Map<String, String> unsaid(Predicate<String> given, Values values) {
        Map<String, String> unsaid = new LinkedHashMap<>();
        configured().forEach(placeholder -> {
            if (!placeholder.params().isEmpty() && placeholder.params().stream().noneMatch(given)) {
                value(placeholder, values)
                        .ifPresent(value -> unsaid.put(placeholder.params().getFirst(), value));
            }
        });
        return unsaid;
    }

    private static Optional<String> value(Placeholder placeholder, Values values) {
        return values.find(placeholder).or(() -> Optional.ofNullable(placeholder.otherwise()));
    }
}
