package io.sluice.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Names settings that are accepted but do nothing yet, so that nobody relies on them unknowingly. */
final class NotActiveYet {

    private NotActiveYet() {}

    static List<Notice> notices(Map<String, Map<String, Object>> sections, Map<String, Object> top) {
        List<Notice> notices = new ArrayList<>();
        YamlFile.resource("not-active-yet.yaml").forEach((section, keys) -> {
            Map<String, Object> values = section.equals("top") ? top : sections.getOrDefault(section, Map.of());
            ((Map<?, ?>) keys).forEach((key, rule) -> {
                Object value = values.get(String.valueOf(key));
                Map<?, ?> words = (Map<?, ?>) rule;
                if (value != null && words.get("quiet") instanceof List<?> quiet && !quiet.contains(value)) {
                    String path = section.equals("top") ? String.valueOf(key) : section + '.' + key;
                    String say = String.valueOf(words.get("say")).replace("{value}", String.valueOf(value));
                    notices.add(new Notice(Notice.Severity.WARNING, path, say));
                }
            });
        });
        return notices;
    }
}
