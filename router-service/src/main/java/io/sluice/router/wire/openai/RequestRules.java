package io.sluice.router.wire.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.router.catalog.Provider;
import io.sluice.router.deployment.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment's provider and model need changed in a chat request. Made once a deployment and kept.
 *
 * @param provider name for messages
 * @param unsupported parameters that are refused or dropped
 * @param droppedAlways {@code additional_drop_params} of the deployment
 * @param allowed {@code allowed_openai_params} of the deployment
 * @param renamed parameter to the provider's name
 * @param defaults sent when the client gives none, as JSON
 * @param extraBody members of the deployment's {@code extra_body}, as JSON without braces; null for none
 * @param capName how this model's output cap is called
 */
record RequestRules(
        String provider,
        String model,
        byte[] modelJson,
        Set<String> unsupported,
        Set<String> droppedAlways,
        Set<String> allowed,
        Map<String, String> renamed,
        Map<String, byte[]> defaults,
        byte @Nullable [] extraBody,
        Set<String> quirks,
        String capName) {

    static final ObjectMapper JSON = new ObjectMapper();

    static RequestRules of(Target target) {
        Provider.Rules rules = target.provider().rulesFor(target.knownModel());
        String model = target.provider().fullName(target.providerModel());
        Map<String, byte[]> defaults = new LinkedHashMap<>();
        rules.defaults().forEach((name, value) -> defaults.put(name, json(value)));
        target.params().values().forEach((name, value) -> {
            if (value != null && !target.configuredBy(name)) {
                defaults.put(rules.renamed().getOrDefault(name, name), json(value));
            }
        });
        Set<String> allowed = new HashSet<>(target.params().strings("allowed_openai_params"));
        Set<String> unsupported = new HashSet<>(
                target.provider().refused(target.knownModel(), target.card().capabilities()));
        unsupported.removeAll(allowed);
        return new RequestRules(
                target.provider().name(),
                model,
                json(model),
                unsupported,
                Set.copyOf(target.params().strings("additional_drop_params")),
                allowed,
                rules.renamed(),
                defaults,
                inner(target.params().section("extra_body").values()),
                quirks(rules.quirks(), target.card().capabilities()),
                capName(rules.renamed()));
    }

    /** A model that takes a schema needs no detour for one. */
    private static Set<String> quirks(Set<String> quirks, Set<String> capabilities) {
        if (!quirks.contains(SchemaTool.QUIRK) || !capabilities.contains("response_schema")) {
            return quirks;
        }
        Set<String> fewer = new HashSet<>(quirks);
        fewer.remove(SchemaTool.QUIRK);
        return Set.copyOf(fewer);
    }

    private static String capName(Map<String, String> renamed) {
        return renamed.getOrDefault("max_tokens", "max_tokens");
    }

    private static byte @Nullable [] inner(Map<String, Object> members) {
        if (members.isEmpty()) {
            return null;
        }
        byte[] object = json(members);
        return java.util.Arrays.copyOfRange(object, 1, object.length - 1);
    }

    static byte[] json(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same of a text, for each call. */
    static byte[] json(String text) {
        byte[] inner = JsonStringEncoder.getInstance().quoteAsUTF8(text);
        byte[] json = new byte[inner.length + 2];
        json[0] = '"';
        System.arraycopy(inner, 0, json, 1, inner.length);
        json[json.length - 1] = '"';
        return json;
    }

    static JsonNode tree(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
