package io.sluice.router.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Supplier;

/**
 * The most output that a call was reserved for. It holds whatever else the body says: a second name for the same limit, {@code extra_body}, a
 * parameter that is dropped. So it is put in last.
 */
public final class OutputCap {

    /** By which providers know the limit, at any place that a client can write to. */
    private static final List<String> NAMES = List.of(
            "max_tokens",
            "max_completion_tokens",
            "max_output_tokens",
            "maxOutputTokens",
            "maxTokens",
            "maxTokenCount",
            "max_new_tokens",
            "max_tokens_to_sample",
            "max_gen_len",
            "maximum_tokens",
            "num_predict");

    /** Objects in which some providers have their limits. */
    private static final List<String> HOLDERS =
            List.of("options", "inferenceConfig", "generationConfig", "generation_config", "parameters");

    private OutputCap() {}

    /**
     * Whether this is a limit, and none above the cap. Nought and less are none: Ollama goes on without end then
     * (docs.ollama.com/modelfile, {@code num_predict}, and its runner, which knows a limit above 0 only; seen 2026-11-26).
     */
    public static boolean keeps(JsonNode limit, long cap) {
        return limit.isNumber() && limit.canConvertToLong() && limit.asLong() >= 1 && limit.asLong() <= cap;
    }

    /** Whether a member is a limit, under any name, and none that keeps the cap; a negative cap is none. */
    public static boolean exceeds(String name, Supplier<JsonNode> value, long cap) {
        return cap >= 0 && NAMES.contains(name) && !keeps(value.get(), cap);
    }

    /**
     * Limits by this name, and lowers what stands there by another one.
     *
     * @param cap negative: there is none
     */
    public static void put(ObjectNode holder, String name, long cap) {
        lower(holder, cap);
        if (cap >= 0 && !keeps(holder.path(name), cap)) {
            holder.put(name, cap);
        }
    }

    /** Only lowers what is there, in the holder and in objects of it that are known to have limits. */
    public static void lower(ObjectNode holder, long cap) {
        if (cap >= 0) {
            for (String name : NAMES) {
                if (holder.has(name) && !keeps(holder.get(name), cap)) {
                    holder.put(name, cap);
                }
            }
            for (String name : HOLDERS) {
                if (holder.path(name) instanceof ObjectNode inner) {
                    lower(inner, cap);
                }
            }
        }
    }
}
