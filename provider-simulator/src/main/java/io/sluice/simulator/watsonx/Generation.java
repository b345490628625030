package io.sluice.simulator.watsonx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.Answer;
import io.sluice.simulator.answer.Format;
import io.sluice.simulator.answer.Prompt;
import io.sluice.simulator.answer.TokenCount;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Messages;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.exchange.Script;
import io.sluice.simulator.exchange.Turn;
import io.sluice.simulator.journal.Usage;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Text generation. Source: cloud.ibm.com/apidocs/watsonx-ai#text-generation and #text-generation-stream. */
final class Generation {

    private static final int DEFAULT_CAP = 20;

    private final Turn turn;
    private final String model;
    private int events;

    private Generation(Turn turn, String model) {
        this.turn = turn;
        this.model = model;
    }

    static Reply reply(Call call, String model) {
        Generation generation = new Generation(Turn.of(call, prompt(call.body())), model);
        return call.path().endsWith("_stream") ? generation.stream() : generation.whole();
    }

    private static Prompt prompt(JsonNode body) {
        String text = body.path("input").asText("");
        JsonNode parameters = body.path("parameters");
        return new Prompt(
                text,
                TokenCount.bytes(text),
                List.of(),
                new Format.Text(),
                Messages.strings(parameters.path("stop_sequences")),
                parameters.path("max_new_tokens").asInt(DEFAULT_CAP),
                false,
                parameters.path("random_seed").asLong(0));
    }

    private Reply whole() {
        return Reply.json(
                200, json(turn.answer().text(), turn.told(), stop(turn.answer())), turn.told(), turn.produced());
    }

    private Reply stream() {
        Script script = turn.script();
        script.text(turn.answer().text(), turn.answer().tokens(), piece -> event(json(piece, null, "not_finished")));
        for (int i = 0; i < turn.tellings(); i++) {
            script.say(() -> event(json("", turn.told(), stop(turn.answer()))));
        }
        return turn.events(script, new WatsonxStyle(model).failure());
    }

    private Buffer event(ObjectNode json) {
        return WatsonxStyle.event(events++, "message", json);
    }

    private ObjectNode json(String text, @Nullable Usage told, String stop) {
        ObjectNode json = Json.object()
                .put("model_id", model)
                .put("created_at", Instant.now().toString());
        ObjectNode result = json.putArray("results").addObject().put("generated_text", text);
        if (told != null) {
            result.put("generated_token_count", told.completion()).put("input_token_count", told.prompt());
        }
        result.put("stop_reason", stop);
        return json;
    }

    private static String stop(Answer answer) {
        return answer.cut() ? "max_tokens" : answer.stop() != null ? "stop_sequence" : "eos_token";
    }
}
