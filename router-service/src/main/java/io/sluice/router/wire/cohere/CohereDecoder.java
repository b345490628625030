package io.sluice.router.wire.cohere;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.answer.AnswerEvent;
import io.sluice.router.failure.ProviderErrors;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.wire.edit.Bytes;
import io.sluice.router.wire.event.EventDecoder;
import io.sluice.router.wire.event.Lines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads Cohere's answers, whole and streamed, as server-sent events or as lines of JSON. The plan before a tool call ({@code tool_plan}) is no part
 * of the answer: LiteLLM leaves it out, and Cohere does not need it back.
 */
final class CohereDecoder implements EventDecoder {

    private static final int MAX_EVENT = 16 * 1024 * 1024;
    private static final String DATA = "data:";

    private final @Nullable String secret;
    private final Lines lines = new Lines();
    private int calls;
    private boolean over;

    /** @param secret the provider's key, which must not show in an error */
    CohereDecoder(@Nullable String secret) {
        this.secret = secret;
    }

    @Override
    public void whole(ByteBuffer body, Consumer<AnswerEvent> events) {
        byte[] json = Bytes.copy(body);
        JsonNode answer = tree(json, events);
        if (answer == null) {
            return;
        }
        JsonNode message = answer.path("message");
        if (!message.isObject()) {
            fail(
                    message.isTextual()
                            ? ProviderErrors.inStream(answer, secret)
                            : ProviderFailure.badResponse("provider returned a response without a message"),
                    events);
            return;
        }
        message.path("content").forEach(part -> content(part, events));
        message.path("tool_calls").forEach(call -> {
            start(call, events);
            arguments(call, events);
        });
        message.path("citations").forEach(citation -> citation(citation, events));
        finish(answer, events);
    }

    @Override
    public void piece(ByteBuffer bytes, Consumer<AnswerEvent> events) {
        lines.add(bytes, line -> line(line, events));
        if (lines.pendingBytes() > MAX_EVENT) {
            fail(ProviderFailure.badResponse("an event is larger than " + MAX_EVENT + " bytes"), events);
        }
    }

    @Override
    public void end(Consumer<AnswerEvent> events) {
        line(lines.rest(), events);
    }

    private void line(String line, Consumer<AnswerEvent> events) {
        String data = line.startsWith(DATA) ? line.substring(DATA.length()).strip() : line;
        if (over || data.isEmpty() || data.equals("[DONE]") || !(line.startsWith(DATA) || line.startsWith("{"))) {
            return;
        }
        JsonNode event = tree(data.getBytes(StandardCharsets.UTF_8), events);
        if (event != null) {
            event(event, event.path("delta").path("message"), events);
        }
    }

    private void event(JsonNode event, JsonNode message, Consumer<AnswerEvent> events) {
        switch (event.path("type").asText("")) {
            case "content-start", "content-delta" -> content(message.path("content"), events);
            case "tool-call-start" -> {
                start(message.path("tool_calls"), events);
                arguments(message.path("tool_calls"), events);
            }
            case "tool-call-delta" -> arguments(message.path("tool_calls"), events);
            case "citation-start" -> citation(message.path("citations"), events);
            case "message-end" -> {
                if (event.path("delta").path("error").isTextual()) {
                    fail(ProviderErrors.inStream(event.path("delta").path("error"), secret), events);
                } else {
                    finish(event.path("delta"), events);
                }
            }
            case "" -> fail(ProviderErrors.inStream(event, secret), events);
            default -> {} // starts and ends, the plan, and what is to come
        }
    }

    private static void content(JsonNode part, Consumer<AnswerEvent> events) {
        String thinking = part.path("thinking").asText("");
        if (!thinking.isEmpty()) {
            events.accept(new AnswerEvent.Thinking(thinking));
        }
        String text = part.path("text").asText("");
        if (!text.isEmpty()) {
            events.accept(new AnswerEvent.Text(text));
        }
    }

    private void start(JsonNode call, Consumer<AnswerEvent> events) {
        int number = calls++;
        events.accept(new AnswerEvent.CallStart(
                number,
                number,
                call.path("id").asText(),
                call.path("function").path("name").asText(),
                null));
    }

    private void arguments(JsonNode call, Consumer<AnswerEvent> events) {
        String json = call.path("function").path("arguments").asText("");
        if (!json.isEmpty() && calls > 0) {
            events.accept(new AnswerEvent.CallArguments(calls - 1, json));
        }
    }

    /** One for each of its sources, as OpenAI annotates a text; a document without an address is named by its id. */
    private static void citation(JsonNode citation, Consumer<AnswerEvent> events) {
        for (JsonNode source : citation.path("sources")) {
            JsonNode document = source.path("document");
            ObjectNode annotation = CohereDialect.JSON.createObjectNode().put("type", "url_citation");
            annotation
                    .putObject("url_citation")
                    .put("start_index", citation.path("start").asInt())
                    .put("end_index", citation.path("end").asInt())
                    .put("title", document.path("title").asText(""))
                    .put(
                            "url",
                            document.path("url")
                                    .asText("source:" + source.path("id").asText()));
            events.accept(new AnswerEvent.Citation(annotation));
        }
    }

    /** The counts of tokens; those that are billed leave out what Cohere puts before a prompt, and LiteLLM's prices are for all. */
    private void finish(JsonNode said, Consumer<AnswerEvent> events) {
        JsonNode tokens = said.path("usage").path("tokens");
        JsonNode usage = tokens.isObject() ? tokens : said.path("usage").path("billed_units");
        if (usage.path("input_tokens").isNumber() || usage.path("output_tokens").isNumber()) {
            events.accept(new AnswerEvent.Usage(
                    TokenUsage.of(count(usage, "input_tokens"), count(usage, "output_tokens")), null));
        }
        String reason = said.path("finish_reason").asText("");
        if (reason.equals("ERROR") || reason.equals("TIMEOUT")) {
            fail(ProviderFailure.badResponse("the generation ended with " + reason), events);
        } else if (!reason.isEmpty()) {
            events.accept(new AnswerEvent.Finish(reason(reason)));
            over = true;
        }
    }

    private static long count(JsonNode usage, String name) {
        return Math.max(0, usage.path(name).asLong(0));
    }

    private String reason(String reason) {
        return switch (reason) {
            case "MAX_TOKENS", "ERROR_LIMIT" -> "length";
            case "ERROR_TOXIC" -> "content_filter";
            default -> calls > 0 ? "tool_calls" : "stop";
        };
    }

    private @Nullable JsonNode tree(byte[] json, Consumer<AnswerEvent> events) {
        try {
            JsonNode tree = CohereDialect.JSON.readTree(json);
            if (tree.isObject()) {
                return tree;
            }
        } catch (IOException e) {
            // told below
        }
        fail(
                ProviderErrors.unreadable(
                        "Empty or invalid response from LLM endpoint.", ByteBuffer.wrap(json), secret),
                events);
        return null;
    }

    private void fail(ProviderFailure failure, Consumer<AnswerEvent> events) {
        if (!over) {
            over = true;
            events.accept(new AnswerEvent.Failed(failure));
        }
    }
}
