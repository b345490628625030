package io.sluice.router.wire.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** How much Claude is to think, in the words of its model: a budget of tokens, or since 4.6 an effort. */
public final class ClaudeThinking {

    private ClaudeThinking() {}

    /**
     * The members of a request that say so; none when nothing is asked.
     *
     * @param effort {@code reasoning_effort}, or missing
     * @param thinking Anthropic's own member, which counts first, or missing
     */
    public static ObjectNode of(ClaudeModel model, JsonNode effort, JsonNode thinking) {
        ObjectNode fields = MessagesRequest.JSON.createObjectNode();
        if (thinking.isObject()) {
            if (model.fixedSampling() && thinking.path("type").asText().equals("enabled")) {
                adaptive(
                                fields,
                                Thinking.effortOf(thinking.path("budget_tokens").asLong()))
                        .remove("display");
            } else {
                fields.set("thinking", thinking);
            }
        } else if (effort.isTextual() && !effort.asText().equals("none")) {
            if (model.adaptiveThinking()) {
                adaptive(fields, effort.asText().equals("minimal") ? "low" : effort.asText());
            } else {
                fields.putObject("thinking")
                        .put("type", "enabled")
                        .put("budget_tokens", Thinking.budget(effort.asText()));
            }
        }
        return fields;
    }

    private static ObjectNode adaptive(ObjectNode fields, String effort) {
        fields.putObject("output_config").put("effort", effort);
        return fields.putObject("thinking").put("type", "adaptive").put("display", "summarized");
    }
}
