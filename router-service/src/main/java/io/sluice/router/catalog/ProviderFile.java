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
        return new Provider(
                name,
                file.string("display_name").orElse(name),
                file.string("wire").orElse("openai-chat"),
                file.string("base_url").orElse(null),
                file.strings("base_url_variables"),
                file.strings("key_variables"),
                Provider.Auth.valueOf(file.string("auth").orElse("bearer").toUpperCase(Locale.ROOT)),
                texts(file.section("paths")),
                texts(file.section("extra_headers")),
                file.string("model_prefix").orElse(""),
                rules(file),
                modelRules);
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

    private static Map<String, String> texts(Settings section) {
        Map<String, String> texts = new LinkedHashMap<>();
        section.values().forEach((key, value) -> texts.put(key, String.valueOf(value)));
        return texts;
    }
}
