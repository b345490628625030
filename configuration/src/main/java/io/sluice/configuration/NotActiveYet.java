package io.sluice.configuration;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Names settings that are accepted but do nothing yet, so that nobody relies on them unknowingly. */
final class NotActiveYet {

    private final KnownKeys known;
    private final Map<String, Object> words = YamlFile.resource("not-active-yet.yaml");

    NotActiveYet(KnownKeys known) {
        this.known = known;
    }

    /**
     * @param sections as the file has them, before misplaced keys are moved
     * @param top the file itself
     */
    List<Notice> notices(Map<String, Map<String, Object>> sections, Map<String, Object> top) {
        List<Notice> notices = new ArrayList<>();
        top.forEach((key, value) -> notice("top", "", key, value, top).ifPresent(notices::add));
        sections.forEach((section, values) -> values.forEach((key, value) ->
                notice(section, section + '.', key, value, values).ifPresent(notices::add)));
        return notices;
    }

    private Optional<Notice> notice(
            String section, String prefix, String key, @Nullable Object value, Map<String, Object> beside) {
        String home = MisplacedKeys.home(section, key);
        if (isOff(value)
                || known.standing(home, key)
                        .filter(KnownKeys.Standing.ACCEPTED::equals)
                        .isEmpty()) {
            return Optional.empty();
        }
        Map<?, ?> rule = map(map(words.get(home)).get(key));
        if (rule.get("quiet") instanceof List<?> quiet && quiet.contains(value)
                || rule.get("quiet_with") instanceof String other && beside.containsKey(other)) {
            return Optional.empty();
        }
        String say = rule.get("say") instanceof String text ? text : "has no effect yet";
        return Optional.of(
                new Notice(Notice.Kind.NOT_ACTIVE, prefix + key, say.replace("{value}", String.valueOf(value))));
    }

    /** Whoever switches off what is not there is served already. */
    private static boolean isOff(@Nullable Object value) {
        return switch (value) {
            case null -> true;
            case Boolean on -> !on;
            case BigDecimal number -> number.signum() == 0;
            case Number number -> number.longValue() == 0;
            case String text -> text.isBlank() || text.equalsIgnoreCase("false");
            case Collection<?> list -> list.isEmpty();
            case Map<?, ?> map -> map.isEmpty();
            default -> false;
        };
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }
}
