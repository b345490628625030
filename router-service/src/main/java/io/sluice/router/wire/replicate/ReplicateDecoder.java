package io.sluice.router.wire.replicate;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.answer.AnswerEvent;
import io.sluice.router.failure.ProviderErrors;
import io.sluice.router.wire.event.EventDecoder;
import io.sluice.router.wire.event.Lines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a prediction that has ended, or its output as server-sent events. A stream ends without counts of tokens, so its usage is estimated; nobody
 * says why a text ended.
 */
final class ReplicateDecoder implements EventDecoder {

    private static final int MAX_EVENT = 16 * 1024 * 1024;

    private final @Nullable String secret;
    private final Lines lines = new Lines();
    private final StringBuilder json = new StringBuilder(0);
    private String event = "";
    private final StringBuilder data = new StringBuilder();
    private boolean hasData;
    private boolean isPrediction;
    private boolean started;
    private boolean over;

    /** @param secret the provider's key, which must not show in an error */
    ReplicateDecoder(@Nullable String secret) {
        this.secret = secret;
    }

    @Override
    public void whole(ByteBuffer body, Consumer<AnswerEvent> events) {
        prediction(StandardCharsets.UTF_8.decode(body.duplicate()).toString(), events);
    }

    private void prediction(String text, Consumer<AnswerEvent> events) {
        JsonNode prediction;
        try {
            prediction = ReplicateDialect.JSON.readTree(text);
        } catch (IOException e) {
            fail("the answer is not JSON", events);
            return;
        }
        String status = prediction.path("status").asText("");
        if (!status.equals("succeeded")) {
            String why = prediction.path("error").asText("");
            fail(
                    "the prediction " + (status.isEmpty() ? "has no status" : status)
                            + (why.isEmpty() ? "" : ": " + why),
                    events);
            return;
        }
        output(prediction.path("output"), events);
        JsonNode metrics = prediction.path("metrics");
        if (metrics.path("input_token_count").isNumber()
                || metrics.path("output_token_count").isNumber()) {
            events.accept(new AnswerEvent.Usage(
                    TokenUsage.of(count(metrics, "input_token_count"), count(metrics, "output_token_count")), null));
        }
        finish(events);
    }

    private static void output(JsonNode output, Consumer<AnswerEvent> events) {
        if (output.isTextual() && !output.asText().isEmpty()) {
            events.accept(new AnswerEvent.Text(output.asText()));
        }
        for (JsonNode piece : output) {
            if (!piece.asText("").isEmpty()) {
                events.accept(new AnswerEvent.Text(piece.asText()));
            }
        }
    }

    private static long count(JsonNode metrics, String name) {
        return Math.max(0, metrics.path(name).asLong(0));
    }

    @Override
    public void piece(ByteBuffer bytes, Consumer<AnswerEvent> events) {
        if (!started && bytes.hasRemaining()) {
            started = true;
            isPrediction = bytes.get(bytes.position()) == '{';
        }
        lines.add(bytes, line -> line(line, events));
        if (lines.pendingBytes() > MAX_EVENT || json.length() > MAX_EVENT || data.length() > MAX_EVENT) {
            fail("an event is larger than " + MAX_EVENT + " bytes", events);
            json.setLength(0);
            data.setLength(0);
        }
    }

    private void line(String line, Consumer<AnswerEvent> events) {
        if (isPrediction) {
            json.append(line);
        } else if (line.isEmpty()) {
            ended(events);
        } else if (line.startsWith("event:")) {
            event = line.substring("event:".length()).strip();
        } else if (line.startsWith("data:")) {
            // one space belongs to the protocol, the others to the text
            String more = line.substring("data:".length());
            data.append(hasData ? "\n" : "").append(more.startsWith(" ") ? more.substring(1) : more);
            hasData = true;
        }
    }

    /** A blank line closes an event. */
    private void ended(Consumer<AnswerEvent> events) {
        String said = data.toString();
        data.setLength(0);
        hasData = false;
        String name = event;
        event = "";
        if (over) {
            return;
        }
        switch (name) {
            case "output" -> {
                if (!said.isEmpty()) {
                    events.accept(new AnswerEvent.Text(said));
                }
            }
            case "error" -> fail(said, events);
            case "done" -> {
                if (said.contains("\"reason\"")) {
                    fail("the prediction ended with " + said, events);
                } else {
                    finish(events);
                }
            }
            default -> {}
        }
    }

    @Override
    public void end(Consumer<AnswerEvent> events) {
        String rest = lines.rest();
        if (isPrediction) {
            prediction(json.append(rest).toString(), events);
        } else {
            line(rest, events);
            ended(events);
        }
    }

    private void finish(Consumer<AnswerEvent> events) {
        over = true;
        events.accept(new AnswerEvent.Finish("stop"));
    }

    private void fail(String message, Consumer<AnswerEvent> events) {
        if (!over) {
            over = true;
            events.accept(new AnswerEvent.Failed(ProviderErrors.told(message, secret)));
        }
    }
}
