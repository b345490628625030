package io.sluice.router.client.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.answer.AnswerEvent;
import io.sluice.router.catalog.CostCalculator;
import io.sluice.router.catalog.Terms;
import io.sluice.router.catalog.Usage;
import io.sluice.router.client.BodyMembers;
import io.sluice.router.wire.WireCall;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The response object of one call: it repeats what was asked (platform.openai.com/docs/api-reference/responses/object). */
final class ResponseObject {

    private static final Set<String> REPEATED = Set.of(
            "instructions",
            "max_output_tokens",
            "metadata",
            "parallel_tool_calls",
            "reasoning",
            "store",
            "temperature",
            "text",
            "tool_choice",
            "tools",
            "top_p",
            "truncation",
            "user");

    private final WireCall call;
    private final String id = "resp_" + UUID.randomUUID().toString().replace("-", "");
    private final long createdAt = System.currentTimeMillis() / 1_000;
    private final Map<String, JsonNode> asked;
    private @Nullable JsonNode serviceTier;

    ResponseObject(WireCall call) {
        this.call = call;
        this.asked = BodyMembers.of(call, REPEATED::contains);
    }

    /** Of what providers have beside their texts a response has a word for one. */
    void aside(String name, JsonNode value) {
        if (name.equals("service_tier")) {
            serviceTier = value;
        }
    }

    /** @param status {@code in_progress}, {@code completed} or {@code incomplete} */
    ObjectNode of(String status, ArrayNode output) {
        ObjectNode response = ResponsesProtocol.JSON
                .createObjectNode()
                .put("id", id)
                .put("object", "response")
                .put("created_at", createdAt)
                .put("status", status)
                .put("model", call.answerModel())
                .putNull("error")
                .putNull("incomplete_details")
                .putNull("previous_response_id");
        response.set("output", output);
        response.put("parallel_tool_calls", false).put("tool_choice", "auto").putArray("tools");
        response.putObject("text");
        response.putObject("metadata");
        for (String unsaid :
                new String[] {"instructions", "max_output_tokens", "temperature", "top_p", "reasoning", "usage"}) {
            response.putNull(unsaid);
        }
        asked.forEach(response::set);
        if (serviceTier != null) {
            response.set("service_tier", serviceTier);
        }
        return response;
    }

    /** The response at its end. LiteLLM puts the cost into the usage of streams when the model has a price. */
    ObjectNode ended(String reason, ArrayNode output, AnswerEvent.@Nullable Usage usage, boolean streamed) {
        String why = incomplete(reason);
        ObjectNode response = of(why == null ? "completed" : "incomplete", output);
        if (why != null) {
            response.putObject("incomplete_details").put("reason", why);
        }
        if (usage != null) {
            ObjectNode counted = usage(usage, streamed && textAlone(output));
            if (streamed && call.target().card().prices() != null) {
                counted.put(
                        "cost",
                        CostCalculator.cost(
                                        call.target().card(),
                                        usage.charges().on(Usage.of(usage.counted()), Terms.DEFAULT))
                                .total()
                                .toDollars()
                                .doubleValue());
            }
            response.set("usage", counted);
        }
        return response;
    }

    /** A text alone took no reasoning, whatever the provider leaves unsaid. */
    private static boolean textAlone(ArrayNode output) {
        for (JsonNode item : output) {
            if (!item.path("type").asText("").equals("message")) {
                return false;
            }
        }
        return true;
    }

    /** Why an answer is not whole; null when it is. */
    static @Nullable String incomplete(String finishReason) {
        return switch (finishReason) {
            case "length" -> "max_output_tokens";
            case "content_filter" -> "content_filter";
            default -> null;
        };
    }

    /** Null where nothing is known, as LiteLLM has it. */
    private static void details(ObjectNode usage, String name, String count, long tokens, boolean known) {
        if (tokens > 0 || known) {
            usage.putObject(name).put(count, tokens);
        } else {
            usage.putNull(name);
        }
    }

    private static ObjectNode usage(AnswerEvent.Usage usage, boolean textAlone) {
        TokenUsage counted = usage.counted();
        long reasoning = counted.reasoning();
        ObjectNode details = usage.details();
        if (reasoning == 0 && details != null) {
            reasoning = details.path("completion_tokens_details")
                    .path("reasoning_tokens")
                    .asLong(0);
        }
        ObjectNode json = ResponsesProtocol.JSON.createObjectNode().put("input_tokens", counted.input());
        details(
                json,
                "input_tokens_details",
                "cached_tokens",
                counted.cachedInput(),
                details != null && details.has("prompt_tokens_details"));
        json.put("output_tokens", counted.output());
        details(
                json,
                "output_tokens_details",
                "reasoning_tokens",
                reasoning,
                textAlone || (details != null && details.has("completion_tokens_details")));
        return json.put("total_tokens", counted.total());
    }
}
