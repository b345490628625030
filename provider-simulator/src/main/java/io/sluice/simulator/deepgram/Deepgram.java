package io.sluice.simulator.deepgram;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.Hearing;
import io.sluice.simulator.answer.Sound;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Protocol;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.journal.Units;
import io.sluice.simulator.journal.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Deepgram: {@code /v1/listen} with audio or with an address, {@code /v1/speak}. The model is in the query.
 *
 * <p>Source: developers.deepgram.com/reference (listen, speak), /docs/errors and the types of deepgram-sdk 7.17.0, seen
 * 2026-11-26.
 */
public final class Deepgram implements Protocol {

    private final boolean keyRequired;

    /** @param keyRequired whether calls without a key are refused with 401 */
    public Deepgram(boolean keyRequired) {
        this.keyRequired = keyRequired;
    }

    @Override
    public String name() {
        return "deepgram";
    }

    @Override
    public boolean serves(Call call) {
        return call.method().equals("POST")
                && (call.path().endsWith("/v1/listen") || call.path().endsWith("/v1/speak"));
    }

    @Override
    public Glance glance(Call call) {
        return new Glance(
                call.parameter("model"), false, call.body().path("text").asText(""));
    }

    @Override
    public Reply answer(Call call) {
        if (call.barred(keyRequired)) {
            return refuse(call, 401, "Invalid credentials.");
        }
        if (call.parameter("model").startsWith("missing-")) {
            return refuse(call, 400, "Bad Request: No such model/language/tier combination found.");
        }
        return call.path().endsWith("/listen") ? listen(call) : speak(call);
    }

    @Override
    public Reply.Whole refuse(Call call, int status, String message) {
        String code = switch (status) {
            case 401 -> "INVALID_AUTH";
            case 402 -> "ASR_PAYMENT_REQUIRED";
            case 403 -> "INSUFFICIENT_PERMISSIONS";
            case 429 -> "TOO_MANY_REQUESTS";
            default -> status < 500 ? "Bad Request" : "INTERNAL_SERVER_ERROR";
        };
        return Reply.json(
                status,
                Json.object().put("err_code", code).put("err_msg", message).put("request_id", call.uuid()));
    }

    private Reply listen(Call call) {
        String address = call.body().path("url").asText("");
        byte[] audio = address.isEmpty() ? call.raw().getBytes() : address.getBytes(StandardCharsets.UTF_8);
        if (audio.length == 0) {
            return refuse(call, 400, "Bad Request: failed to process audio: corrupt or unsupported data");
        }
        Hearing heard = Hearing.of(audio, "");
        Usage produced = new Usage(0, 0, Units.seconds(heard.seconds()));
        Usage told = call.shape().usage().tell(produced);
        ObjectNode json = Json.object();
        ObjectNode metadata = json.putObject("metadata")
                .put("transaction_key", "deprecated")
                .put("request_id", call.uuid())
                .put("sha256", "5105c0de42")
                .put("created", Instant.now().toString());
        if (told != null) {
            metadata.put("duration", told.units().seconds());
        }
        metadata.put("channels", 1).putArray("models").add(call.uuid());
        metadata.putObject("model_info")
                .putObject(call.uuid())
                .put("name", call.parameter("model"))
                .put("version", "2026-01-01.0")
                .put("arch", call.parameter("model"));
        ObjectNode alternative = json.putObject("results")
                .putArray("channels")
                .addObject()
                .putArray("alternatives")
                .addObject()
                .put("transcript", heard.text())
                .put("confidence", 0.99);
        ArrayNode words = alternative.putArray("words");
        heard.words()
                .forEach(word -> words.addObject()
                        .put("word", word.text())
                        .put("start", word.start())
                        .put("end", word.end())
                        .put("confidence", 0.99));
        return Reply.json(200, json, told, produced);
    }

    private Reply speak(Call call) {
        String text = call.body().path("text").asText("");
        if (text.isEmpty()) {
            return refuse(call, 400, "Bad Request: the text is missing");
        }
        String encoding = call.parameter("encoding");
        String format = encoding.isEmpty() ? "mp3" : encoding.equals("linear16") ? "wav" : encoding;
        int characters = text.codePointCount(0, text.length());
        Usage produced = new Usage(0, 0, new Units(0, Sound.seconds(text), characters, 0, 0));
        Usage told = call.shape().usage().tell(produced);
        Reply.Whole reply = Reply.bytes(Sound.type(format), Sound.spoken(text, format), told, produced);
        reply.headers().add("dg-model-name", call.parameter("model")).add("dg-request-id", call.uuid());
        if (told != null) {
            reply.headers().add("dg-char-count", Long.toString(told.units().characters()));
        }
        return reply;
    }
}
