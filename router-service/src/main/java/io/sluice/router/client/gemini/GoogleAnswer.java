package io.sluice.router.client.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.conversation.Media;
import io.sluice.router.conversation.Part;
import io.sluice.router.wire.gemini.GoogleNames;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pieces of a {@code GenerateContentResponse}. */
final class GoogleAnswer {

    private GoogleAnswer() {}

    static ObjectNode text(String text) {
        return GeminiProtocol.JSON.createObjectNode().put("text", text);
    }

    static ObjectNode thought(String text, @Nullable String signature) {
        ObjectNode part = text(text).put("thought", true);
        return signature == null ? part : part.put("thoughtSignature", signature);
    }

    static ObjectNode call(Part.ToolCall call) {
        ObjectNode part = GeminiProtocol.JSON.createObjectNode();
        ObjectNode function = part.putObject("functionCall").put("name", call.name());
        function.set("args", arguments(call));
        function.put("id", call.id());
        if (call.signature() != null) {
            part.put("thoughtSignature", call.signature());
        }
        return part;
    }

    /** A model may write what is no JSON; Google's clients know objects only, so they get the text in one. */
    private static ObjectNode arguments(Part.ToolCall call) {
        try {
            return call.input();
        } catch (io.sluice.router.failure.UnsupportedRequestException notAnObject) {
            return GeminiProtocol.JSON.createObjectNode().put("arguments", call.arguments());
        }
    }

    static ObjectNode picture(Media.Inline image) {
        ObjectNode part = GeminiProtocol.JSON.createObjectNode();
        part.putObject("inlineData").put("mimeType", image.mimeType()).put("data", image.base64());
        return part;
    }

    /** Null for what Google's clients have no word for. */
    static @Nullable ObjectNode part(Part part) {
        return switch (part) {
            case Part.Text(String text, var ignored) -> text.isEmpty() ? null : text(text);
            case Part.Refusal(String text) -> text(text);
            case Part.Thinking(String text, String signature) -> thought(text, signature);
            case Part.TextSignature(String signature) -> text("").put("thoughtSignature", signature);
            case Part.RedactedThinking(String data) -> thought("", Signatures.ofRedacted(data));
            case Part.ToolCall call -> call(call);
            case Part.Image(Media.Inline image, var ignored, var unmarked) -> picture(image);
            case Part.Image ignored -> null;
            case Part.Foreign foreign -> foreign(foreign.type(), foreign.json());
            case Part.Audio ignored -> null;
            case Part.Video ignored -> null;
            case Part.Document ignored -> null;
        };
    }

    /** Null for the words of other providers. */
    static @Nullable ObjectNode foreign(String type, ObjectNode json) {
        String name = GoogleNames.camel(type);
        boolean known =
                name.equals("executableCode") || name.equals("codeExecutionResult") || name.equals("inlineData");
        return known ? GeminiProtocol.JSON.createObjectNode().set(name, json) : null;
    }

    static ObjectNode usage(TokenUsage counted) {
        ObjectNode usage = GeminiProtocol.JSON
                .createObjectNode()
                .put("promptTokenCount", counted.input())
                .put("candidatesTokenCount", counted.output() - counted.reasoning())
                .put("totalTokenCount", counted.total());
        if (counted.reasoning() > 0) {
            usage.put("thoughtsTokenCount", counted.reasoning());
        }
        if (counted.cachedInput() > 0) {
            usage.put("cachedContentTokenCount", counted.cachedInput());
        }
        return usage;
    }

    /** OpenAI's words in Google's: ai.google.dev/api/generate-content#FinishReason. */
    static String finishReason(String openAis) {
        return switch (openAis) {
            case "length" -> "MAX_TOKENS";
            case "content_filter" -> "SAFETY";
            default -> "STOP";
        };
    }

    /** Sources in Google's words; null when there are none. */
    static @Nullable ObjectNode grounding(List<JsonNode> citations) {
        ArrayNode chunks = GeminiProtocol.JSON.createArrayNode();
        for (JsonNode citation : citations) {
            JsonNode source = citation.path("url_citation").isObject() ? citation.path("url_citation") : citation;
            if (source.path("url").isTextual()) {
                chunks.addObject()
                        .putObject("web")
                        .put("uri", source.path("url").asText())
                        .put("title", source.path("title").asText(""));
            }
        }
        return chunks.isEmpty() ? null : GeminiProtocol.JSON.createObjectNode().set("groundingChunks", chunks);
    }

    /** OpenAI's {@code logprobs.content}; null when there is none. */
    static @Nullable ObjectNode logprobs(List<JsonNode> content) {
        if (content.isEmpty()) {
            return null;
        }
        ObjectNode result = GeminiProtocol.JSON.createObjectNode();
        ArrayNode chosen = result.putArray("chosenCandidates");
        ArrayNode top = result.putArray("topCandidates");
        for (JsonNode token : content) {
            chosen.add(logprob(token));
            ArrayNode others = top.addObject().putArray("candidates");
            token.path("top_logprobs").forEach(other -> others.add(logprob(other)));
        }
        return result;
    }

    private static ObjectNode logprob(JsonNode token) {
        ObjectNode json = GeminiProtocol.JSON
                .createObjectNode()
                .put("token", token.path("token").asText());
        return json.set("logProbability", token.path("logprob"));
    }
}
