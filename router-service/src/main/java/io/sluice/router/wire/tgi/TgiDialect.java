package io.sluice.router.wire.tgi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.conversation.Conversation;
import io.sluice.router.conversation.Message;
import io.sluice.router.conversation.Params;
import io.sluice.router.deployment.Target;
import io.sluice.router.wire.Dialect;
import io.sluice.router.wire.OutputCap;
import io.sluice.router.wire.RequestHeaders;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.event.EventDecoder;
import io.sluice.router.wire.prompt.PromptTemplate;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Text generation as Hugging Face's server has it natively: {@code /generate} and {@code /generate_stream} with one prompt and its parameters. A
 * sampling temperature has to be above nought, so that nought is none: {@code do_sample} off.
 *
 * <p>Source: huggingface.github.io/text-generation-inference (OpenAPI), seen 2026-11-26.
 */
public final class TgiDialect implements Dialect {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final String ROUTER = "https://router.huggingface.co";
    private static final String MOST = "max_new_tokens";

    @Override
    public UpstreamRequest encode(Conversation conversation, WireCall call) {
        Params params = conversation.params();
        boolean stream = call.request().scan().stream();
        ObjectNode body =
                JSON.createObjectNode().put("inputs", prompt(call.target().providerModel(), conversation.messages()));
        ObjectNode parameters = parameters(params, call);
        body.set("parameters", parameters);
        body.setAll(params.extraBody());
        OutputCap.lower(body, call.request().outputCap());
        if (body.path("parameters") instanceof ObjectNode sent) {
            OutputCap.put(sent, MOST, call.request().outputCap());
        }
        return new UpstreamRequest(
                "POST",
                address(call.target(), stream),
                RequestHeaders.json(call.target()),
                List.of(ByteBuffer.wrap(body.toString().getBytes(StandardCharsets.UTF_8))),
                params.notes());
    }

    /** Whether a server of one's own is asked, and not Hugging Face's router. */
    public static boolean isServer(Target target) {
        return !target.apiBase().startsWith(ROUTER);
    }

    private static String address(Target target, boolean stream) {
        String base = target.apiBase();
        for (String end : List.of("/generate_stream", "/generate", "/v1")) {
            if (base.endsWith(end)) {
                base = base.substring(0, base.length() - end.length());
            }
        }
        return base + (stream ? "/generate_stream" : "/generate");
    }

    private static String prompt(String model, List<Message> messages) {
        String name = model.toLowerCase(Locale.ROOT);
        if (name.contains("llama-3")) {
            return PromptTemplate.llama(messages);
        }
        return name.contains("mistral") || name.contains("mixtral")
                ? PromptTemplate.mistral(messages)
                : PromptTemplate.plain(messages);
    }

    private static ObjectNode parameters(Params params, WireCall call) {
        ObjectNode parameters = JSON.createObjectNode().put("details", true).put("return_full_text", false);
        params.take("n");
        JsonNode newer = params.take("max_completion_tokens");
        JsonNode older = params.take("max_tokens");
        JsonNode most = newer.isMissingNode() ? older : newer;
        if (!most.isMissingNode()) {
            parameters.set(MOST, most);
        } else if (call.target().card().maxOutputTokens() > 0) {
            // the server stops at 100 otherwise
            parameters.put(MOST, call.target().card().maxOutputTokens());
        }
        JsonNode temperature = params.take("temperature");
        if (temperature.isNumber() && temperature.doubleValue() <= 0) {
            parameters.put("do_sample", false);
        } else if (!temperature.isMissingNode()) {
            parameters.set("temperature", temperature);
            parameters.put("do_sample", true);
        }
        JsonNode stop = params.take("stop");
        if (stop.isTextual()) {
            parameters.putArray("stop").add(stop);
        } else if (!stop.isMissingNode()) {
            parameters.set("stop", stop);
        }
        grammar(params.take("response_format")).ifPresent(grammar -> parameters.set("grammar", grammar));
        params.rest().forEach(parameters::set);
        return parameters;
    }

    /** A schema is a grammar; JSON of any kind is the schema of any object. */
    private static Optional<ObjectNode> grammar(JsonNode format) {
        JsonNode schema = switch (format.path("type").asText("")) {
            case "json_schema" -> format.path("json_schema").path("schema");
            case "json_object" -> JSON.createObjectNode().put("type", "object");
            default -> JSON.missingNode();
        };
        if (!schema.isObject()) {
            return Optional.empty();
        }
        ObjectNode grammar = JSON.createObjectNode().put("type", "json");
        grammar.set("value", schema);
        return Optional.of(grammar);
    }

    @Override
    public EventDecoder decoder(WireCall call) {
        return new TgiDecoder();
    }
}
