package io.sluice.router.wire.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.answer.AnswerEvent;
import io.sluice.router.catalog.Charges;
import io.sluice.router.failure.ProviderErrors;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.wire.edit.Bytes;
import io.sluice.router.wire.event.EventDecoder;
import io.sluice.router.wire.event.Lines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads responses, whole and streamed, for clients of another protocol. Steps of tools that OpenAI runs itself are no part of the answer. */
final class ResponsesDecoder implements EventDecoder {

    private static final int MAX_EVENT = 16 * 1024 * 1024;
    private static final String DATA = "data:";

    private final @Nullable String secret;
    private final UnaryOperator<String> ids;
    private final Lines lines = new Lines();
    /** By the place of the item. */
    private final Map<Integer, Integer> calls = new HashMap<>(2);

    private int searches;
    private boolean readable;
    private boolean over;

    /**
     * @param secret the provider's key, which must not show in an error
     * @param ids what the client is told of a response's id
     */
    ResponsesDecoder(@Nullable String secret, UnaryOperator<String> ids) {
        this.secret = secret;
        this.ids = ids;
    }

    @Override
    public void whole(ByteBuffer body, Consumer<AnswerEvent> events) {
        byte[] json = Bytes.copy(body);
        try {
            JsonNode response = ResponsesRequest.JSON.readTree(json);
            if (response.path("error").isObject()) {
                fail(ProviderErrors.inStream(response.path("error"), secret), events);
            } else if (!response.path("output").isArray()) {
                fail(ProviderFailure.badResponse("provider returned a response without output"), events);
            } else {
                started(response, events);
                int place = 0;
                for (JsonNode item : response.path("output")) {
                    item(place++, item, events);
                }
                finish(response, events);
            }
        } catch (IOException e) {
            fail(ProviderFailure.badResponse("the answer is not JSON"), events);
        }
    }

    private void started(JsonNode response, Consumer<AnswerEvent> events) {
        String id = response.path("id").asText("");
        events.accept(new AnswerEvent.Started(
                id.isEmpty() ? null : ids.apply(id), response.path("model").asText(null)));
        asides(response, events);
    }

    /** At its beginning the tier that was asked for, at its end the one that it had. */
    private static void asides(JsonNode response, Consumer<AnswerEvent> events) {
        if (response.path("service_tier").isTextual()) {
            events.accept(new AnswerEvent.Aside("service_tier", response.path("service_tier")));
        }
    }

    private void item(int place, JsonNode item, Consumer<AnswerEvent> events) {
        switch (item.path("type").asText("")) {
            case "message" -> {
                for (JsonNode part : item.path("content")) {
                    text(part.path("text").asText(""), events);
                    refusal(part.path("refusal").asText(""), events);
                    part.path("annotations").forEach(annotation -> citation(annotation, events));
                }
            }
            case "function_call" -> {
                call(place, item, events);
                arguments(place, item.path("arguments").asText(""), events);
            }
            case "reasoning" -> {
                int number = 0;
                for (JsonNode part : item.path("summary")) {
                    thought(number++ == 0 ? "" : "\n\n", part.path("text").asText(""), events);
                }
                item.path("content")
                        .forEach(part -> thought("", part.path("text").asText(""), events));
                reasoned(item, events);
            }
            case "web_search_call" -> searches++;
            default -> {}
        }
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
        if (over || !line.startsWith(DATA)) {
            return;
        }
        String data = line.substring(DATA.length()).strip();
        if (data.isEmpty() || data.equals("[DONE]")) {
            return;
        }
        try {
            event(ResponsesRequest.JSON.readTree(data), events);
        } catch (IOException e) {
            fail(ProviderFailure.badResponse("an event is not JSON"), events);
        }
    }

    private void event(JsonNode event, Consumer<AnswerEvent> events) {
        int place = event.path("output_index").asInt(0);
        JsonNode item = event.path("item");
        String delta = event.path("delta").asText("");
        switch (event.path("type").asText("")) {
            case "response.created" -> started(event.path("response"), events);
            case "response.output_item.added" -> {
                if (item.path("type").asText().equals("function_call")) {
                    call(place, item, events);
                    arguments(place, item.path("arguments").asText(""), events);
                }
            }
            case "response.output_item.done" -> {
                switch (item.path("type").asText("")) {
                    case "reasoning" -> reasoned(item, events);
                    case "web_search_call" -> searches++;
                    default -> {} // its deltas have said it
                }
            }
            case "response.output_text.delta" -> text(delta, events);
            case "response.refusal.delta" -> refusal(delta, events);
            case "response.output_text.annotation.added" -> citation(event.path("annotation"), events);
            case "response.function_call_arguments.delta" -> arguments(place, delta, events);
            case "response.reasoning_summary_part.added" ->
                thought("", event.path("summary_index").asInt(0) > 0 ? "\n\n" : "", events);
            case "response.reasoning_summary_text.delta", "response.reasoning_text.delta" -> thought("", delta, events);
            case "response.completed", "response.incomplete" -> finish(event.path("response"), events);
            case "response.failed" ->
                fail(ProviderErrors.inStream(event.path("response").path("error"), secret), events);
            case "error", "" ->
                fail(
                        ProviderErrors.inStream(event.path("error").isObject() ? event.path("error") : event, secret),
                        events);
            default -> {} // what repeats the deltas, steps of hosted tools, and what is to come
        }
    }

    private static void text(String text, Consumer<AnswerEvent> events) {
        if (!text.isEmpty()) {
            events.accept(new AnswerEvent.Text(text));
        }
    }

    private static void refusal(String text, Consumer<AnswerEvent> events) {
        if (!text.isEmpty()) {
            events.accept(new AnswerEvent.Refusal(text));
        }
    }

    private void thought(String separator, String text, Consumer<AnswerEvent> events) {
        if (!text.isEmpty()) {
            readable = true;
            events.accept(new AnswerEvent.Thinking(separator + text));
        }
    }

    private void reasoned(JsonNode item, Consumer<AnswerEvent> events) {
        KeptReasoning.closing(item, readable).ifPresent(events);
        readable = false;
    }

    private void call(int place, JsonNode item, Consumer<AnswerEvent> events) {
        int number = calls.size();
        calls.put(place, number);
        events.accept(new AnswerEvent.CallStart(
                number,
                place,
                item.path("call_id").asText(""),
                item.path("name").asText(""),
                null));
    }

    private void arguments(int place, String json, Consumer<AnswerEvent> events) {
        Integer number = calls.get(place);
        if (number != null && !json.isEmpty()) {
            events.accept(new AnswerEvent.CallArguments(number, json));
        }
    }

    /** The chat's form, which every client protocol is written from. */
    private static void citation(JsonNode annotation, Consumer<AnswerEvent> events) {
        if (annotation instanceof ObjectNode given
                && given.path("type").asText().equals("url_citation")) {
            ObjectNode cited = given.deepCopy();
            cited.remove("type");
            ObjectNode citation = ResponsesRequest.JSON.createObjectNode().put("type", "url_citation");
            citation.set("url_citation", cited);
            events.accept(new AnswerEvent.Citation(citation));
        }
    }

    private void finish(JsonNode response, Consumer<AnswerEvent> events) {
        asides(response, events);
        TokenUsage counted = ResponsesUsage.read(response.path("usage"));
        if (counted != null) {
            events.accept(new AnswerEvent.Usage(counted, details(response.path("usage")), Charges.searches(searches)));
        }
        over = true;
        events.accept(new AnswerEvent.Finish(
                switch (response.path("incomplete_details").path("reason").asText("")) {
                    case "max_output_tokens" -> "length";
                    case "content_filter" -> "content_filter";
                    default -> calls.isEmpty() ? "stop" : "tool_calls";
                }));
    }

    /** A detail that the provider said is told, also when it is zero. */
    private static ObjectNode details(JsonNode usage) {
        ObjectNode details = ResponsesRequest.JSON.createObjectNode();
        JsonNode cached = usage.path("input_tokens_details").path("cached_tokens");
        if (cached.isNumber()) {
            details.putObject("prompt_tokens_details").set("cached_tokens", cached);
        }
        JsonNode reasoning = usage.path("output_tokens_details").path("reasoning_tokens");
        if (reasoning.isNumber()) {
            details.putObject("completion_tokens_details").set("reasoning_tokens", reasoning);
        }
        return details;
    }

    private void fail(ProviderFailure failure, Consumer<AnswerEvent> events) {
        if (!over) {
            over = true;
            events.accept(new AnswerEvent.Failed(failure));
        }
    }
}
