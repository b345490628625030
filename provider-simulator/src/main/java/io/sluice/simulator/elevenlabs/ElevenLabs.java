package io.sluice.simulator.elevenlabs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.Hearing;
import io.sluice.simulator.answer.Sound;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Protocol;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.exchange.Script;
import io.sluice.simulator.journal.Units;
import io.sluice.simulator.journal.Usage;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/**
 * ElevenLabs: {@code /v1/text-to-speech/{voice}[/stream]}, {@code /v1/speech-to-text}; the key in {@code xi-api-key}.
 *
 * <p>Source: elevenlabs.io/docs/api-reference (text-to-speech, speech-to-text), /docs/developers/resources/errors and the
 * types of elevenlabs 2.78.0.
 */
public final class ElevenLabs implements Protocol {

    private static final String SPEAK = "/text-to-speech/";
    private static final String LISTEN = "/speech-to-text";
    private static final int CHUNK = 4_096;

    private final boolean keyRequired;

    /** @param keyRequired whether calls without a key are refused with 401 */
    public ElevenLabs(boolean keyRequired) {
        this.keyRequired = keyRequired;
    }

    @Override
    public String name() {
        return "elevenlabs";
    }

    @Override
    public boolean serves(Call call) {
        return call.method().equals("POST")
                && (call.path().contains(SPEAK) || call.path().endsWith(LISTEN));
    }

    @Override
    public Glance glance(Call call) {
        return new Glance(
                call.body().path("model_id").asText("eleven_multilingual_v2"),
                call.path().endsWith("/stream"),
                call.body().path("text").asText(""));
    }

    @Override
    public Reply answer(Call call) {
        if (call.barred(keyRequired)) {
            return refuse(call, 401, "Invalid API key");
        }
        if (call.body().path("model_id").asText("").startsWith("missing-")) {
            return refuse(call, 400, "A model with the given model ID does not exist");
        }
        return call.path().endsWith(LISTEN) ? listen(call) : speak(call);
    }

    @Override
    public Reply.Whole refuse(Call call, int status, String message) {
        String name = switch (status) {
            case 401 -> "invalid_api_key";
            case 404 -> "voice_not_found";
            case 429 -> "too_many_concurrent_requests";
            default -> status < 500 ? "invalid_request" : "internal_server_error";
        };
        ObjectNode json = Json.object();
        json.putObject("detail").put("status", name).put("message", message);
        return Reply.json(status, json);
    }

    private static Reply missing(String member) {
        ObjectNode json = Json.object();
        ObjectNode detail =
                json.putArray("detail").addObject().put("type", "missing").put("msg", "Field required");
        detail.putArray("loc").add("body").add(member);
        return Reply.json(422, json);
    }

    private static Reply speak(Call call) {
        String text = call.body().path("text").asText("");
        if (text.isEmpty()) {
            return missing("text");
        }
        String wish = call.parameter("output_format");
        String format = wish.isEmpty() || !wish.contains("_") ? "mp3" : wish.substring(0, wish.indexOf('_'));
        int characters = text.codePointCount(0, text.length());
        Usage produced = new Usage(0, 0, new Units(0, Sound.seconds(text), characters, 0, 0));
        Usage told = call.shape().usage().tell(produced);
        Buffer audio = Buffer.buffer(Sound.spoken(text, format));
        Script script = new Script(1);
        for (int at = 0; at < audio.length(); at += CHUNK) {
            Buffer piece = audio.slice(at, Math.min(audio.length(), at + CHUNK));
            script.say(() -> piece);
        }
        MultiMap headers = HttpHeaders.headers()
                .add(HttpHeaders.CONTENT_TYPE, Sound.type(format))
                .add("request-id", call.uuid());
        if (told != null) {
            headers.add("character-cost", Long.toString(told.units().characters()));
        }
        return new Reply.Stream(headers, script, produced, told, Buffer.buffer());
    }

    private static Reply listen(Call call) {
        if (call.uploads().isEmpty()) {
            return missing("file");
        }
        Hearing heard = Hearing.of(call.uploads().getFirst().content().getBytes(), "");
        Usage produced = new Usage(0, 0, Units.seconds(heard.seconds()));
        Usage told = call.shape().usage().tell(produced);
        ObjectNode json = Json.object()
                .put("language_code", call.body().path("language_code").asText("eng"))
                .put("language_probability", 0.98)
                .put("text", heard.text());
        ArrayNode words = json.putArray("words");
        heard.words()
                .forEach(word -> words.addObject()
                        .put("text", word.text())
                        .put("start", word.start())
                        .put("end", word.end())
                        .put("type", "word")
                        .put("speaker_id", "speaker_0")
                        .put("logprob", -0.1));
        json.put("transcription_id", call.uuid());
        if (told != null) {
            json.put("audio_duration_secs", told.units().seconds());
        }
        return Reply.json(200, json, told, produced);
    }
}
