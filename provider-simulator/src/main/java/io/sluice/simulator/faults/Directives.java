package io.sluice.simulator.faults;

import io.vertx.core.MultiMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Directives from the places where they can stand. A gateway passes on the model's name and the prompt, but no headers:
 *
 * <ul>
 *   <li>model name: {@code gpt-4o~status=500~retry-after=2}
 *   <li>prompt: {@code sim{status=500,retry-after=2}}
 *   <li>header: {@code x-sim-status: 500}
 * </ul>
 */
public final class Directives {

    private static final Set<String> KNOWN = Set.of(
            "tokens",
            "chunk",
            "chunk-ms",
            "first-ms",
            "latency",
            "seed",
            "status",
            "body",
            "retry-after",
            "fault",
            "at",
            "interval-ms",
            "usage",
            "cached",
            "cache-write",
            "reasoning",
            "tool",
            "arguments",
            "text");
    private static final Pattern IN_PROMPT = Pattern.compile("sim\\{([^}]*)}");
    private static final Pattern COMMA = Pattern.compile("[,;]");
    private static final Pattern TILDE = Pattern.compile("~");
    private static final String HEADER = "x-sim-";

    private Directives() {}

    /** The directives behind the first tilde of a model's name. */
    public static Map<String, String> ofModel(String model) {
        int tilde = model.indexOf('~');
        return tilde < 0 ? Map.of() : read(TILDE.split(model.substring(tilde + 1)));
    }

    /** The directives of the first {@code sim{...}} in a prompt. */
    public static Map<String, String> ofPrompt(String prompt) {
        if (!prompt.contains("sim{")) {
            return Map.of();
        }
        Matcher matcher = IN_PROMPT.matcher(prompt);
        return matcher.find() ? read(COMMA.split(matcher.group(1))) : Map.of();
    }

    /** The directives in {@code x-sim-} headers. */
    public static Map<String, String> ofHeaders(MultiMap headers) {
        Map<String, String> found = new HashMap<>();
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey();
            if (name.regionMatches(true, 0, HEADER, 0, HEADER.length())) {
                found.put(name.substring(HEADER.length()).toLowerCase(Locale.ROOT), header.getValue());
            }
        }
        return found;
    }

    /** A prompt without its directives. */
    public static String strip(String prompt) {
        return prompt.contains("sim{")
                ? IN_PROMPT.matcher(prompt).replaceAll("").strip()
                : prompt;
    }

    static void check(Map<String, String> directives) {
        for (String name : directives.keySet()) {
            if (!KNOWN.contains(name)) {
                throw new IllegalArgumentException("unknown simulator directive: " + name);
            }
        }
    }

    private static Map<String, String> read(String[] pairs) {
        Map<String, String> found = new HashMap<>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("simulator directive without a value: " + pair);
            }
            found.put(
                    pair.substring(0, equals).strip(),
                    pair.substring(equals + 1).strip());
        }
        return found;
    }
}
