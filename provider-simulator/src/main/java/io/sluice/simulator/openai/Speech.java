package io.sluice.simulator.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.Sound;
import io.sluice.simulator.answer.TokenCount;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.exchange.Script;
import io.sluice.simulator.exchange.Sse;
import io.sluice.simulator.journal.Units;
import io.sluice.simulator.journal.Usage;
import io.vertx.core.buffer.Buffer;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Text to speech: bytes as they are made, or events. Paid by the character (tts-1) or by tokens (gpt-4o-mini-tts, 20 a second of
 * audio here). Source: platform.openai.com/docs/api-reference/audio/createSpeech and /audio/speech-audio-delta-event, seen
 * 2026-11-26.
 */
final class Speech {

    private static final int CHUNK = 4_096;
    private static final int TOKENS_A_SECOND = 20;
    private static final int LONGEST = 4_096;

    private Speech() {}

    static Reply reply(Call call) {
        String text = call.body().path("input").asText("");
        if (text.isEmpty() || text.length() > LONGEST) {
            return OpenAiError.invalid(
                            "Invalid 'input': expected 1 to 4096 characters.",
                            "input",
                            text.isEmpty() ? "string_too_short" : "string_too_long")
                    .reply(call);
        }
        String format = call.body().path("response_format").asText("mp3");
        boolean byTokens = !call.model().startsWith("tts-1");
        long spoken = byTokens ? Math.round(Math.ceil(Sound.seconds(text) * TOKENS_A_SECOND)) : 0;
        Usage produced = new Usage(
                byTokens ? TokenCount.of(text) : 0,
                spoken,
                new Units(0, Sound.seconds(text), text.codePointCount(0, text.length()), 0, 0));
        boolean events = call.body().path("stream_format").asText("audio").equals("sse");
        Buffer audio = Buffer.buffer(Sound.spoken(text, format));
        Script script = new Script(1);
        for (int at = 0; at < audio.length(); at += CHUNK) {
            Buffer piece = audio.slice(at, Math.min(audio.length(), at + CHUNK));
            script.cost(at == 0 ? spoken : 0, () -> events ? delta(piece) : piece);
        }
        Usage told = events ? call.shape().usage().tell(produced) : null;
        if (events) {
            script.say(() -> done(told));
        }
        return new Reply.Stream(
                events ? OpenAiHeaders.events(call) : OpenAiHeaders.with(call, Sound.type(format)),
                script,
                produced.producing(0),
                told,
                OpenAiError.event());
    }

    private static Buffer delta(Buffer piece) {
        return Sse.data(Json.object()
                .put("type", "speech.audio.delta")
                .put("audio", Base64.getEncoder().encodeToString(piece.getBytes())));
    }

    private static Buffer done(@Nullable Usage told) {
        ObjectNode event = Json.object().put("type", "speech.audio.done");
        if (told != null) {
            event.putObject("usage")
                    .put("input_tokens", told.prompt())
                    .put("output_tokens", told.completion())
                    .put("total_tokens", told.prompt() + told.completion());
        }
        return Sse.data(event);
    }
}
