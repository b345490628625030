package io.sluice.router.wire.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.conversation.Conversation;
import io.sluice.router.conversation.Params;
import io.sluice.router.failure.UnsupportedRequestException;
import io.sluice.router.wire.OutputCap;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.anthropic.AnthropicDialect;
import io.sluice.router.wire.prompt.PromptTemplate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Bodies for InvokeModel, in the words of each model's maker: docs.aws.amazon.com/bedrock/latest/userguide/model-parameters.html. */
final class InvokeRequest {

    private static final String CLAUDE_VERSION = "bedrock-2023-05-31";

    private InvokeRequest() {}

    static ObjectNode of(BedrockModel model, WireCall call, Conversation conversation) {
        if (model.isClaude()) {
            return claude(call, conversation);
        }
        if (model.isNova()) {
            return new ConverseRequest(model, call, conversation).build();
        }
        return switch (model.maker()) {
            case "meta" ->
                text(
                        PromptTemplate.llama(conversation.messages()),
                        conversation.params(),
                        call,
                        Map.of("max_tokens", "max_gen_len"));
            case "mistral" ->
                text(PromptTemplate.mistral(conversation.messages()), conversation.params(), call, Map.of());
            case "amazon" -> titan(conversation, call);
            default ->
                throw new UnsupportedRequestException("InvokeModel is not known for models of '" + model.maker()
                        + "'; leave invoke/ away and they are called by Converse.");
        };
    }

    private static ObjectNode claude(WireCall call, Conversation conversation) {
        Set<String> betas = new TreeSet<>();
        ObjectNode body = AnthropicDialect.body(call, conversation, betas);
        body.remove("model");
        body.remove("stream");
        body.put("anthropic_version", CLAUDE_VERSION);
        JsonNode format = body.remove("output_format");
        if (format != null) {
            body.withObject("/output_config").set("format", format);
        }
        call.target()
                .params()
                .section("extra_headers")
                .string("anthropic-beta")
                .ifPresent(configured -> betas.addAll(List.of(configured.split("\\s*,\\s*", -1))));
        betas.forEach(beta -> body.withArrayProperty("anthropic_beta").add(beta));
        return body;
    }

    private static ObjectNode text(String prompt, Params params, WireCall call, Map<String, String> renamed) {
        ObjectNode body = ConverseRequest.JSON.createObjectNode().put("prompt", prompt);
        params.take("n");
        cap(params, call);
        params.rest().forEach((name, value) -> body.set(renamed.getOrDefault(name, name), value));
        body.setAll(params.extraBody());
        OutputCap.lower(body, call.request().outputCap());
        return body;
    }

    private static ObjectNode titan(Conversation conversation, WireCall call) {
        Params params = conversation.params();
        ObjectNode body =
                ConverseRequest.JSON.createObjectNode().put("inputText", PromptTemplate.titan(conversation.messages()));
        ObjectNode config = body.putObject("textGenerationConfig");
        params.take("n");
        cap(params, call);
        move(params, "max_tokens", config, "maxTokenCount");
        move(params, "top_p", config, "topP");
        JsonNode stop = params.take("stop");
        if (stop.isTextual()) {
            config.putArray("stopSequences").add(stop);
        } else if (!stop.isMissingNode()) {
            config.set("stopSequences", stop);
        }
        params.rest().forEach(config::set);
        config.setAll(params.extraBody());
        OutputCap.lower(config, call.request().outputCap());
        return body;
    }

    /** One count of the answer's tokens, {@code max_tokens}: the client's, unless the reservation allows less. */
    private static void cap(Params params, WireCall call) {
        JsonNode newer = params.take("max_completion_tokens");
        if (!newer.isMissingNode()) {
            params.set("max_tokens", newer);
        }
        long cap = call.request().outputCap();
        JsonNode asked = params.peek("max_tokens");
        if (cap >= 0 && (!asked.isNumber() || asked.asLong() > cap)) {
            params.set("max_tokens", ConverseRequest.JSON.getNodeFactory().numberNode(cap));
        }
    }

    private static void move(Params params, String name, ObjectNode into, String as) {
        JsonNode value = params.take(name);
        if (!value.isMissingNode()) {
            into.set(as, value);
        }
    }
}
