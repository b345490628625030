package io.sluice.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.Answer;
import io.sluice.simulator.answer.Format;
import io.sluice.simulator.answer.Prompt;
import io.sluice.simulator.answer.TokenCount;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Messages;
import io.sluice.simulator.exchange.Script;
import io.sluice.simulator.exchange.Turn;
import io.sluice.simulator.journal.Usage;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The model families that InvokeModel has a language of its own for, other than Claude. Source:
 * docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-meta.html, model-parameters-titan-text.html and
 * docs.aws.amazon.com/nova/latest/userguide/using-invoke-api.html.
 */
sealed interface TextModels {

    /** What the request asks for. */
    Prompt prompt(JsonNode body);

    /** The whole answer. */
    ObjectNode whole(Turn turn);

    /** The answer in pieces, each a JSON object that {@code frame} turns into bytes. */
    Script pieces(Turn turn, Function<ObjectNode, Buffer> frame);

    /** The family of a model, null when it has none here. */
    static @Nullable TextModels of(String model) {
        if (model.contains("amazon.nova")) {
            return new Nova();
        }
        if (model.contains("amazon.titan-text")) {
            return new Titan();
        }
        return model.contains("meta.llama") ? new Llama() : null;
    }

    private static Prompt plain(String text, int cap, List<String> stops) {
        return new Prompt(text, TokenCount.bytes(text), List.of(), new Format.Text(), stops, cap, false, 0);
    }

    /** Meta's Llama: a text with the template of the model in it. */
    record Llama() implements TextModels {

        @Override
        public Prompt prompt(JsonNode body) {
            return plain(
                    body.path("prompt").asText(""), body.path("max_gen_len").asInt(512), List.of());
        }

        @Override
        public ObjectNode whole(Turn turn) {
            Usage told = turn.told();
            return json(turn.answer().text(), told, told, stop(turn.answer()));
        }

        @Override
        public Script pieces(Turn turn, Function<ObjectNode, Buffer> frame) {
            Usage told = turn.told();
            Script script = turn.script();
            script.text(
                    turn.answer().text(), turn.answer().tokens(), piece -> frame.apply(json(piece, null, null, null)));
            return script.say(() -> frame.apply(json("", told, told, stop(turn.answer()))));
        }

        private static ObjectNode json(String text, @Nullable Usage in, @Nullable Usage out, @Nullable String stop) {
            ObjectNode json = Json.object().put("generation", text);
            if (in != null) {
                json.put("prompt_token_count", in.prompt());
            }
            if (out != null) {
                json.put("generation_token_count", out.completion());
            }
            return json.put("stop_reason", stop);
        }

        private static String stop(Answer answer) {
            return answer.cut() ? "length" : "stop";
        }
    }

    /** Amazon's Titan Text. */
    record Titan() implements TextModels {

        @Override
        public Prompt prompt(JsonNode body) {
            JsonNode config = body.path("textGenerationConfig");
            return plain(
                    body.path("inputText").asText(""),
                    config.path("maxTokenCount").asInt(512),
                    Messages.strings(config.path("stopSequences")));
        }

        @Override
        public ObjectNode whole(Turn turn) {
            ObjectNode json = Json.object();
            Usage told = turn.told();
            ObjectNode result = Json.object();
            if (told != null) {
                json.put("inputTextTokenCount", told.prompt());
                result.put("tokenCount", told.completion());
            }
            result.put("outputText", turn.answer().text()).put("completionReason", reason(turn.answer()));
            json.putArray("results").add(result);
            return json;
        }

        @Override
        public Script pieces(Turn turn, Function<ObjectNode, Buffer> frame) {
            Script script = turn.script();
            script.text(
                    turn.answer().text(),
                    turn.answer().tokens(),
                    piece -> frame.apply(Json.object()
                            .put("outputText", piece)
                            .put("index", 0)
                            .putNull("completionReason")));
            Usage told = turn.told();
            ObjectNode last = Json.object().put("outputText", "").put("index", 0);
            if (told != null) {
                last.put("inputTextTokenCount", told.prompt()).put("totalOutputTextTokenCount", told.completion());
            }
            last.put("completionReason", reason(turn.answer()));
            return script.say(() -> frame.apply(last));
        }

        private static String reason(Answer answer) {
            return answer.cut() ? "LENGTH" : "FINISH";
        }
    }

    /** Amazon's Nova: almost Converse. */
    record Nova() implements TextModels {

        @Override
        public Prompt prompt(JsonNode body) {
            return ConverseRequest.prompt(body);
        }

        @Override
        public ObjectNode whole(Turn turn) {
            return new Conversation(turn, true).whole();
        }

        @Override
        public Script pieces(Turn turn, Function<ObjectNode, Buffer> frame) {
            return new Conversation(turn, true).events((name, event) -> {
                ObjectNode wrapped = Json.object();
                wrapped.set(name, event);
                return frame.apply(wrapped);
            });
        }
    }

    /** What directives may stand in, of any request. */
    static String said(Call call) {
        JsonNode body = call.body();
        for (String name : List.of("prompt", "inputText", "texts", "query", "text_prompts")) {
            if (body.has(name)) {
                return Messages.text(body.path(name));
            }
        }
        String picture = body.path("textToImageParams").path("text").asText("");
        return picture.isEmpty() ? Messages.lastUser(body.path("messages")) : picture;
    }
}
