package io.sluice.configuration;

import java.util.Locale;
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
}
