package io.sluice.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.Hearing;
import io.sluice.simulator.answer.TokenCount;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Messages;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.exchange.Script;
import io.sluice.simulator.exchange.Sse;
import io.sluice.simulator.journal.Units;
import io.sluice.simulator.journal.Usage;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Speech to text, and to English. whisper-1 is paid by the second, the GPT models by tokens (10 a second of audio here).
 * Source: platform.openai.com/docs/api-reference/audio/createTranscription and /createTranslation.
 */
final class Transcript {

    private static final int TOKENS_A_SECOND = 10;

    private final Call call;
    private final Hearing heard;
    private final boolean byTokens;
    private final String format;

    private Transcript(Call call) {
        this.call = call;
        this.heard = Hearing.of(
                call.uploads().getFirst().content().getBytes(),
                call.body().path("prompt").asText(""));
        this.byTokens = !call.model().startsWith("whisper");
        this.format = call.body().path("response_format").asText("json");
    }

    static Reply reply(Call call) {
        if (call.uploads().isEmpty()) {
            return OpenAiError.invalid("'file' must be a file.", "file", null).reply(call);
        }
        Transcript transcript = new Transcript(call);
        if (call.body().path("stream").asBoolean() && transcript.byTokens) {
            return transcript.stream();
        }
        return switch (transcript.format) {
            case "json" -> transcript.json(Json.object().put("text", transcript.heard.text()));
            case "verbose_json" -> transcript.json(transcript.verbose());
            case "text" -> transcript.plain("text/plain; charset=utf-8", transcript.heard.text() + "\n");
            case "srt" -> transcript.plain("application/x-subrip", transcript.heard.srt());
            case "vtt" -> transcript.plain("text/vtt", transcript.heard.vtt());
            case "diarized_json" -> transcript.json(transcript.diarized());
            default ->
                OpenAiError.invalid("Invalid 'response_format'.", "response_format", "invalid_value")
                        .reply(call);
        };
    }

    private Reply json(ObjectNode json) {
        Usage told = told();
        if (told != null) {
            json.set("usage", usage(told));
        }
        return new Reply.Whole(200, OpenAiHeaders.json(call), Json.bytes(json), told, produced());
    }

    private Reply plain(String type, String text) {
        return new Reply.Whole(200, OpenAiHeaders.with(call, type), Buffer.buffer(text), null, produced());
    }

    private Reply stream() {
        Script script = new Script(call.shape().chunkTokens());
        script.text(
                heard.text(),
                produced().completion(),
                piece -> Sse.data(
                        Json.object().put("type", "transcript.text.delta").put("delta", piece)));
        Usage told = told();
        ObjectNode done = Json.object().put("type", "transcript.text.done").put("text", heard.text());
        if (told != null) {
            done.set("usage", usage(told));
        }
        script.say(() -> Sse.data(done));
        return new Reply.Stream(OpenAiHeaders.events(call), script, produced().producing(0), told, OpenAiError.event());
    }

    private ObjectNode verbose() {
        boolean translated = call.path().endsWith("/translations");
        ObjectNode json = Json.object()
                .put("task", translated ? "translate" : "transcribe")
                .put(
                        "language",
                        translated ? "english" : call.body().path("language").asText("english"))
                .put("duration", heard.seconds())
                .put("text", heard.text());
        JsonNode wishes = call.body().path("timestamp_granularities");
        boolean words = Messages.strings(wishes).contains("word");
        if (words) {
            ArrayNode list = json.putArray("words");
            heard.words()
                    .forEach(word -> list.addObject()
                            .put("word", word.text())
                            .put("start", word.start())
                            .put("end", word.end()));
        }
        if (!words || Messages.strings(wishes).contains("segment")) {
            ObjectNode segment = json.putArray("segments").addObject();
            segment.put("id", 0).put("seek", 0).put("start", 0.0).put("end", heard.seconds());
            segment.put("text", heard.text()).putArray("tokens").add(50_364);
            segment.put("temperature", 0.0).put("avg_logprob", -0.2);
            segment.put("compression_ratio", 1.1).put("no_speech_prob", 0.01);
        }
        return json;
    }

    private ObjectNode diarized() {
        ObjectNode json = Json.object()
                .put("task", "transcribe")
                .put("duration", heard.seconds())
                .put("text", heard.text());
        json.putArray("segments")
                .addObject()
                .put("id", "seg_0")
                .put("type", "transcript.text.segment")
                .put("speaker", "A")
                .put("start", 0.0)
                .put("end", heard.seconds())
                .put("text", heard.text());
        return json;
    }

    private Usage produced() {
        Units units = Units.seconds(heard.seconds());
        if (!byTokens) {
            return new Usage(0, 0, units);
        }
        long sound = Math.round(Math.ceil(heard.seconds() * TOKENS_A_SECOND));
        return new Usage(sound + textTokens(), TokenCount.of(heard.text()), units);
    }

    private long textTokens() {
        return TokenCount.of(call.body().path("prompt").asText(""));
    }

    private @Nullable Usage told() {
        return call.shape().usage().tell(produced());
    }

    private ObjectNode usage(Usage told) {
        if (!byTokens) {
            double seconds = told.units().seconds();
            return Json.object().put("type", "duration").put("seconds", Math.ceil(seconds));
        }
        ObjectNode usage = Json.object()
                .put("type", "tokens")
                .put("input_tokens", told.prompt())
                .put("output_tokens", told.completion())
                .put("total_tokens", told.prompt() + told.completion());
        usage.putObject("input_token_details")
                .put("text_tokens", textTokens())
                .put("audio_tokens", told.prompt() - textTokens());
        return usage;
    }
}
