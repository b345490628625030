package io.sluice.router.wire.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.conversation.AnswerFormat;
import io.sluice.router.conversation.Conversation;
import io.sluice.router.conversation.Params;
import io.sluice.router.conversation.Tool;
import io.sluice.router.conversation.ToolChoice;
import io.sluice.router.deployment.Target;
import io.sluice.router.failure.UnsupportedRequestException;
import io.sluice.router.wire.OutputCap;
import io.sluice.router.wire.WireCall;
import java.util.List;
import java.util.Set;

/** Builds the body of {@code POST /v1/messages} from a chat request. One use. */
final class MessagesRequest {

    static final ObjectMapper JSON = new ObjectMapper();

    /** What Anthropic takes for models whose limit nobody knows. */
    private static final long DEFAULT_MAX_TOKENS = 4_096;

    private static final int MAX_STOP_SEQUENCES = 4;
    private static final String JSON_TOOL = "json_tool_call";

    private final WireCall call;
    private final Target target;
    private final Conversation conversation;
    private final Params params;
    private final Set<String> betas;
    private final ClaudeModel model;
    private final ObjectNode body = JSON.createObjectNode();

    MessagesRequest(WireCall call, Conversation conversation, Set<String> betas) {
        this.call = call;
        this.target = call.target();
        this.conversation = conversation;
        this.params = conversation.params();
        this.betas = betas;
        this.model = ClaudeModel.of(target.providerModel());
    }

    ObjectNode build() {
        body.put("model", target.providerModel());
        params.take("n");
        MessageTranslation messages = new MessageTranslation(conversation.messages(), betas);
        body.set("messages", messages.messages());
        if (!messages.system().isEmpty()) {
            body.set("system", messages.system());
        }
        tools();
        responseFormat();
        thinking();
        maxTokens();
        sampling();
        stop();
        user();
        serviceTier();
        webSearch();
        params.rest().forEach(body::set);
        if (!params.extraBody().isEmpty()) {
            body.setAll(params.extraBody());
        }
        OutputCap.put(body, "max_tokens", call.request().outputCap());
        if (call.request().scan().stream()) {
            body.put("stream", true);
        }
        return body;
    }

    private void tools() {
        ToolChoice choice = ToolChoice.take(params);
        List<Tool> tools = choice.among(Tool.take(params));
        if (!tools.isEmpty()) {
            body.set("tools", ToolTranslation.tools(tools));
        } else if (conversation.calledTools()) {
            body.putArray("tools").add(ToolTranslation.placeholder());
        }
        ObjectNode chosen = ToolTranslation.choice(choice, params.take("parallel_tool_calls"));
        if (chosen != null) {
            body.set("tool_choice", chosen);
        }
    }

    private void responseFormat() {
        if (!(AnswerFormat.take(params) instanceof AnswerFormat.Schema format)) {
            return;
        }
        boolean byTool =
                target.provider().rulesFor(target.providerModel()).quirks().contains("schema_by_tool");
        if (model.structuredOutput() && !byTool) {
            body.putObject("output_format").put("type", "json_schema").set("schema", format.schema());
            betas.add("structured-outputs-2025-11-13");
        } else {
            ArrayNode tools = body.path("tools") instanceof ArrayNode given ? given : body.putArray("tools");
            tools.addObject().put("name", JSON_TOOL).set("input_schema", format.schema());
            body.putObject("tool_choice").put("type", "tool").put("name", JSON_TOOL);
        }
    }

    private void thinking() {
        body.setAll(ClaudeThinking.of(model, params.take("reasoning_effort"), params.take("thinking")));
    }

    private void maxTokens() {
        JsonNode tokens = params.take("max_tokens");
        JsonNode completionTokens = params.take("max_completion_tokens");
        JsonNode asked = completionTokens.isMissingNode() ? tokens : completionTokens;
        long cap = call.request().outputCap();
        long budget = body.path("thinking").path("budget_tokens").asLong(0);
        if (cap >= 0 && (!asked.isNumber() || asked.asLong() > cap)) {
            body.put("max_tokens", cap);
        } else if (!asked.isMissingNode()) {
            body.set("max_tokens", asked);
        } else if (budget > 0) {
            body.put("max_tokens", budget + DEFAULT_MAX_TOKENS);
        } else {
            long most = target.card().maxOutputTokens();
            body.put("max_tokens", most > 0 ? most : DEFAULT_MAX_TOKENS);
        }
    }

    private void sampling() {
        if (model.fixedSampling()) {
            if (params.peek("temperature").asDouble() == 1.0) {
                params.take("temperature");
            }
            params.unsupported(target, "temperature");
            params.unsupported(target, "top_p");
            params.unsupported(target, "top_k");
        }
    }

    private void stop() {
        JsonNode stop = params.take("stop");
        if (stop.isTextual()) {
            body.putArray("stop_sequences").add(stop);
        } else if (stop.isArray() && !stop.isEmpty()) {
            ArrayNode sequences = body.putArray("stop_sequences");
            for (int i = 0; i < Math.min(stop.size(), MAX_STOP_SEQUENCES); i++) {
                sequences.add(stop.get(i));
            }
            if (stop.size() > MAX_STOP_SEQUENCES) {
                params.note("stop[" + MAX_STOP_SEQUENCES + "..]");
            }
        }
    }

    /** Anthropic forbids names, mail addresses and phone numbers in user ids. */
    private void user() {
        JsonNode user = params.take("user");
        if (user.isTextual() || user.isNumber()) {
            if (user.asText().contains("@")) {
                params.note("user");
            } else {
                body.putObject("metadata").put("user_id", user.asText());
            }
        }
    }

    private void serviceTier() {
        JsonNode tier = params.take("service_tier");
        switch (tier.asText("")) {
            case "" -> {}
            case "auto" -> body.put("service_tier", "auto");
            case "default", "standard_only" -> body.put("service_tier", "standard_only");
            default -> {
                if (!target.dropParams()) {
                    throw new UnsupportedRequestException(
                            "service_tier '" + tier.asText() + "' is not known to Anthropic (model "
                                    + target.providerModel() + "); it takes auto or default.");
                }
                params.note("service_tier");
            }
        }
    }

    private void webSearch() {
        JsonNode options = params.take("web_search_options");
        if (options.isObject()) {
            ArrayNode tools = body.path("tools") instanceof ArrayNode given ? given : body.putArray("tools");
            ObjectNode search =
                    tools.addObject().put("type", "web_search_20250305").put("name", "web_search");
            switch (options.path("search_context_size").asText("")) {
                case "low" -> search.put("max_uses", 1);
                case "medium" -> search.put("max_uses", 5);
                case "high" -> search.put("max_uses", 10);
                default -> {} // not bounded by the client
            }
            JsonNode place = options.path("user_location").path("approximate");
            if (place.isObject()) {
                ((ObjectNode) search.set("user_location", place.deepCopy()))
                        .withObject("user_location")
                        .put("type", "approximate");
            }
        }
    }
}
