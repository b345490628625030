package io.sluice.configuration;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Which keys there are and what becomes of them; names those that nobody knows: a typing error in a limit must not pass unseen. */
final class KnownKeys {

    /** What a key does. */
    enum Standing {
        /** what it says */
        READ,
        /** nothing, and nothing is missing: what it asks for is always so, or tunes a part that Sluice has not */
        NEEDLESS,
        /** nothing yet */
        ACCEPTED
    }

    private static final String TOP = "top";

    private final Map<String, Map<String, Standing>> bySection = new HashMap<>();

    KnownKeys() {
        YamlFile.resource("known-keys.yaml").forEach((section, standings) -> {
            Map<String, Standing> keys = new HashMap<>();
            ((Map<?, ?>) standings).forEach((standing, names) -> {
                Standing known = Standing.valueOf(String.valueOf(standing).toUpperCase(Locale.ROOT));
                ((Collection<?>) names).forEach(name -> keys.put(String.valueOf(name), known));
            });
            bySection.put(section, keys);
        });
    }

    /** @param section {@code top} for the file itself */
    Optional<Standing> standing(String section, String key) {
        return Optional.ofNullable(bySection.getOrDefault(section, Map.of()).get(key));
    }

    List<Notice> unknown(Map<String, Object> file) {
        List<Notice> notices = new ArrayList<>();
        check(TOP, "", file, notices);
        for (String section : bySection.keySet()) {
            if (file.get(section) instanceof Map<?, ?> map) {
                check(section, section + '.', Settings.stringKeys(map), notices);
            }
        }
        return notices;
    }

    private void check(String section, String prefix, Map<String, Object> map, List<Notice> notices) {
        for (String key : map.keySet()) {
            if (standing(MisplacedKeys.home(section, key), key).isEmpty()) {
                notices.add(new Notice(Notice.Kind.UNKNOWN, prefix + key, "unknown key" + suggestion(section, key)));
            }
        }
    }

    private String suggestion(String section, String key) {
        return bySection.entrySet().stream()
                .filter(other -> other.getValue().containsKey(key))
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst()
                .map(other -> other.equals(TOP) ? "; it belongs to the top of the file" : "; it belongs to " + other)
                .or(() -> Nearest.of(
                                key, bySection.getOrDefault(section, Map.of()).keySet())
                        .map(near -> "; did you mean " + near + "?"))
                .orElse("");
    }
}
