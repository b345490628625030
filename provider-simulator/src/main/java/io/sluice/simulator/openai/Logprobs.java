package io.sluice.simulator.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.Pieces;
import io.sluice.simulator.exchange.Json;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/** Log probabilities of a text's tokens; the model is equally sure of all of them. */
final class Logprobs {

    static final double SURE = -0.105;

    private Logprobs() {}

    static ObjectNode of(String text) {
        ObjectNode json = Json.object();
        ArrayNode content = json.putArray("content");
        for (Iterator<String> pieces = new Pieces(text, 1); pieces.hasNext(); ) {
            String piece = pieces.next();
            ObjectNode token = content.addObject().put("token", piece).put("logprob", SURE);
            ArrayNode bytes = token.putArray("bytes");
            for (byte b : piece.getBytes(StandardCharsets.UTF_8)) {
                bytes.add(b & 0xff);
            }
            token.putArray("top_logprobs");
        }
        return json.putNull("refusal");
    }
}
