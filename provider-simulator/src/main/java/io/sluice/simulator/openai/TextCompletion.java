package io.sluice.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.Answer;
import io.sluice.simulator.answer.Pieces;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.exchange.Script;
import io.sluice.simulator.exchange.Sse;
import io.sluice.simulator.exchange.Turn;
import io.sluice.simulator.faults.Fault;
import io.sluice.simulator.journal.Usage;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The old completions, {@code n} for each prompt. Source: platform.openai.com/docs/api-reference/completions, seen
 * 2026-11-26.
 */
final class TextCompletion {

    private final Call call;
    private final List<Turn> turns = new ArrayList<>();
    private final String id;
    private final long created = System.currentTimeMillis() / 1000;

    private TextCompletion(Call call) {
        this.call = call;
        int choices = Math.max(1, call.body().path("n").asInt(1));
        for (String text : TextRequest.texts(call.body().path("prompt"))) {
            turns.add(Turn.of(call, TextRequest.prompt(call.body(), text), choices));
        }
        this.id = turns.getFirst().id("cmpl-");
    }

    static Reply reply(Call call) {
        TextCompletion completion = new TextCompletion(call);
        return call.body().path("stream").asBoolean() ? completion.stream() : completion.whole();
    }

    private Reply whole() {
        ObjectNode json = head();
        ArrayNode choices = json.putArray("choices");
        for (Turn turn : turns) {
            for (Answer answer : turn.answers()) {
                choices.add(choice(choices.size(), prefix(turn) + answer.text(), finish(answer)));
            }
        }
        Usage told = told();
        if (told != null) {
            json.set("usage", usage(told));
        }
        return new Reply.Whole(200, OpenAiHeaders.json(call), Json.bytes(json), told, produced());
    }

    private Reply stream() {
        boolean counted =
                call.body().path("stream_options").path("include_usage").asBoolean();
        Script script = turns.getFirst().script();
        int index = 0;
        for (Turn turn : turns) {
            for (Answer answer : turn.answers()) {
                int at = index++;
                script.text(prefix(turn), 0, piece -> chunk(at, piece, null, counted));
                script.text(answer.text(), answer.tokens(), piece -> chunk(at, piece, null, counted));
                script.say(() -> chunk(at, "", finish(answer), counted));
            }
        }
        Usage told = counted ? told() : null;
        if (told != null) {
            ObjectNode last = head();
            last.putArray("choices");
            last.set("usage", usage(told));
            for (int i = 0; i < turns.getFirst().tellings(); i++) {
                script.say(() -> Sse.data(last));
            }
        }
        script.say(() -> Sse.DONE);
        if (call.shape().fault() == Fault.DOUBLE_DONE) {
            script.say(() -> Sse.DONE);
        }
        return new Reply.Stream(OpenAiHeaders.events(call), script, produced().producing(0), told, OpenAiError.event());
    }

    private Buffer chunk(int index, String text, @Nullable String finish, boolean counted) {
        ObjectNode json = head();
        json.putArray("choices").add(choice(index, text, finish));
        if (counted) {
            json.putNull("usage");
        }
        return Sse.data(json);
    }

    private ObjectNode head() {
        return Json.object()
                .put("id", id)
                .put("object", "text_completion")
                .put("created", created)
                .put("model", call.model());
    }

    private ObjectNode choice(int index, String text, @Nullable String finish) {
        ObjectNode choice = Json.object().put("text", text).put("index", index);
        JsonNode logprobs = call.body().path("logprobs");
        if (logprobs.isNumber()) {
            choice.set("logprobs", logprobs(text));
        } else {
            choice.putNull("logprobs");
        }
        return choice.put("finish_reason", finish);
    }

    private static ObjectNode logprobs(String text) {
        ObjectNode json = Json.object();
        ArrayNode tokens = json.putArray("tokens");
        ArrayNode values = json.putArray("token_logprobs");
        ArrayNode offsets = json.putArray("text_offset");
        int offset = 0;
        for (Iterator<String> pieces = new Pieces(text, 1); pieces.hasNext(); ) {
            String piece = pieces.next();
            tokens.add(piece);
            values.add(Logprobs.SURE);
            offsets.add(offset);
            offset += piece.length();
        }
        return json.putNull("top_logprobs");
    }

    private String prefix(Turn turn) {
        return call.body().path("echo").asBoolean() ? turn.prompt().lastUser() : "";
    }

    private static String finish(Answer answer) {
        return answer.cut() ? "length" : "stop";
    }

    private Usage produced() {
        return new Usage(
                turns.stream().mapToLong(turn -> turn.produced().prompt()).sum(),
                turns.stream().mapToLong(turn -> turn.produced().completion()).sum());
    }

    private @Nullable Usage told() {
        return call.shape().usage().tell(produced());
    }

    private static ObjectNode usage(Usage told) {
        return Json.object()
                .put("prompt_tokens", told.prompt())
                .put("completion_tokens", told.completion())
                .put("total_tokens", told.prompt() + told.completion());
    }
}
