package io.sluice.router.wire.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.failure.UnsupportedRequestException;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.chat.ChatParams;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Builds a body for Ollama. One use. */
final class OllamaRequest {

    /** OpenAI's names of what Ollama keeps in {@code options} under another name. */
    private static final Map<String, String> OPTIONS = Map.of(
            "max_tokens", "num_predict", "max_completion_tokens", "num_predict", "frequency_penalty", "repeat_penalty");

    /** Efforts that are worth to think for; {@code minimal} and {@code none} are not. */
    private static final Set<String> EFFORTS = Set.of("low", "medium", "high", "xhigh", "max");

    private static final int MAX_STOP_SEQUENCES = 4;

    private static final String END_OF_TURN = "\n\n";

    private final WireCall call;
    private final ChatParams params;
    private final ObjectNode body = OllamaWire.JSON.createObjectNode();

    OllamaRequest(WireCall call, ChatParams params) {
        this.call = call;
        this.params = params;
    }

    ObjectNode chat() {
        ArrayNode messages = OllamaWire.JSON.createArrayNode();
        params.take("messages").forEach(message -> messages.add(message(message)));
        body.put("model", call.target().providerModel()).set("messages", messages);
        JsonNode tools = params.take("tools");
        if (!tools.isEmpty()) {
            body.set("tools", tools);
        }
        for (JsonNode function : params.take("functions")) {
            // what OpenAI called tools before there were others
            body.withArrayProperty("tools").addObject().put("type", "function").set("function", function);
        }
        if (params.has("tool_choice")) {
            // Ollama decides for itself; docs/api.md knows no choice
            if (!params.take("tool_choice").asText().equals("auto")) {
                params.note("tool_choice");
            }
        }
        return common();
    }

    ObjectNode generate() {
        StringBuilder prompt = new StringBuilder();
        ArrayNode images = OllamaWire.JSON.createArrayNode();
        String last = "";
        for (JsonNode message : params.take("messages")) {
            String given = message.path("role").asText("user");
            String role = given.equals("developer") ? "system" : given;
            String text = text(message.path("content"), "\n", images);
            if (text.isEmpty()) {
                continue;
            }
            if (role.equals(last)) {
                // one turn may come in several messages; a user's are lines, as LiteLLM has it
                prompt.setLength(prompt.length() - END_OF_TURN.length());
                prompt.append(role.equals("user") ? "\n" : "");
            } else {
                prompt.append("### ")
                        .append(role.substring(0, 1).toUpperCase(Locale.ROOT))
                        .append(role.substring(1))
                        .append(":\n");
            }
            prompt.append(text).append(END_OF_TURN);
            last = role;
        }
        body.put("model", call.target().providerModel()).put("prompt", prompt.toString());
        if (!images.isEmpty()) {
            body.set("images", images);
        }
        return common();
    }

    private ObjectNode common() {
        params.take("model");
        params.take("stream");
        params.take("stream_options");
        params.take("user");
        format();
        JsonNode effort = params.take("reasoning_effort");
        if (effort.isTextual()) {
            body.set("think", think(effort.asText()));
        }
        JsonNode thinking = params.take("thinking");
        if (thinking.isObject()) {
            body.put("think", thinking.path("type").asText().equals("enabled"));
        }
        for (String own : new String[] {"think", "keep_alive", "template", "raw", "suffix", "format"}) {
            JsonNode value = params.take(own);
            if (!value.isMissingNode()) {
                body.set(own, value);
            }
        }
        ObjectNode options = body.putObject("options");
        params.rest().forEach((name, value) -> options.set(OPTIONS.getOrDefault(name, name), stops(name, value)));
        long cap = call.request().outputCap();
        if (cap >= 0
                && (!options.path("num_predict").isNumber()
                        || options.path("num_predict").asLong() > cap)) {
            options.put("num_predict", cap);
        }
        body.setAll(params.extraBody());
        return body.put("stream", call.request().scan().stream());
    }

    /** GPT-OSS takes levels, the others yes or no: docs.ollama.com/capabilities/thinking (seen 2026-11-25). */
    private JsonNode think(String effort) {
        boolean levels = call.target().providerModel().contains("gpt-oss") && !effort.equals("none");
        return levels
                ? OllamaWire.JSON.getNodeFactory().textNode(effort)
                : OllamaWire.JSON.getNodeFactory().booleanNode(EFFORTS.contains(effort));
    }

    private JsonNode stops(String name, JsonNode value) {
        if (name.equals("stop") && value.size() > MAX_STOP_SEQUENCES) {
            params.note("stop[" + MAX_STOP_SEQUENCES + "..]");
            ArrayNode first = OllamaWire.JSON.createArrayNode();
            for (int i = 0; i < MAX_STOP_SEQUENCES; i++) {
                first.add(value.get(i));
            }
            return first;
        }
        return value;
    }

    private void format() {
        JsonNode format = params.take("response_format");
        switch (format.path("type").asText()) {
            case "json_object" -> body.put("format", "json");
            case "json_schema" -> body.set("format", format.path("json_schema").path("schema"));
            default -> {}
        }
    }

    private ObjectNode message(JsonNode message) {
        ArrayNode images = OllamaWire.JSON.createArrayNode();
        String role = message.path("role").asText("user");
        ObjectNode translated = OllamaWire.JSON
                .createObjectNode()
                .put("role", role.equals("developer") ? "system" : role)
                .put("content", text(message.path("content"), "", images));
        if (!images.isEmpty()) {
            translated.set("images", images);
        }
        if (message.path("reasoning_content").isTextual()) {
            translated.set("thinking", message.path("reasoning_content"));
        }
        if (message.path("tool_call_id").isTextual()) {
            translated.set("tool_call_id", message.path("tool_call_id"));
        }
        if (message.path("tool_calls").size() > 0) {
            ArrayNode calls = translated.putArray("tool_calls");
            message.path("tool_calls").forEach(toolCall -> calls.add(toolCall(toolCall)));
        }
        return translated;
    }

    private static ObjectNode toolCall(JsonNode toolCall) {
        ObjectNode translated = OllamaWire.JSON.createObjectNode();
        if (toolCall.path("id").isTextual()) {
            translated.set("id", toolCall.path("id"));
        }
        ObjectNode function = translated.putObject("function");
        function.set("name", toolCall.path("function").path("name"));
        function.set("arguments", arguments(toolCall.path("function").path("arguments")));
        return translated;
    }

    private static JsonNode arguments(JsonNode arguments) {
        if (!arguments.isTextual()) {
            return arguments.isObject() ? arguments : OllamaWire.JSON.createObjectNode();
        }
        try {
            JsonNode parsed = OllamaWire.JSON.readTree(arguments.asText());
            return parsed != null && parsed.isObject() ? parsed : OllamaWire.JSON.createObjectNode();
        } catch (IOException e) {
            throw new UnsupportedRequestException("the arguments of an earlier tool call are not JSON.");
        }
    }

    /** Texts of a content; the images found in it are put aside, and anything else is refused. */
    private String text(JsonNode content, String separator, ArrayNode images) {
        if (!content.isArray()) {
            return content.asText("");
        }
        StringBuilder text = new StringBuilder();
        boolean first = true;
        for (JsonNode part : content) {
            switch (part.path("type").asText()) {
                case "text" -> {
                    text.append(first ? "" : separator).append(part.path("text").asText());
                    first = false;
                }
                case "image_url" -> images.add(image(part.path("image_url")));
                default -> untaken(part.path("type").asText());
            }
        }
        return text.toString();
    }

    private void untaken(String type) {
        if (!call.target().dropParams()) {
            throw new UnsupportedRequestException(
                    type.equals("file")
                            ? "Ollama does not accept PDF input (content part file)."
                            : "Ollama does not take content parts of type '" + type + "'.");
        }
        params.note("messages." + type);
    }

    private static String image(JsonNode image) {
        String url = image.isTextual() ? image.asText() : image.path("url").asText();
        int comma = url.indexOf(";base64,");
        return url.startsWith("data:") && comma > 0 ? url.substring(comma + ";base64,".length()) : url;
    }
}
