package io.sluice.router.wire.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.json.MalformedJsonException;
import io.sluice.contracts.routing.Span;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.catalog.Charges;
import io.sluice.router.catalog.CostCalculator;
import io.sluice.router.failure.ProviderErrors;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.wire.AnswerSink;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.edit.Bytes;
import io.sluice.router.wire.edit.JsonSpans;
import io.sluice.router.wire.edit.PassedEvents;
import io.sluice.router.wire.edit.PassedRequest;
import io.sluice.router.wire.edit.PassedStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a response for a client of the same protocol: everything goes on as it came but for the model's name and, as LiteLLM has it, the cost in
 * the usage of a stream and an end mark behind it. Not thread-safe.
 */
final class ResponsesAnswerReader extends PassedStream {

    private static final String CUT_OFF = "Stream ended before the response was complete";
    private static final byte[] DONE = "\ndata: [DONE]\n\n".getBytes(StandardCharsets.UTF_8);

    ResponsesAnswerReader(WireCall call) {
        super(call, CUT_OFF);
    }

    @Override
    public void complete(int status, Map<String, String> headers, ByteBuffer body, AnswerSink to) {
        byte[] json = Bytes.copy(body);
        try {
            Span output = JsonSpans.member(json, 0, json.length, "output");
            Span error = JsonSpans.member(json, 0, json.length, "error");
            if (error.present() && json[error.start()] == '{') {
                to.failed(told(PassedRequest.tree(json, error.start(), error.end())));
                return;
            }
            if (!output.present()) {
                to.failed(ProviderFailure.badResponse("provider returned a response without output"));
                return;
            }
            Span usage = JsonSpans.member(json, 0, json.length, "usage");
            if (usage.present()) {
                counted(PassedRequest.tree(json, usage.start(), usage.end()), to);
            }
            if (asksTools()) {
                to.charges(searched(PassedRequest.tree(json, output.start(), output.end())));
            }
            String state = JsonSpans.text(json, JsonSpans.member(json, 0, json.length, "status"));
            to.finished(state == null ? "completed" : state);
            to.content(output.end() - output.start());
            to.emit(named(json, JsonSpans.member(json, 0, json.length, "model")));
            to.done();
        } catch (MalformedJsonException e) {
            to.failed(ProviderFailure.badResponse("Empty or invalid response from LLM endpoint: " + e.getMessage()));
        }
    }

    private static @Nullable TokenUsage counted(JsonNode usage, AnswerSink to) {
        TokenUsage read = ResponsesUsage.read(usage);
        if (read != null) {
            to.usage(read);
        }
        return read;
    }

    /** Only then is there something to look for in the output. */
    private boolean asksTools() {
        return call().request().scan().topLevel().stream()
                .anyMatch(member -> member.name().equals("tools"));
    }

    private static Charges searched(JsonNode output) {
        int searches = 0;
        for (JsonNode item : output) {
            searches += item.path("type").asText("").equals("web_search_call") ? 1 : 0;
        }
        return Charges.searches(searches);
    }

    private ProviderFailure told(JsonNode error) {
        return ProviderErrors.inStream(error, call().target().apiKey());
    }

    @Override
    protected boolean event(byte[] line, int from, int to, Bytes out, AnswerSink receiver)
            throws MalformedJsonException {
        if (line[from] == '[') {
            return fail(ProviderFailure.badResponse(CUT_OFF), receiver);
        }
        String type = JsonSpans.text(line, JsonSpans.member(line, from, to, "type"));
        switch (type == null ? "" : type) {
            case "response.completed", "response.incomplete" -> {
                return ended(PassedRequest.tree(line, from, to), out, receiver);
            }
            case "response.failed" -> {
                return fail(
                        told(PassedRequest.tree(line, from, to).path("response").path("error")), receiver);
            }
            case "error", "" -> {
                JsonNode event = PassedRequest.tree(line, from, to);
                return fail(told(event.path("error").isObject() ? event.path("error") : event), receiver);
            }
            default -> {
                Span name = JsonSpans.member(line, JsonSpans.member(line, from, to, "response"), "model");
                named(line, from, to, name, out);
                content(size(line, JsonSpans.member(line, from, to, "delta")), receiver);
            }
        }
        return true;
    }

    /** Bytes of a delta that is a text. */
    private static int size(byte[] line, Span delta) {
        return delta.present() && line[delta.start()] == '"' ? delta.end() - delta.start() - 2 : 0;
    }

    private boolean ended(JsonNode event, Bytes out, AnswerSink receiver) {
        if (event.path("response") instanceof ObjectNode response) {
            response.put("model", call().answerModel());
            TokenUsage read = counted(response.path("usage"), receiver);
            if (read != null
                    && response.path("usage") instanceof ObjectNode usage
                    && call().target().card().prices() != null) {
                usage.put(
                        "cost",
                        CostCalculator.cost(call().target().card(), read, null)
                                .total()
                                .toDollars()
                                .doubleValue());
            }
            receiver.charges(searched(response.path("output")));
            receiver.finished(response.path("status").asText("completed"));
        }
        byte[] json = PassedRequest.json(event);
        PassedEvents.pass(json, 0, json.length, out);
        out.add(DONE);
        return done(receiver);
    }
}
