package io.sluice.simulator.faults;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Directives for the calls that match. All given criteria must hold.
 *
 * @param path beginning of the path
 * @param model the model's name as sent; a trailing {@code *} makes it a beginning
 * @param key the API key
 * @param nth which of the matching calls (the first is 1); empty for all
 * @param times how many of the matching calls from the first on; 0 for all
 * @param action directives by name
 */
public record Rule(
        @Nullable String path,
        @Nullable String model,
        @Nullable String key,
        Set<Long> nth,
        long times,
        Map<String, String> action) {

    boolean matches(String callPath, String callModel, String callKey) {
        return (path == null || callPath.startsWith(path))
                && (model == null || sameModel(model, callModel))
                && (key == null || key.equals(callKey));
    }

    boolean applies(long count) {
        return (nth.isEmpty() || nth.contains(count)) && (times == 0 || count <= times);
    }

    private static boolean sameModel(String pattern, String name) {
        return pattern.endsWith("*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                : name.equals(pattern);
    }
}
