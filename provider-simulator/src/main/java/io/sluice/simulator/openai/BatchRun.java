package io.sluice.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.batch.BatchedCalls;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Reply;
import io.vertx.core.buffer.Buffer;

/** Runs the lines of a batch's input. */
record BatchRun(BatchedCalls calls) {

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
        Reply.Whole reply = calls.run(batch, prefix + endpoint.replaceFirst("^/v1", ""), line.path("body"));
        String number = Long.toString(batch.number(), 36) + "x" + index;
        ObjectNode result = Json.object()
                .put("id", "batch_req_sim" + number)
                .put("custom_id", line.path("custom_id").asText(""));
        result.putObject("response")
                .put("status_code", reply.status())
                .put("request_id", "req_" + number)
                .set("body", Json.read(reply.body()));
        return result.putNull("error");
    }
}
