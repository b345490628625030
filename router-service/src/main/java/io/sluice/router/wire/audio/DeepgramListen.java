package io.sluice.router.wire.audio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.routing.UploadedFile;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.openai.ChatAddress;
import io.sluice.router.wire.plain.EndpointRequest;
import io.sluice.router.wire.plain.PlainAnswer;
import io.sluice.router.wire.plain.PlainDialect;
import io.sluice.router.wire.plain.UnreadableAnswer;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Deepgram's speech to text: the recording is the body, all else is in the query.
 * Source: developers.deepgram.com/reference/speech-to-text/listen-pre-recorded, seen 2026-11-26.
 */
public final class DeepgramListen implements PlainDialect {

    @Override
    public UpstreamRequest encode(EndpointRequest request, WireCall call) {
        ObjectNode asked = request.tree();
        asked.put("model", call.target().providerModel());
        StringBuilder query = new StringBuilder();
        for (Map.Entry<String, JsonNode> field : asked.properties()) {
            query.append(query.isEmpty() ? '?' : '&')
                    .append(encoded(field.getKey()))
                    .append('=')
                    .append(encoded(field.getValue().asText()));
        }
        ChatAddress address = ChatAddress.of(call.target(), "transcriptions");
        Map<String, String> headers = new HashMap<>(address.headers());
        headers.put("content-type", "application/octet-stream");
        List<ByteBuffer> body = call.request().files().stream()
                .map(UploadedFile::content)
                .map(ByteBuffer::duplicate)
                .toList();
        return new UpstreamRequest("POST", address.uri() + query, headers, body, request.notes());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public PlainAnswer read(JsonNode answer, Map<String, String> headers, ObjectNode asked, WireCall call) {
        JsonNode channel = answer.path("results").path("channels").path(0);
        JsonNode best = channel.path("alternatives").path(0);
        if (!best.path("transcript").isTextual()) {
            throw new UnreadableAnswer("the answer has no transcript");
        }
        String language =
                channel.path("detected_language").asText(asked.path("language").asText("en"));
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("text", best.path("transcript").textValue());
        body.put("task", "transcribe").put("language", language);
        HeardSound sound = new HeardSound(call);
        JsonNode duration = answer.path("metadata").path("duration");
        if (duration.isNumber()) {
            body.set("duration", duration);
        }
        ArrayNode words = body.putArray("words");
        best.path("words")
                .forEach(word -> words.addObject()
                        .put("word", word.path("word").asText())
                        .put("start", word.path("start").asDouble())
                        .put("end", word.path("end").asDouble()));
        return new PlainAnswer(
                body,
                null,
                duration.asDouble() > 0
                        ? sound.charges(duration.decimalValue())
                        : sound.charges(body.path("text").asText()));
    }
}
