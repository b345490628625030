package io.sluice.simulator.alephalpha;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.Answer;
import io.sluice.simulator.answer.Format;
import io.sluice.simulator.answer.Prompt;
import io.sluice.simulator.answer.TokenCount;
import io.sluice.simulator.answer.Vectors;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Messages;
import io.sluice.simulator.exchange.Protocol;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.exchange.Script;
import io.sluice.simulator.exchange.Sse;
import io.sluice.simulator.exchange.Turn;
import io.sluice.simulator.journal.Usage;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Aleph Alpha: {@code /complete}, {@code /semantic_embed}. Chats are in OpenAI's form and answered there.
 *
 * <p>Source: docs.aleph-alpha.com/api/complete and aleph-alpha-client 11.5.1 (completion.py, embedding.py).
 */
public final class AlephAlpha implements Protocol {

    private static final int DEFAULT_CAP = 64;
    private static final int COMPRESSED = 128;
    private static final int FULL = 5_120;
    private static final String VERSION = "simulated-2026-11";

    private final boolean keyRequired;

    /** @param keyRequired whether calls without a token are refused with 401 */
    public AlephAlpha(boolean keyRequired) {
        this.keyRequired = keyRequired;
    }

    @Override
    public String name() {
        return "aleph-alpha";
    }

    @Override
    public boolean serves(Call call) {
        String path = call.path();
        return call.method().equals("POST")
                && (path.endsWith("/semantic_embed") || path.endsWith("/complete") && !path.endsWith("/v1/complete"));
    }

    @Override
    public Glance glance(Call call) {
        return new Glance(call.model(), call.body().path("stream").asBoolean(), said(call.body()));
    }

    @Override
    public Reply answer(Call call) {
        if (call.barred(keyRequired)) {
            return refuse(call, 401, "Unauthorized");
        }
        if (call.model().isEmpty()) {
            return refuse(call, 400, "missing field `model`");
        }
        if (call.model().startsWith("missing-")) {
            return refuse(call, 400, "Unknown model: " + call.model());
        }
        if (call.path().endsWith("/semantic_embed")) {
            return embed(call);
        }
        Turn turn = Turn.of(
                call, prompt(call.body()), Math.max(1, call.body().path("n").asInt(1)));
        return call.body().path("stream").asBoolean() ? stream(turn) : whole(turn);
    }

    @Override
    public Reply.Whole refuse(Call call, int status, String message) {
        String code = switch (status) {
            case 401 -> "UNAUTHORIZED";
            case 402 -> "OUT_OF_CREDITS";
            case 429 -> "TOO_MANY_REQUESTS";
            case 503 -> "QUEUE_FULL";
            default -> status < 500 ? "INVALID_REQUEST" : "INTERNAL_ERROR";
        };
        return Reply.json(status, Json.object().put("error", message).put("code", code));
    }

    private static String said(JsonNode body) {
        JsonNode prompt = body.path("prompt");
        if (prompt.isTextual()) {
            return prompt.textValue();
        }
        StringBuilder text = new StringBuilder();
        prompt.forEach(part -> text.append(
                part.path("type").asText("").equals("text") ? part.path("data").asText("") : ""));
        return text.toString();
    }

    private static Prompt prompt(JsonNode body) {
        String text = said(body);
        return new Prompt(
                text,
                TokenCount.bytes(text),
                List.of(),
                new Format.Text(),
                Messages.strings(body.path("stop_sequences")),
                body.path("maximum_tokens").asInt(DEFAULT_CAP),
                false,
                0);
    }

    private static Reply whole(Turn turn) {
        ObjectNode json = Json.object().put("id", turn.call().uuid()).put("model_version", VERSION);
        ArrayNode completions = json.putArray("completions");
        turn.answers()
                .forEach(answer ->
                        completions.addObject().put("completion", answer.text()).put("finish_reason", finish(answer)));
        Usage told = turn.told();
        count(json, told);
        return Reply.json(200, json, told, turn.produced());
    }

    private static Reply stream(Turn turn) {
        Script script = turn.script();
        for (int i = 0; i < turn.answers().size(); i++) {
            int index = i;
            Answer answer = turn.answers().get(i);
            script.text(
                    answer.text(),
                    answer.tokens(),
                    piece -> Sse.data(item("stream_chunk").put("index", index).put("completion", piece)));
            script.say(() -> Sse.data(item("stream_summary")
                    .put("index", index)
                    .put("model_version", VERSION)
                    .put("finish_reason", finish(answer))));
        }
        ObjectNode summary = item("completion_summary");
        count(summary, turn.told());
        for (int i = 0; i < turn.tellings(); i++) {
            script.say(() -> Sse.data(summary));
        }
        script.say(() -> Sse.DONE);
        Buffer error = Sse.data(Json.object().put("error", "Internal error").put("code", "INTERNAL_ERROR"));
        return turn.events(script, error);
    }

    private static ObjectNode item(String type) {
        return Json.object().put("type", type);
    }

    private static void count(ObjectNode json, @Nullable Usage told) {
        if (told != null) {
            json.put("num_tokens_prompt_total", told.prompt()).put("num_tokens_generated", told.completion());
        }
    }

    private static Reply embed(Call call) {
        String text = said(call.body());
        int dimensions = call.body().path("compress_to_size").asInt(FULL) == COMPRESSED ? COMPRESSED : FULL;
        ObjectNode json = Json.object().put("model_version", VERSION);
        json.set("embedding", Vectors.json(text, dimensions));
        Usage produced = new Usage(Math.max(1, TokenCount.of(text)), 0);
        Usage told = call.shape().usage().tell(produced);
        if (told != null) {
            json.put("num_tokens_prompt_total", told.prompt());
        }
        return Reply.json(200, json, told, produced);
    }

    private static String finish(Answer answer) {
        return answer.cut() ? "maximum_tokens" : answer.stop() != null ? "stop_sequence_reached" : "end_of_text";
    }
}
