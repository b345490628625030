package io.sluice.router.wire.audio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.deployment.Target;
import io.sluice.router.wire.AnswerReader;
import io.sluice.router.wire.RequestHeaders;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.Wire;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.openai.ChatAddress;
import io.sluice.router.wire.plain.EndpointRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * ElevenLabs' text to speech: the voice is in the path, the format in the query. OpenAI's voices are those that LiteLLM takes for them, any other is the id
 * of a voice. Source: elevenlabs.io/docs/api-reference/text-to-speech/convert, seen 2026-11-26.
 */
public final class ElevenLabsSpeech implements Wire {

    private static final Map<String, String> VOICES = Map.of(
            "alloy", "21m00Tcm4TlvDq8ikWAM",
            "amber", "5Q0t7uMcjvnagumLfvZi",
            "ash", "AZnzlk1XvdvUeBnXmlld",
            "august", "D38z5RcWu1voky8WS1ja",
            "blue", "2EiwWnXFnvU5JabPnv8n",
            "coral", "9BWtsMINqrJLrRacOk9x",
            "lily", "EXAVITQu4vr4xnSDxMaL",
            "onyx", "29vD33N1CtxCmqQRPOHJ",
            "sage", "CwhRBWXzGAHq8TQ4Fs17",
            "verse", "CYw3kZ02Hs0563khs1Fj");

    private static final Map<String, String> FORMATS = Map.of(
            "mp3", "mp3_44100_128",
            "pcm", "pcm_44100",
            "opus", "opus_48000_128");

    @Override
    public CompletionStage<UpstreamRequest> encode(WireCall call) {
        EndpointRequest request = new EndpointRequest(call);
        ObjectNode asked = request.tree();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("text", asked.path("input").asText());
        body.put("model_id", call.target().providerModel());
        asked.properties().forEach(member -> {
            switch (member.getKey()) {
                case "model", "input", "voice", "response_format", "speed" -> {}
                default -> body.set(member.getKey(), member.getValue());
            }
        });
        if (asked.path("speed").isNumber()) {
            settings(body).set("speed", asked.get("speed"));
        }
        ChatAddress address = new ChatAddress(uri(call.target(), asked), RequestHeaders.json(call.target()));
        return CompletableFuture.completedStage(request.translated(address, body));
    }

    private static ObjectNode settings(ObjectNode body) {
        JsonNode settings = body.path("voice_settings");
        return settings instanceof ObjectNode object ? object : body.putObject("voice_settings");
    }

    private static String uri(Target target, ObjectNode asked) {
        String voice = asked.path("voice").asText("alloy");
        String path = "/v1/text-to-speech/"
                + encoded(VOICES.getOrDefault(voice, voice)).replace("+", "%20");
        String format = asked.path("response_format").asText("");
        return target.apiBase()
                + path
                + (format.isEmpty() ? "" : "?output_format=" + encoded(FORMATS.getOrDefault(format, format)));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public AnswerReader reader(WireCall call) {
        return new SpeechReader(call, true);
    }
}
