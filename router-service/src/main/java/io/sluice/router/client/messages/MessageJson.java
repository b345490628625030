package io.sluice.router.client.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.answer.Answer;
import io.sluice.router.answer.AnswerEvent;
import io.sluice.router.conversation.Media;
import io.sluice.router.conversation.Part;
import io.sluice.router.failure.UnsupportedRequestException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A message object and its pieces (docs.anthropic.com/en/api/messages). */
final class MessageJson {

    private MessageJson() {}

    static String newId() {
        return "msg_" + UUID.randomUUID();
    }

    static ObjectNode envelope(String id, String model) {
        ObjectNode message = MessagesProtocol.JSON
                .createObjectNode()
                .put("id", id)
                .put("type", "message")
                .put("role", "assistant")
                .put("model", model);
        message.putArray("content");
        return message;
    }

    /** The provider's id passes; where there is none it has LiteLLM's form. */
    static ObjectNode whole(Answer answer, String model) {
        ObjectNode message = envelope(answer.id() == null ? "chatcmpl-" + UUID.randomUUID() : answer.id(), model);
        Answer.Choice choice = answer.choices().getFirst();
        ArrayNode content = message.withArrayProperty("content");
        ObjectNode lastText = null;
        for (Part part : choice.parts()) {
            ObjectNode block = block(part);
            if (block != null) {
                content.add(block);
                lastText = part instanceof Part.Text ? block : lastText;
            }
        }
        if (lastText != null) {
            for (JsonNode citation : choice.citations()) {
                lastText.withArrayProperty("citations").add(citation(citation));
            }
        }
        AnswerEvent.Usage usage = answer.usage();
        message.put("stop_reason", StopReasons.of(choice.finishReason(), choice.stopSequence()))
                .put("stop_sequence", choice.stopSequence())
                .set("usage", usage(usage == null ? TokenUsage.NONE : usage.counted()));
        return message;
    }

    /** Null for what Anthropic's clients never get. */
    private static @Nullable ObjectNode block(Part part) {
        return switch (part) {
            case Part.Text(String text, var ignored) -> text.isEmpty() ? null : text(text);
            case Part.Refusal(String text) -> text(text);
            case Part.Thinking(String text, String signature) ->
                type("thinking").put("thinking", text).put("signature", signature == null ? "" : signature);
            case Part.RedactedThinking(String data) -> redacted(data);
            case Part.ToolCall call -> {
                ObjectNode block = toolUse(call.id(), call.name());
                block.set("input", input(call));
                yield block;
            }
            case Part.Image image -> image(image.media());
            case Part.Foreign foreign -> foreign.json();
            case Part.TextSignature ignored -> null;
            case Part.Audio ignored -> null;
            case Part.Video ignored -> null;
            case Part.Document ignored -> null;
        };
    }

    static ObjectNode type(String type) {
        return MessagesProtocol.JSON.createObjectNode().put("type", type);
    }

    static ObjectNode text(String text) {
        return type("text").put("text", text);
    }

    static ObjectNode redacted(String data) {
        return type("redacted_thinking").put("data", data);
    }

    static ObjectNode toolUse(String id, String name) {
        ObjectNode block = type("tool_use").put("id", id).put("name", name);
        block.putObject("input");
        return block;
    }

    /** An image of the model's: Anthropic's models make none, so it has the form in which a user sends one. */
    static ObjectNode image(Media media) {
        ObjectNode block = type("image");
        ObjectNode source = block.putObject("source");
        switch (media) {
            case Media.Inline(String mimeType, String base64) ->
                source.put("type", "base64").put("media_type", mimeType).put("data", base64);
            case Media.Url(String url, var ignored) -> source.put("type", "url").put("url", url);
            case Media.Uploaded(String id, var ignored) ->
                source.put("type", "file").put("file_id", id);
        }
        return block;
    }

    /** What is no JSON object is told as Anthropic's page on fine-grained tool streaming has it. */
    private static ObjectNode input(Part.ToolCall call) {
        try {
            return call.input();
        } catch (UnsupportedRequestException notJson) {
            return MessagesProtocol.JSON.createObjectNode().put("INVALID_JSON", call.arguments());
        }
    }

    /** Anthropic's own citations pass; OpenAI's name an address, which is a search result to Anthropic's clients. */
    static JsonNode citation(JsonNode citation) {
        JsonNode cited = citation.path("url_citation");
        if (!cited.isObject()) {
            return citation;
        }
        return type("web_search_result_location")
                .put("url", cited.path("url").asText(""))
                .put("title", cited.path("title").asText(""))
                .put("encrypted_index", "")
                .put("cited_text", "");
    }

    /** Anthropic counts what came from its cache, or went there, beside the other input. */
    static ObjectNode usage(TokenUsage counted) {
        long written = counted.cacheWrite5m() + counted.cacheWrite1h();
        ObjectNode usage = MessagesProtocol.JSON
                .createObjectNode()
                .put("input_tokens", Math.max(0, counted.input() - counted.cachedInput() - written))
                .put("output_tokens", counted.output());
        if (counted.cachedInput() > 0) {
            usage.put("cache_read_input_tokens", counted.cachedInput());
        }
        if (written > 0) {
            usage.put("cache_creation_input_tokens", written);
        }
        return usage;
    }
}
