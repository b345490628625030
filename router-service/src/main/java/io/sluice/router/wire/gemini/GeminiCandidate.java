package io.sluice.router.wire.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.answer.AnswerEvent;
import io.sluice.router.conversation.Media;
import io.sluice.router.conversation.SignedId;
import io.sluice.router.wire.SpacedJson;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One of the answers, as its pieces come. Not thread-safe. */
final class GeminiCandidate {

    private int calls;
    private boolean empty = true;
    private @Nullable String reason;

    /** The pieces of one frame; a whole answer is one frame. */
    void read(JsonNode candidate, Consumer<AnswerEvent> events) {
        for (JsonNode part : candidate.path("content").path("parts")) {
            part(part, events);
        }
        JsonNode logprobs = candidate.path("logprobsResult");
        if (!logprobs.path("chosenCandidates").isEmpty()) {
            events.accept(new AnswerEvent.Logprobs(logprobs(logprobs)));
        }
        grounding(candidate.path("groundingMetadata"), events);
        if (candidate.path("finishReason").isTextual()) {
            reason = candidate.path("finishReason").asText();
        }
    }

    private void part(JsonNode part, Consumer<AnswerEvent> events) {
        empty &= part.path("text").asText("").isEmpty() && part.path("text").isTextual();
        if (part.path("text").isTextual()) {
            String text = part.path("text").asText();
            if (!text.isEmpty()) {
                events.accept(
                        part.path("thought").asBoolean(false)
                                ? new AnswerEvent.Thinking(text)
                                : new AnswerEvent.Text(text));
            }
            if (part.path("thoughtSignature").isTextual()) {
                events.accept(new AnswerEvent.TextSignature(
                        part.path("thoughtSignature").asText()));
            }
        } else if (part.path("functionCall").isObject()) {
            call(part, events);
        } else if (part.path("inlineData").isObject()) {
            made(part.path("inlineData"), events);
        } else {
            foreign(part, "executableCode", "executable_code", events);
            foreign(part, "codeExecutionResult", "code_execution_result", events);
        }
    }

    /** Gemini gives a call at once; models before the third give it no id. */
    private void call(JsonNode part, Consumer<AnswerEvent> events) {
        JsonNode function = part.path("functionCall");
        int number = calls++;
        String id = function.path("id").asText("");
        String signature = part.path("thoughtSignature").isTextual()
                ? part.path("thoughtSignature").asText()
                : null;
        events.accept(new AnswerEvent.CallStart(
                number,
                number,
                new SignedId(id.isEmpty() ? "call_" + UUID.randomUUID() : id, signature).told(),
                function.path("name").asText(),
                signature));
        JsonNode arguments = function.path("args");
        events.accept(new AnswerEvent.CallArguments(number, arguments.isObject() ? SpacedJson.of(arguments) : "{}"));
    }

    private static void made(JsonNode data, Consumer<AnswerEvent> events) {
        String type = data.path("mimeType").asText("");
        if (type.startsWith("image/")) {
            events.accept(new AnswerEvent.Picture(
                    new Media.Inline(type, data.path("data").asText())));
        } else if (data instanceof ObjectNode object) {
            events.accept(new AnswerEvent.Foreign("inline_data", object));
        }
    }

    private static void foreign(JsonNode part, String name, String type, Consumer<AnswerEvent> events) {
        if (part.path(name) instanceof ObjectNode object) {
            events.accept(new AnswerEvent.Foreign(type, object));
        }
    }

    /** What the model found out elsewhere, as OpenAI's {@code url_citation}: one for each passage and source. */
    private static void grounding(JsonNode metadata, Consumer<AnswerEvent> events) {
        JsonNode chunks = metadata.path("groundingChunks");
        for (JsonNode support : metadata.path("groundingSupports")) {
            for (JsonNode index : support.path("groundingChunkIndices")) {
                JsonNode chunk = chunks.path(index.asInt());
                JsonNode source = chunk.has("web") ? chunk.path("web") : chunk.path("retrievedContext");
                if (source.path("uri").isTextual()) {
                    ObjectNode citation = GeminiDialect.JSON.createObjectNode().put("type", "url_citation");
                    citation.putObject("url_citation")
                            .put(
                                    "start_index",
                                    support.path("segment").path("startIndex").asInt(0))
                            .put(
                                    "end_index",
                                    support.path("segment").path("endIndex").asInt(0))
                            .put("url", source.path("uri").asText())
                            .put("title", source.path("title").asText(""));
                    events.accept(new AnswerEvent.Citation(citation));
                }
            }
        }
    }

    private static ArrayNode logprobs(JsonNode result) {
        ArrayNode content = GeminiDialect.JSON.createArrayNode();
        JsonNode chosen = result.path("chosenCandidates");
        for (int i = 0; i < chosen.size(); i++) {
            ObjectNode token = logprob(content.addObject(), chosen.get(i));
            ArrayNode top = token.putArray("top_logprobs");
            for (JsonNode other : result.path("topCandidates").path(i).path("candidates")) {
                logprob(top.addObject(), other);
            }
        }
        return content;
    }

    private static ObjectNode logprob(ObjectNode json, JsonNode token) {
        json.put("token", token.path("token").asText());
        json.set("logprob", token.path("logProbability"));
        return json;
    }

    /** Google's word; null while it is not over. */
    @Nullable
    String reason() {
        return reason;
    }

    /** Whether Google kept back what the model said, and says for which of its rules. */
    boolean isHeldBack() {
        return finish().equals("content_filter") && !"LANGUAGE".equals(reason) && !"OTHER".equals(reason) && empty;
    }

    /**
     * In OpenAI's words. A call that came to nothing is an end like any other, as is a reason that nobody knows yet: LiteLLM 1.109.1 says
     * {@code stop} for both.
     */
    String finish() {
        return switch (reason == null ? "" : reason) {
            case "MAX_TOKENS" -> "length";
            case "SAFETY",
                    "RECITATION",
                    "LANGUAGE",
                    "BLOCKLIST",
                    "PROHIBITED_CONTENT",
                    "SPII",
                    "MODEL_ARMOR",
                    "OTHER",
                    "IMAGE_SAFETY",
                    "IMAGE_PROHIBITED_CONTENT",
                    "IMAGE_RECITATION" -> "content_filter";
            default -> calls > 0 ? "tool_calls" : "stop";
        };
    }
}
