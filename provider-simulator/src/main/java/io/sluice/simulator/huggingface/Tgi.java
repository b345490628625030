package io.sluice.simulator.huggingface;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.Answer;
import io.sluice.simulator.answer.Format;
import io.sluice.simulator.answer.Pieces;
import io.sluice.simulator.answer.Prompt;
import io.sluice.simulator.answer.TokenCount;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Messages;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.exchange.Script;
import io.sluice.simulator.exchange.Sse;
import io.sluice.simulator.exchange.Turn;
import io.sluice.simulator.journal.Usage;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Text generation. The address of a server itself gives a list of one, {@code /generate} an object; token counts are in the details,
 * when asked for, and in headers. Source: huggingface.github.io/text-generation-inference (OpenAPI) and
 * router/src/server.rs of that project.
 */
final class Tgi {

    private static final int DEFAULT_CAP = 100;
    private static final double SURE = -0.1;

    private Tgi() {}

    static boolean streams(Call call, String endpoint) {
        return endpoint.equals("generate_stream")
                || !endpoint.equals("generate") && call.body().path("stream").asBoolean();
    }

    static Reply reply(Call call, String endpoint) {
        JsonNode body = call.body();
        if (!body.path("inputs").isTextual()) {
            return Reply.json(422, HuggingFace.error(422, "Input validation error: `inputs` cannot be empty"));
        }
        Turn turn = Turn.of(call, prompt(body));
        if (streams(call, endpoint)) {
            return stream(turn);
        }
        ObjectNode json = Json.object().put("generated_text", text(turn));
        if (body.path("parameters").path("details").asBoolean()) {
            json.set("details", details(turn));
        }
        Usage told = turn.told();
        JsonNode whole = endpoint.equals("generate") ? json : Json.array().add(json);
        Reply.Whole reply = Reply.json(200, whole, told, turn.produced());
        count(reply.headers(), told);
        return reply;
    }

    private static Prompt prompt(JsonNode body) {
        String text = body.path("inputs").asText();
        JsonNode parameters = body.path("parameters");
        JsonNode grammar = parameters.path("grammar");
        Format format = grammar.path("type").asText("").startsWith("json")
                ? new Format.Schema(grammar.path("value"))
                : new Format.Text();
        return new Prompt(
                text,
                TokenCount.bytes(text),
                List.of(),
                format,
                Messages.strings(parameters.path("stop")),
                parameters.path("max_new_tokens").asInt(DEFAULT_CAP),
                false,
                parameters.path("seed").asLong(0));
    }

    private static Reply stream(Turn turn) {
        Script script = turn.script();
        int index = 0;
        Iterator<String> pieces =
                new Pieces(turn.answer().text(), turn.call().shape().chunkTokens());
        if (!pieces.hasNext()) {
            script.say(() -> frame(last(turn, token(1, ""))));
        }
        while (pieces.hasNext()) {
            String piece = pieces.next();
            boolean last = !pieces.hasNext();
            long cost = last ? turn.answer().tokens() - (long) index : TokenCount.of(piece);
            index += TokenCount.of(piece);
            ObjectNode token = token(index, piece);
            script.cost(Math.max(0, cost), () -> frame(last ? last(turn, token) : token));
        }
        Usage told = turn.told();
        MultiMap headers = Sse.headers();
        return new Reply.Stream(
                headers,
                script,
                turn.produced().producing(0),
                told,
                frame(HuggingFace.error(424, "Request failed during generation: Server error: simulated")));
    }

    private static ObjectNode token(int index, String text) {
        ObjectNode json = Json.object().put("index", index);
        json.set("token", tokenOf(text));
        return json.putNull("generated_text").putNull("details");
    }

    private static ObjectNode tokenOf(String text) {
        return Json.object()
                .put("id", Math.floorMod(text.hashCode(), 32_000))
                .put("text", text)
                .put("logprob", SURE)
                .put("special", false);
    }

    private static ObjectNode last(Turn turn, ObjectNode token) {
        token.put("generated_text", text(turn));
        Usage told = turn.told();
        if (told != null) {
            token.putObject("details")
                    .put("finish_reason", finish(turn.answer()))
                    .put("generated_tokens", told.completion())
                    .putNull("seed")
                    .put("input_length", told.prompt());
        }
        return token;
    }

    private static ObjectNode details(Turn turn) {
        ObjectNode details = Json.object().put("finish_reason", finish(turn.answer()));
        Usage told = turn.told();
        if (told != null) {
            details.put("generated_tokens", told.completion());
        }
        details.putNull("seed");
        ArrayNode prefill = details.putArray("prefill");
        if (turn.call().body().path("parameters").path("decoder_input_details").asBoolean()) {
            new Pieces(turn.prompt().lastUser(), 1).forEachRemaining(piece -> prefill.add(tokenOf(piece)));
        }
        ArrayNode tokens = details.putArray("tokens");
        new Pieces(turn.answer().text(), 1).forEachRemaining(piece -> tokens.add(tokenOf(piece)));
        return details;
    }

    private static void count(MultiMap headers, @Nullable Usage told) {
        headers.add("x-compute-type", "cpu").add("x-inference-time", "42");
        if (told != null) {
            headers.add("x-prompt-tokens", Long.toString(told.prompt()))
                    .add("x-generated-tokens", Long.toString(told.completion()));
        }
    }

    private static String text(Turn turn) {
        boolean full =
                turn.call().body().path("parameters").path("return_full_text").asBoolean();
        return (full ? turn.prompt().lastUser() : "") + turn.answer().text();
    }

    private static String finish(Answer answer) {
        return answer.cut() ? "length" : answer.stop() != null ? "stop_sequence" : "eos_token";
    }

    /** Without the blank behind the colon, as the server has it. */
    private static Buffer frame(JsonNode json) {
        return Buffer.buffer("data:" + json + "\n\n");
    }
}
