package io.sluice.router.wire.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.routing.Protocol;
import io.sluice.router.conversation.AnswerFormat;
import io.sluice.router.conversation.Conversation;
import io.sluice.router.conversation.Params;
import io.sluice.router.conversation.Tool;
import io.sluice.router.conversation.ToolChoice;
import io.sluice.router.wire.OutputCap;
import io.sluice.router.wire.WireCall;
import java.util.List;

/** Builds the body of {@code POST /responses} from a conversation. One use. */
final class ResponsesRequest {

    static final ObjectMapper JSON = new ObjectMapper();

    /** OpenAI refuses less. */
    static final long LEAST_OUTPUT = 16;

    /** Members that are called the same in both of OpenAI's protocols. */
    private static final List<String> SAME = List.of(
            "temperature",
            "top_p",
            "user",
            "service_tier",
            "parallel_tool_calls",
            "store",
            "safety_identifier",
            "prompt_cache_key",
            "prompt_cache_retention",
            "top_logprobs");

    private final WireCall call;
    private final Conversation conversation;
    private final Params params;
    private final ObjectNode body = JSON.createObjectNode();

    ResponsesRequest(WireCall call, Conversation conversation) {
        this.call = call;
        this.conversation = conversation;
        this.params = conversation.params();
    }

    ObjectNode build() {
        body.put("model", call.target().providerModel());
        ResponsesInput input = new ResponsesInput(conversation.messages());
        body.set("input", input.items());
        if (!input.instructions().isEmpty()) {
            body.put("instructions", input.instructions());
        }
        if (call.request().protocol() == Protocol.ANTHROPIC_MESSAGES) {
            body.putArray("include").add("reasoning.encrypted_content"); // for the signature of a thinking block
        }
        limit();
        tools();
        text();
        reasoning();
        for (String name : SAME) {
            JsonNode value = params.take(name);
            if (!value.isMissingNode()) {
                body.set(name, value);
            }
        }
        params.rest().keySet().forEach(params::note); // OpenAI refuses what it does not know
        body.setAll(params.extraBody());
        long cap = call.request().outputCap();
        OutputCap.put(body, "max_output_tokens", cap < 0 ? cap : Math.max(LEAST_OUTPUT, cap));
        if (call.request().scan().stream()) {
            body.put("stream", true);
        }
        return body;
    }

    private void limit() {
        JsonNode tokens = params.take("max_tokens");
        JsonNode completionTokens = params.take("max_completion_tokens");
        JsonNode asked = completionTokens.isMissingNode() ? tokens : completionTokens;
        if (asked.isNumber()) {
            body.put("max_output_tokens", Math.max(LEAST_OUTPUT, asked.asLong()));
        }
    }

    private void tools() {
        ToolChoice choice = ToolChoice.take(params);
        ArrayNode tools = JSON.createArrayNode();
        for (Tool tool : choice.among(Tool.take(params))) {
            switch (tool) {
                case Tool.Function function -> tools.add(function(function));
                case Tool.Hosted hosted -> tools.add(hosted.json());
            }
        }
        JsonNode search = params.take("web_search_options");
        if (search.isObject()) {
            tools.add(search(search));
        }
        if (!tools.isEmpty()) {
            body.set("tools", tools);
        }
        switch (choice) {
            case ToolChoice.Unsaid ignored -> {}
            case ToolChoice.Auto ignored -> body.put("tool_choice", "auto");
            case ToolChoice.None ignored -> body.put("tool_choice", "none");
            case ToolChoice.Required ignored -> body.put("tool_choice", "required");
            case ToolChoice.Named(String name) ->
                body.putObject("tool_choice").put("type", "function").put("name", name);
            case ToolChoice.Allowed allowed -> body.put("tool_choice", allowed.required() ? "required" : "auto");
        }
    }

    /** Strictness is off unless asked for: here it is on by default, and refuses most schemas. */
    private static ObjectNode function(Tool.Function function) {
        ObjectNode tool = JSON.createObjectNode()
                .put("type", "function")
                .put("name", function.name())
                .put("strict", Boolean.TRUE.equals(function.strict()));
        if (function.description() != null) {
            tool.put("description", function.description());
        }
        if (function.parameters() != null) {
            tool.set("parameters", function.parameters());
        }
        return tool;
    }

    private static ObjectNode search(JsonNode options) {
        ObjectNode tool = JSON.createObjectNode().put("type", "web_search_preview");
        if (options.path("search_context_size").isTextual()) {
            tool.set("search_context_size", options.path("search_context_size"));
        }
        if (options.path("user_location").path("approximate") instanceof ObjectNode place) {
            tool.set("user_location", place.deepCopy().put("type", "approximate"));
        }
        return tool;
    }

    /** Anthropic's schemas may have optional members, which a strict one here may not. */
    private void text() {
        AnswerFormat format = AnswerFormat.take(params);
        JsonNode verbosity = params.take("verbosity");
        switch (format) {
            case AnswerFormat.Text ignored -> {}
            case AnswerFormat.Json ignored ->
                body.putObject("text").putObject("format").put("type", "json_object");
            case AnswerFormat.Schema schema ->
                body.putObject("text")
                        .putObject("format")
                        .put("type", "json_schema")
                        .put("name", schema.name())
                        .put(
                                "strict",
                                call.request().protocol() != Protocol.ANTHROPIC_MESSAGES
                                        && Boolean.TRUE.equals(schema.strict()))
                        .set("schema", schema.schema());
        }
        if (verbosity.isTextual()) {
            body.withObject("text").set("verbosity", verbosity);
        }
    }

    private void reasoning() {
        params.take("thinking");
        JsonNode effort = params.take("reasoning_effort");
        if (effort.isTextual()) {
            ObjectNode reasoning = body.putObject("reasoning").put("effort", effort.asText());
            if (call.request().protocol() == Protocol.ANTHROPIC_MESSAGES) {
                reasoning.put("summary", "detailed"); // what a thinking block shows
            }
        } else if (effort.isObject()) {
            body.set("reasoning", effort);
        }
    }
}
