package io.sluice.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

/** Runs the lines of a batch's input, with the directives in their models and prompts. */
record BatchRun(Journal journal, Function<Call, Reply> answering) {

    /** What came of it: lines of JSON. */
    record Result(Buffer output, Buffer errors, int total, int failed) {
        static final Result NONE = new Result(Buffer.buffer(), Buffer.buffer(), 0, 0);
    }

    Result all(Call batch, String endpoint, Buffer input) {
        Buffer output = Buffer.buffer();
        Buffer errors = Buffer.buffer();
        int total = 0;
        int failed = 0;
        for (String line : input.toString().lines().toList()) {
            if (line.isBlank()) {
                continue;
            }
            total++;
            ObjectNode result = one(batch, endpoint, Json.read(line), total);
            boolean good = result.path("response").path("status_code").asInt() == 200;
            failed += good ? 0 : 1;
            (good ? output : errors).appendString(result + "\n");
        }
        return new Result(output, errors, total, failed);
    }

    private ObjectNode one(Call batch, String endpoint, JsonNode line, int index) {
        String prefix = batch.path().substring(0, batch.path().lastIndexOf("/batches"));
        String path = prefix + endpoint.replaceFirst("^/v1", "");
        Visit visit = journal.begin("BATCH", path, "", batch.headers());
        JsonNode body = line.path("body");
        visit.received(Json.bytes(body));
        String prompt = Messages.lastUser(body.path("messages"));
        visit.understood(body.path("model").asText(""), false, prompt);
        Call call =
                new Call(visit.number(), "POST", path, "", batch.headers(), batch.raw(), body, List.of(), Shape.PLAIN);
        Reply reply = answer(call, prompt);
        Buffer answer = reply instanceof Reply.Whole whole ? whole.body() : Buffer.buffer("{}");
        visit.answering(reply.status(), reply.usage());
        visit.sent(answer.length(), reply instanceof Reply.Whole whole ? whole.produced() : Usage.NONE);
        visit.end(Outcome.COMPLETED);
        ObjectNode result = Json.object()
                .put("id", "batch_req_sim" + Long.toString(batch.number(), 36) + "x" + index)
                .put("custom_id", line.path("custom_id").asText(""));
        result.putObject("response")
                .put("status_code", reply.status())
                .put("request_id", "req_" + Long.toHexString(visit.number()))
                .set("body", Json.read(answer));
        return result.putNull("error");
    }

    private Reply answer(Call call, String prompt) {
        Map<String, String> directives = new HashMap<>();
        try {
            directives.putAll(Directives.ofModel(call.model()));
            directives.putAll(Directives.ofPrompt(prompt));
            Shape shape = Shape.of(directives);
            return shape.refuses()
                    ? OpenAiError.of(shape.status(), "Simulated failure with status " + shape.status())
                            .reply(call)
                    : answering.apply(call.shaped(shape));
        } catch (IllegalArgumentException e) {
            return OpenAiError.invalid(String.valueOf(e.getMessage()), null, null)
                    .reply(call);
        }
    }
}
