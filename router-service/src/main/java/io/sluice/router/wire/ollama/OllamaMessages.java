package io.sluice.router.wire.ollama;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.conversation.Media;
import io.sluice.router.conversation.Message;
import io.sluice.router.conversation.Params;
import io.sluice.router.conversation.Part;
import io.sluice.router.failure.UnsupportedRequestException;
import java.util.List;
import java.util.Locale;

/**
 * Messages as Ollama takes them: a text each, with images beside it. What it cannot take is refused, or left out and named with
 * {@code drop_params}. One use.
 */
final class OllamaMessages {

    private static final String END_OF_TURN = "\n\n";

    private final Params params;
    private final boolean drop;

    OllamaMessages(Params params, boolean drop) {
        this.params = params;
        this.drop = drop;
    }

    ArrayNode chat(List<Message> messages) {
        ArrayNode translated = OllamaDialect.JSON.createArrayNode();
        messages.forEach(message -> translated.add(message(message)));
        return translated;
    }

    /** One prompt for {@code /api/generate}; images are put into {@code images}. */
    String prompt(List<Message> messages, ArrayNode images) {
        StringBuilder prompt = new StringBuilder();
        String last = "";
        for (Message message : messages) {
            String role = role(message);
            String text = text(message.parts(), "\n", images);
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
        return prompt.toString();
    }

    private static String role(Message message) {
        return switch (message) {
            case Message.Instructions ignored -> "system";
            case Message.User ignored -> "user";
            case Message.Assistant ignored -> "assistant";
            case Message.ToolResult ignored -> "tool";
        };
    }

    private ObjectNode message(Message message) {
        ArrayNode images = OllamaDialect.JSON.createArrayNode();
        ObjectNode translated = OllamaDialect.JSON
                .createObjectNode()
                .put("role", role(message))
                .put("content", text(message.parts(), "", images));
        if (!images.isEmpty()) {
            translated.set("images", images);
        }
        if (message instanceof Message.ToolResult result && !result.callId().isEmpty()) {
            translated.put("tool_call_id", result.callId());
        }
        for (Part part : message.parts()) {
            switch (part) {
                case Part.Thinking(String text, var ignored) ->
                    translated.put("thinking", translated.path("thinking").asText("") + text);
                case Part.ToolCall call ->
                    translated.withArrayProperty("tool_calls").add(toolCall(call));
                default -> {}
            }
        }
        return translated;
    }

    private static ObjectNode toolCall(Part.ToolCall call) {
        ObjectNode translated = OllamaDialect.JSON.createObjectNode();
        if (!call.id().isEmpty()) {
            translated.put("id", call.id());
        }
        translated.putObject("function").put("name", call.name()).set("arguments", call.input());
        return translated;
    }

    private String text(List<Part> parts, String separator, ArrayNode images) {
        StringBuilder text = new StringBuilder();
        boolean first = true;
        for (Part part : parts) {
            switch (part) {
                case Part.Text(String more, var ignored) -> {
                    text.append(first ? "" : separator).append(more);
                    first = false;
                }
                case Part.Refusal(String more) -> {
                    text.append(first ? "" : separator).append(more);
                    first = false;
                }
                case Part.Image image -> images.add(image(image.media()));
                case Part.ToolCall ignored -> {}
                case Part.Thinking ignored -> {}
                case Part.RedactedThinking ignored -> {}
                case Part.TextSignature ignored -> {}
                case Part.Audio ignored -> untaken("input_audio");
                case Part.Video ignored -> untaken("video_url");
                case Part.Document ignored -> untaken("file");
                case Part.Foreign foreign -> untaken(foreign.type());
            }
        }
        return text.toString();
    }

    private void untaken(String type) {
        if (!drop) {
            throw new UnsupportedRequestException(
                    type.equals("file")
                            ? "Ollama does not accept PDF input (content part file)."
                            : "Ollama does not take content parts of type '" + type + "'.");
        }
        params.note("messages." + type);
    }

    private static String image(Media media) {
        return switch (media) {
            case Media.Inline(var ignored, String base64) -> base64;
            case Media.Url(String url, var ignored) -> url;
            case Media.Uploaded ignored ->
                throw new UnsupportedRequestException("Ollama has no uploaded files; send the image as a data URL.");
        };
    }
}
