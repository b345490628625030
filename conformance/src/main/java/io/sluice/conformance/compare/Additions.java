package io.sluice.conformance.compare;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.conformance.json.Json;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a gateway may add that LiteLLM did not send. */
final class Additions {
    /** Clients act on these. */
    private static final Set<String> MEANINGFUL = Set.of(
            "content",
            "tool_calls",
            "function_call",
            "reasoning_content",
            "thinking_blocks",
            "refusal",
            "finish_reason",
            "logprobs",
            "text",
            "error",
            "stop_reason",
            "stop_sequence",
            "output",
            "status",
            "candidates",
            "results",
            "data",
            "choices",
            "embedding",
            "index",
            "role",
            "usage_alone",
            "done",
            "stopped",
            "calls",
            "thought",
            "finishReason");

    private Additions() {}

    /** To a provider: nothing. */
    static boolean none(String path, String name, JsonNode value) {
        return false;
    }

    /** To a client: what the provider said, ids, usage counts of zero, and what clients do not act on. */
    static TreeComparison.Additions forClient(List<JsonNode> answers) {
        Set<String> said = new LinkedHashSet<>();
        answers.forEach(a -> said.addAll(Json.names(a)));
        return (path, name, value) -> {
            if (name.equals("id") || said.contains(name)) {
                return true;
            }
            if (path.startsWith("usage") || ("." + path + ".").contains(".usage.")) {
                return Json.isZero(value) || TreeComparison.isAny(value);
            }
            return !MEANINGFUL.contains(name);
        };
    }
}
