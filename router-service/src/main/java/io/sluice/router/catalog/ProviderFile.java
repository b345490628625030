package io.sluice.router.catalog;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.sluice.configuration.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads {@code providers/NAME.yaml}. */
final class ProviderFile {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private ProviderFile() {}

    static Provider read(String name) {
        String resource = "/providers/" + name + ".yaml";
        try (InputStream in = ProviderFile.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("missing: " + resource);
            }
            return provider(name, new Settings(resource, YAML.readValue(in, new TypeReference<>() {})));
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }

    private static Provider provider(String name, Settings file) {
        List<Provider.ModelRule> modelRules = new ArrayList<>();
        for (Object rule : file.list("model_rules")) {
            Settings section = new Settings(file.path() + ".model_rules", Settings.stringKeys((Map<?, ?>) rule));
            for (String match : section.strings("match")) {
                modelRules.add(new Provider.ModelRule(match, rules(section)));
            }
        }
        ProviderProfile profile = profile(name, file);
        return new Provider(
                name,
                file.string("display_name").orElse(capitalised(name)),
                wire(profile),
                file.string("base_url").orElse(null),
                file.strings("base_url_variables"),
                file.strings("key_variables"),
                Provider.Auth.valueOf(file.string("auth").orElse("bearer").toUpperCase(Locale.ROOT)),
                texts(file.section("paths")),
                texts(file.section("extra_headers")),
                file.string("model_prefix").orElse(""),
                rules(file),
                modelRules,
                profile);
    }

    /** The wire of the chat, or of the first endpoint of a provider that has none. */
    private static String wire(ProviderProfile profile) {
        EndpointSpec chat = profile.endpoints().get("chat");
        return chat != null
                ? chat.wire()
                : profile.endpoints().values().stream()
                        .findFirst()
                        .map(EndpointSpec::wire)
                        .orElse("openai-chat");
    }

    /** As LiteLLM names a provider in errors. */
    private static String capitalised(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    private static ProviderProfile profile(String name, Settings file) {
        return new ProviderProfile(
                file.string("title").or(() -> file.string("display_name")).orElse(name),
                file.strings("aliases"),
                file.string("page").orElse(""),
                file.string("seen").orElse(""),
                file.string("models").orElse(name),
                file.flag("self_hosted", false),
                file.string("retired").orElse(null),
                file.strings("credential_params"),
                sources(file.section("placeholders"), false),
                sources(file.section("settings"), true),
                endpoints(file),
                statuses(file));
    }

    private static Map<Integer, Integer> statuses(Settings file) {
        Map<Integer, Integer> told = new LinkedHashMap<>();
        texts(file.section("error_statuses"))
                .forEach((status, as) -> told.put(Integer.valueOf(status), Integer.valueOf(as)));
        for (String status : file.strings("untyped_errors")) {
            told.put(Integer.valueOf(status), Integer.valueOf(status));
        }
        return told;
    }

    private static Map<String, ProviderProfile.Placeholder> sources(Settings sections, boolean sameName) {
        Map<String, ProviderProfile.Placeholder> sources = new LinkedHashMap<>();
        for (String name : sections.values().keySet()) {
            Settings section = sections.section(name);
            List<String> params = section.strings("params");
            sources.put(
                    name,
                    new ProviderProfile.Placeholder(
                            sameName && params.isEmpty() ? List.of(name) : params,
                            section.strings("variables"),
                            section.string("default").orElse(null)));
        }
        return sources;
    }

    /** The endpoints that the file names: a wire at its usual path, or wire and path. {@code wire} and {@code paths} speak for the chat. */
    private static Map<String, EndpointSpec> endpoints(Settings file) {
        Map<String, EndpointSpec> endpoints = new LinkedHashMap<>();
        Settings named = file.section("endpoints");
        Settings paths = file.section("paths");
        file.string("wire").ifPresent(wire -> {
            EndpointSpec usual = Endpoints.usual(wire);
            endpoints.put("chat", new EndpointSpec(wire, paths.string("chat").orElse(usual.path())));
        });
        for (Map.Entry<String, Object> endpoint : named.values().entrySet()) {
            if (endpoint.getValue() instanceof String wire) {
                endpoints.put(endpoint.getKey(), Endpoints.usual(wire));
            } else {
                Settings spec = named.section(endpoint.getKey());
                String wire = spec.string("wire").orElse("");
                endpoints.put(
                        endpoint.getKey(),
                        new EndpointSpec(
                                wire,
                                spec.string("path").orElse(Endpoints.usual(wire).path()),
                                names(spec, "refuses"),
                                namesOf(spec.section("refuses_of")),
                                names(spec, "drops"),
                                texts(spec.section("renames")),
                                names(spec, "quirks")));
            }
        }
        return endpoints;
    }

    private static Provider.Rules rules(Settings section) {
        Map<String, Set<String>> byCapability = new LinkedHashMap<>();
        Settings capable = section.section("params_by_capability");
        capable.values().keySet().forEach(name -> byCapability.put(name, names(capable, name)));
        return new Provider.Rules(
                names(section, "supported_params"),
                names(section, "also_supported_params"),
                byCapability,
                names(section, "unsupported_params"),
                texts(section.section("renamed_params")),
                section.section("default_params").values(),
                names(section, "quirks"));
    }

    private static Set<String> names(Settings section, String key) {
        return new LinkedHashSet<>(section.strings(key));
    }

    private static Map<String, Set<String>> namesOf(Settings section) {
        Map<String, Set<String>> names = new LinkedHashMap<>();
        section.values().keySet().forEach(pattern -> names.put(pattern, names(section, pattern)));
        return names;
    }

    private static Map<String, String> texts(Settings section) {
        Map<String, String> texts = new LinkedHashMap<>();
        section.values().forEach((key, value) -> texts.put(key, String.valueOf(value)));
        return texts;
    }
}
