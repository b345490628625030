package io.sluice.router.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What may be shown of a deployment. Names decide, and what looks like a secret is none of anybody's business. */
final class Secrets {

    private static final Pattern SECRET = Pattern.compile(
            ".*(key|secret|token|password|passwd|credential|authorization|cookie|signature|bearer|sas).*");

    /** Names with such a word that hold no secret. */
    private static final Pattern HARMLESS = Pattern.compile(
            ".*(max_.*tokens|_tokens|cost_per.*token.*|token_cost.*|prompt_cache_key|tokenizer.*|token_count.*)");

    /** Objects of the user's own, in which anything may stand. */
    private static final Set<String> ANYTHING = Set.of("extra_headers", "headers", "extra_body", "default_headers");

    private Secrets() {}

    static boolean isSecret(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return ANYTHING.contains(lower)
                || (SECRET.matcher(lower).matches() && !HARMLESS.matcher(lower).matches());
    }

    /** A copy without what is secret, however deep. */
    static ObjectNode without(Map<String, Object> settings) {
        ObjectNode shown = Desk.JSON.valueToTree(settings);
        strip(shown);
        return shown;
    }

    private static void strip(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(object.properties().stream()
                    .map(Map.Entry::getKey)
                    .filter(Secrets::isSecret)
                    .toList());
            object.properties().forEach(member -> {
                JsonNode value = member.getValue();
                if (value.isTextual() && value.asText().matches("(?i)https?://.*")) {
                    member.setValue(Desk.JSON.getNodeFactory().textNode(address(value.asText())));
                }
            });
        }
        node.forEach(Secrets::strip);
    }

    /** An address without user and query, in both of which keys have been seen. */
    static String address(String url) {
        return url.replaceFirst("//[^/@?#]*@", "//").replaceFirst("[?#].*", "");
    }
}
