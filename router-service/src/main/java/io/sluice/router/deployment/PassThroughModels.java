package io.sluice.router.deployment;

import io.sluice.configuration.Configuration;
import io.sluice.configuration.Environment;
import io.sluice.configuration.Settings;
import io.sluice.contracts.routing.PassThrough;
import io.sluice.router.catalog.Catalog;
import io.sluice.router.catalog.Provider;
import io.sluice.router.catalog.ProviderProfile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What passes through, as hidden model groups: each provider for which something is set in the environment, and each route of {@code
 * general_settings.pass_through_endpoints} with its target and headers.
 */
public final class PassThroughModels {

    private PassThroughModels() {}

    public static Configuration addTo(Configuration configuration, Catalog catalog) {
        List<Map<String, Object>> entries = new ArrayList<>();
        for (String name : new TreeSet<>(PassThrough.PROVIDERS.values())) {
            Provider provider = catalog.provider(name).orElseThrow();
            if (isGiven(provider, name, configuration.environment())) {
                Map<String, Object> params = new LinkedHashMap<>();
                params.put("model", provider.name() + "/*");
                configuration.environment().get(ownBase(name)).ifPresent(base -> params.put("api_base", base));
                entries.add(entry(name, params));
            }
        }
        for (Object endpoint : configuration.general().list("pass_through_endpoints")) {
            if (endpoint instanceof Map<?, ?> map) {
                custom(new Settings("pass_through_endpoints", Settings.stringKeys(map)), entries);
            }
        }
        return entries.isEmpty() ? configuration : configuration.andModels(entries);
    }

    /** LiteLLM's variable for the address of these routes: {@code VLLM_API_BASE}. */
    private static String ownBase(String name) {
        return name.toUpperCase(java.util.Locale.ROOT) + "_API_BASE";
    }

    private static boolean isGiven(Provider provider, String name, Environment environment) {
        ProviderProfile profile = provider.profile();
        Stream<String> settings = Stream.concat(
                        profile.settings().values().stream(), profile.placeholders().values().stream())
                .flatMap(setting -> setting.variables().stream());
        boolean keyless = provider.keyVariables().isEmpty() || provider.auth().findsCredentials();
        Stream<String> variables = Stream.concat(provider.keyVariables().stream(), keyless ? settings : Stream.empty());
        return Stream.concat(
                        variables,
                        keyless
                                ? Stream.concat(Stream.of(ownBase(name)), provider.baseUrlVariables().stream())
                                : Stream.empty())
                .anyMatch(variable -> environment.get(variable).isPresent());
    }

    private static void custom(Settings endpoint, List<Map<String, Object>> entries) {
        String path = endpoint.string("path").orElse("");
        String target = endpoint.string("target").orElse("");
        if (path.startsWith("/") && !target.isEmpty()) {
            Map<String, Object> params = new LinkedHashMap<>();
            params.put("model", "custom_openai/*");
            params.put("api_base", target);
            params.put("extra_headers", endpoint.section("headers").values());
            params.put("forward_headers", endpoint.flag("forward_headers", false));
            entries.add(entry(path.substring(1), params));
        }
    }

    private static Map<String, Object> entry(String route, Map<String, Object> params) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("model_name", PassThrough.pattern(route));
        entry.put("litellm_params", params);
        return entry;
    }
}
