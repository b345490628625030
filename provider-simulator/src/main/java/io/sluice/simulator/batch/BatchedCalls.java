package io.sluice.simulator.batch;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Messages;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.faults.Directives;
import io.sluice.simulator.faults.Shape;
import io.sluice.simulator.journal.Journal;
import io.sluice.simulator.journal.Outcome;
import io.sluice.simulator.journal.Usage;
import io.sluice.simulator.journal.Visit;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Lines of batches as calls of their own, with the directives in their models and prompts; in the journal their method is {@code BATCH}.
 *
 * @param answering the provider, once a key was looked at
 */
public record BatchedCalls(Journal journal, Function<Call, Reply> answering, Refusing refusing) {

    /** How the provider says no. */
    @FunctionalInterface
    public interface Refusing {
        Reply.Whole refuse(Call call, int status, String message);
    }

    /** The answer to a line whose prompt is the last message. */
    public Reply.Whole run(Call batch, String path, JsonNode body) {
        return run(batch, path, body, Messages.lastUser(body.path("messages")));
    }

    /** The answer to a line. */
    public Reply.Whole run(Call batch, String path, JsonNode body, String prompt) {
        Visit visit = journal.begin("BATCH", path, "", batch.headers());
        visit.received(Json.bytes(body));
        visit.understood(body.path("model").asText(""), false, prompt);
        Call call =
                new Call(visit.number(), "POST", path, "", batch.headers(), batch.raw(), body, List.of(), Shape.PLAIN);
        Reply.Whole reply = answer(call, prompt);
        visit.answering(reply.status(), reply.usage());
        visit.sent(reply.body().length(), reply.produced());
        visit.end(Outcome.COMPLETED);
        return reply;
    }

    private Reply.Whole answer(Call call, String prompt) {
        Map<String, String> directives = new HashMap<>();
        try {
            directives.putAll(Directives.ofModel(call.model()));
            directives.putAll(Directives.ofPrompt(prompt));
            Shape shape = Shape.of(directives);
            if (shape.refuses()) {
                return refusing.refuse(call, shape.status(), "Simulated failure with status " + shape.status());
            }
            return answering.apply(call.shaped(shape)) instanceof Reply.Whole whole
                    ? whole
                    : new Reply.Whole(
                            200, Reply.json(200, Json.object()).headers(), Buffer.buffer("{}"), null, Usage.NONE);
        } catch (IllegalArgumentException e) {
            return refusing.refuse(call, 400, String.valueOf(e.getMessage()));
        }
    }
}
