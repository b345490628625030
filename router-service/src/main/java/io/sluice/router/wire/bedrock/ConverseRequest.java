package io.sluice.router.wire.bedrock;

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
import io.sluice.router.wire.OutputCap;
import io.sluice.router.wire.SpacedJson;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.anthropic.ClaudeModel;
import io.sluice.router.wire.anthropic.ClaudeThinking;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Builds a body for Converse. One use. */
final class ConverseRequest {

    static final ObjectMapper JSON = new ObjectMapper();

    /** What the answer may take beside the thinking when nothing is said: LiteLLM's figure. */
    private static final long ANSWER_TOKENS = 4_096;

    private static final int MAX_STOP_SEQUENCES = 4;

    /** Members of Converse itself; everything else is a model's own. */
    private static final Set<String> OWN = Set.of(
            "guardrailConfig",
            "performanceConfig",
            "promptVariables",
            "requestMetadata",
            "additionalModelResponseFieldPaths",
            "outputConfig");

    private final BedrockModel model;
    private final WireCall call;
    private final Target target;
    private final Conversation conversation;
    private final Params params;
    private final ObjectNode body = JSON.createObjectNode();
    private final ObjectNode modelFields = JSON.createObjectNode();

    ConverseRequest(BedrockModel model, WireCall call, Conversation conversation) {
        this.model = model;
        this.call = call;
        this.target = call.target();
        this.conversation = conversation;
        this.params = conversation.params();
    }

    ObjectNode build() {
        params.take("n");
        tools();
        ConverseMessages messages =
                new ConverseMessages(conversation.messages(), body.has("toolConfig"), params.has("guardrailConfig"));
        body.set("messages", messages.messages());
        if (!messages.system().isEmpty()) {
            body.set("system", messages.system());
        }
        thinking();
        inference();
        serviceTier();
        betas();
        params.rest().forEach(this::other);
        params.extraBody().properties().forEach(member -> other(member.getKey(), member.getValue()));
        long cap = call.request().outputCap();
        if (body.path("inferenceConfig") instanceof ObjectNode told) {
            OutputCap.put(told, "maxTokens", cap);
        }
        OutputCap.lower(body, cap);
        OutputCap.lower(modelFields, cap);
        if (!modelFields.isEmpty()) {
            body.set("additionalModelRequestFields", modelFields);
        }
        CachePoint.fit(body, model);
        return body;
    }

    private void other(String name, JsonNode value) {
        if (OWN.contains(name)) {
            body.set(name, value);
        } else if (name.equals("additionalModelRequestFields") && value instanceof ObjectNode fields) {
            modelFields.setAll(fields);
        } else {
            modelFields.set(name, value);
        }
    }

    private void tools() {
        ConverseTools tools = new ConverseTools(model.isClaude(), modelFields);
        boolean searches = params.take("web_search_options").isObject();
        if (AnswerFormat.take(params) instanceof AnswerFormat.Schema format) {
            if (target.card().capabilities().contains("native_structured_output")) {
                structured(format);
            } else {
                tools.answerBy(format, takesChoice());
            }
        }
        if (params.peek("tool_choice").asText().equals("none")) {
            params.unsupported(target, "tool_choice");
        }
        ToolChoice choice = ToolChoice.take(params);
        List<Tool> asked = choice.among(Tool.take(params));
        tools.add(asked);
        if (searches) {
            tools.search();
        }
        tools.choose(choice);
        parallel(choice, asked.isEmpty());
        tools.build().ifPresent(config -> body.set("toolConfig", config));
    }

    private boolean takesChoice() {
        return !target.provider()
                .refused(target.knownModel(), target.card().capabilities())
                .contains("tool_choice");
    }

    /** Converse has no word for it; Claude takes its own. */
    private void parallel(ToolChoice choice, boolean none) {
        JsonNode parallel = params.take("parallel_tool_calls");
        if (none || !parallel.isBoolean() || parallel.asBoolean()) {
            return;
        }
        if (model.isClaude() && (choice instanceof ToolChoice.Unsaid || choice instanceof ToolChoice.Auto)) {
            modelFields.putObject("tool_choice").put("type", "auto").put("disable_parallel_tool_use", true);
        } else {
            params.note("parallel_tool_calls");
        }
    }

    private void structured(AnswerFormat.Schema format) {
        ObjectNode text = body.putObject("outputConfig").putObject("textFormat").put("type", "json_schema");
        ObjectNode schema = text.putObject("structure").putObject("jsonSchema");
        schema.put("schema", SpacedJson.of(format.schema())).put("name", format.name());
        if (format.description() != null) {
            schema.put("description", format.description());
        }
    }

    private void thinking() {
        JsonNode effort = params.take("reasoning_effort");
        JsonNode thinking = params.take("thinking");
        Optional<String> claude = model.claude();
        if (claude.isPresent()) {
            ObjectNode fields = ClaudeThinking.of(ClaudeModel.of(claude.get()), effort, thinking);
            if (!fields.isEmpty()) {
                modelFields.setAll(fields);
                body.putArray("additionalModelResponseFieldPaths").add("/usage/output_tokens_details");
            }
        } else if (model.isNova()) {
            if (effort.isTextual() && !effort.asText().equals("none")) {
                modelFields
                        .putObject("reasoningConfig")
                        .put("type", "enabled")
                        .put("maxReasoningEffort", effort.asText().equals("minimal") ? "low" : effort.asText());
            }
        } else if (effort.isTextual()) {
            modelFields.set("reasoning_effort", effort);
        } else if (thinking.isObject()) {
            modelFields.set("thinking", thinking);
        }
    }

    private void inference() {
        ObjectNode config = JSON.createObjectNode();
        long budget = modelFields.path("thinking").path("budget_tokens").asLong(0);
        JsonNode tokens = params.take("max_tokens");
        JsonNode completionTokens = params.take("max_completion_tokens");
        JsonNode asked = completionTokens.isMissingNode() ? tokens : completionTokens;
        long cap = call.request().outputCap();
        if (cap >= 0 && (!asked.isNumber() || asked.asLong() > cap)) {
            config.put("maxTokens", cap);
        } else if (!asked.isMissingNode()) {
            config.set("maxTokens", asked);
        } else if (budget > 0) {
            config.put("maxTokens", budget + ANSWER_TOKENS);
        }
        move("temperature", config, "temperature");
        move("top_p", config, "topP");
        JsonNode stop = params.take("stop");
        if (stop.isTextual()) {
            config.putArray("stopSequences").add(stop);
        } else if (stop.isArray() && !stop.isEmpty()) {
            config.set("stopSequences", stops((ArrayNode) stop));
        }
        if (model.isNova() && params.has("top_k")) {
            // docs.aws.amazon.com/nova/latest/userguide/using-converse-api.html
            modelFields.putObject("inferenceConfig").set("topK", params.take("top_k"));
        }
        if (!config.isEmpty()) {
            body.set("inferenceConfig", config);
        }
    }

    /** With {@code drop_params} no more than OpenAI's own API takes, which every model here takes too. */
    private ArrayNode stops(ArrayNode stop) {
        if (!target.dropParams() || stop.size() <= MAX_STOP_SEQUENCES) {
            return stop;
        }
        params.note("stop[" + MAX_STOP_SEQUENCES + "..]");
        ArrayNode first = JSON.createArrayNode();
        for (int i = 0; i < MAX_STOP_SEQUENCES; i++) {
            first.add(stop.get(i));
        }
        return first;
    }

    private void move(String name, ObjectNode into, String as) {
        JsonNode value = params.take(name);
        if (!value.isMissingNode()) {
            into.set(as, value);
        }
    }

    private void serviceTier() {
        JsonNode tier = params.take("service_tier");
        if (tier.isTextual()) {
            body.putObject("serviceTier").put("type", tier.asText().equals("auto") ? "default" : tier.asText());
        }
    }

    /** Where Anthropic's own API has a header, Bedrock has a member of the body. */
    private void betas() {
        if (model.isClaude()) {
            target.params().section("extra_headers").string("anthropic-beta").ifPresent(betas -> {
                for (String beta : betas.split(",", -1)) {
                    modelFields.withArrayProperty("anthropic_beta").add(beta.strip());
                }
            });
        }
    }
}
