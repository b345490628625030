package io.sluice.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Which settings of a deployment hold secrets. Names decide, and what looks like a secret is none of anybody's business. */
public final class SecretNames {

    private static final Pattern SECRET = Pattern.compile(
            ".*(key|secret|token|password|passwd|credential|authorization|cookie|signature|bearer|sas).*");

    /** Names with such a word that hold no secret. */
    private static final Pattern HARMLESS = Pattern.compile(
            ".*(max_.*tokens|_tokens|cost_per.*token.*|token_cost.*|prompt_cache_key|tokenizer.*|token_count.*)");

    /** Objects of the user's own, in which anything may stand. */
    private static final Set<String> ANYTHING = Set.of("extra_headers", "headers", "extra_body", "default_headers");

    private SecretNames() {}

    public static boolean isSecret(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return ANYTHING.contains(lower)
                || (SECRET.matcher(lower).matches() && !HARMLESS.matcher(lower).matches());
    }

    /** An address without user and query, in both of which keys have been seen. Other texts stay as they are. */
    public static String address(String text) {
        return text.matches("(?is)https?://.*")
                ? text.replaceFirst("//[^/@?#]*@", "//").replaceFirst("(?s)[?#].*", "")
                : text;
    }

    /** Takes out what must not be shown, however deep, in place: members by their names, and of addresses user and query. */
    public static void strip(JsonNode settings) {
        if (settings instanceof ObjectNode object) {
            object.remove(object.properties().stream()
                    .map(Map.Entry::getKey)
                    .filter(SecretNames::isSecret)
                    .toList());
            object.properties().forEach(member -> member.setValue(shown(member.getValue())));
        } else if (settings instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                list.set(i, shown(list.get(i)));
            }
        }
        settings.forEach(SecretNames::strip);
    }

    private static JsonNode shown(JsonNode value) {
        return value.isTextual() ? TextNode.valueOf(address(value.textValue())) : value;
    }
}
