package io.sluice.router.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The providers as people and programs see them. */
public final class ProviderList {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ProviderList() {}

    /** A line a provider: prefix, name, endpoints, key variables. */
    public static String table(Catalog catalog) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("PREFIX", "PROVIDER", "ENDPOINTS", "KEY VARIABLES"));
        for (Provider provider : catalog.providers()) {
            rows.add(List.of(
                    String.join(", ", names(provider)),
                    provider.profile().title(),
                    provider.profile().retired() != null
                            ? "retired"
                            : String.join(" ", provider.profile().endpoints().keySet()),
                    String.join(" ", provider.keyVariables())));
        }
        return aligned(rows);
    }

    /** The table of {@code docs/providers.md}. */
    public static String markdown(Catalog catalog) {
        StringBuilder text =
                new StringBuilder("| provider | prefix | endpoints | key | base URL |\n|---|---|---|---|---|\n");
        for (Provider provider : catalog.providers()) {
            ProviderProfile profile = provider.profile();
            text.append("| [")
                    .append(profile.title())
                    .append("](")
                    .append(profile.page())
                    .append(") | `");
            text.append(String.join("`, `", names(provider))).append("` | ");
            text.append(
                    profile.retired() != null
                            ? profile.retired()
                            : String.join(", ", profile.endpoints().keySet()));
            text.append(" | ").append(code(provider.keyVariables()));
            String base = provider.baseUrl();
            text.append(" | ")
                    .append(code(base == null ? provider.baseUrlVariables() : List.of(base)))
                    .append(" |\n");
        }
        return text.toString();
    }

    private static String code(List<String> words) {
        return words.isEmpty() ? "" : '`' + String.join("`, `", words) + '`';
    }

    private static String aligned(List<List<String>> rows) {
        int[] widths = new int[rows.getFirst().size() - 1];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                text.append(row.get(i)).repeat(' ', widths[i] - row.get(i).length() + 2);
            }
            text.append(row.getLast()).append('\n');
        }
        return text.toString();
    }

    /** A JSON array of objects, in the order of the names. */
    public static String json(Catalog catalog) {
        List<Map<String, Object>> list = new ArrayList<>();
        catalog.providers().forEach(provider -> list.add(object(provider)));
        try {
            return JSON.writeValueAsString(list);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> object(Provider provider) {
        ProviderProfile profile = provider.profile();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", provider.name());
        object.put("title", profile.title());
        object.put("aliases", profile.aliases());
        object.put("base_url", provider.baseUrl());
        object.put("auth", provider.auth().name().toLowerCase(Locale.ROOT));
        object.put("key_variables", provider.keyVariables());
        object.put("base_url_variables", provider.baseUrlVariables());
        Map<String, String> endpoints = new LinkedHashMap<>();
        profile.endpoints().forEach((endpoint, spec) -> endpoints.put(endpoint, spec.wire()));
        object.put("endpoints", endpoints);
        object.put("page", profile.page());
        object.put("seen", profile.seen());
        if (profile.retired() != null) {
            object.put("retired", profile.retired());
        }
        return object;
    }

    /** Its prefixes, the name first. */
    static List<String> names(Provider provider) {
        List<String> names = new ArrayList<>(List.of(provider.name()));
        names.addAll(provider.profile().aliases());
        return names;
    }
}
