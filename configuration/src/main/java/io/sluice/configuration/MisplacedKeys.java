package io.sluice.configuration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Moves keys that real files have in the wrong section to the one in which they are read. The right section wins. */
final class MisplacedKeys {

    private record Move(String key, String from, String to) {}

    private static final List<Move> MOVES = List.of(
            new Move("cache", "general_settings", "litellm_settings"),
            new Move("cache_params", "general_settings", "litellm_settings"),
            new Move("success_callback", "general_settings", "litellm_settings"),
            new Move("failure_callback", "general_settings", "litellm_settings"),
            new Move("callbacks", "general_settings", "litellm_settings"),
            new Move("drop_params", "general_settings", "litellm_settings"),
            new Move("request_timeout", "general_settings", "litellm_settings"),
            new Move("max_budget", "litellm_settings", "general_settings"),
            new Move("budget_duration", "litellm_settings", "general_settings"),
            new Move("num_retries", "litellm_settings", "router_settings"),
            new Move("fallbacks", "litellm_settings", "router_settings"),
            new Move("default_fallbacks", "litellm_settings", "router_settings"),
            new Move("context_window_fallbacks", "litellm_settings", "router_settings"),
            new Move("content_policy_fallbacks", "litellm_settings", "router_settings"),
            new Move("allowed_fails", "litellm_settings", "router_settings"),
            new Move("fallbacks", "general_settings", "router_settings"),
            new Move("routing_strategy", "general_settings", "router_settings"),
            new Move("num_retries", "general_settings", "router_settings"));

    private MisplacedKeys() {}

    static void move(Map<String, Map<String, Object>> sections) {
        for (Move move : MOVES) {
            Map<String, Object> from = sections.getOrDefault(move.from, Map.of());
            if (from.containsKey(move.key)) {
                Object value = from.remove(move.key);
                sections.computeIfAbsent(move.to, name -> new LinkedHashMap<>()).putIfAbsent(move.key, value);
            }
        }
    }

    /** The section in which a key is read that stands in {@code section}. */
    static String home(String section, String key) {
        return MOVES.stream()
                .filter(move -> move.key.equals(key) && move.from.equals(section))
                .map(Move::to)
                .findFirst()
                .orElse(section);
    }
}
