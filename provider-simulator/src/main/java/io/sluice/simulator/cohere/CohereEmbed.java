package io.sluice.simulator.cohere;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.TokenCount;
import io.sluice.simulator.answer.Vectors;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Messages;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.journal.Units;
import io.sluice.simulator.journal.Usage;
import java.util.ArrayList;
import java.util.List;

/** Embeddings by type; version 1 without types gives a plain list. Source: docs.cohere.com/reference/embed. */
final class CohereEmbed {

    private static final int DIMENSIONS = 1_024;

    private CohereEmbed() {}

    static Reply reply(Call call) {
        JsonNode body = call.body();
        List<String> texts = new ArrayList<>(Messages.strings(body.path("texts")));
        body.path("inputs").forEach(input -> texts.add(Messages.text(input.path("content"))));
        List<String> pictures = Messages.strings(body.path("images"));
        List<String> inputs = texts.isEmpty() ? pictures : texts;
        List<String> types = Messages.strings(body.path("embedding_types"));
        int dimensions = Math.max(8, body.path("output_dimension").asInt(DIMENSIONS));
        ObjectNode json = Json.object().put("id", "embed-sim" + call.number());
        boolean plain = types.isEmpty() && call.path().contains("/v1/");
        json.put("response_type", plain ? "embeddings_floats" : "embeddings_by_type");
        if (plain) {
            json.set("embeddings", vectors(inputs, "float", dimensions));
        } else {
            ObjectNode byType = json.putObject("embeddings");
            (types.isEmpty() ? List.of("float") : types)
                    .forEach(type -> byType.set(type, vectors(inputs, type, dimensions)));
        }
        ArrayNode echoed = json.putArray("texts");
        texts.forEach(echoed::add);
        Usage produced = new Usage(
                texts.stream().mapToLong(TokenCount::of).sum(), 0, Units.images(texts.isEmpty() ? pictures.size() : 0));
        Usage told = call.shape().usage().tell(produced);
        if (told != null) {
            json.set("meta", CohereMeta.of(call, told));
        }
        return Reply.json(200, json, told, produced);
    }

    private static ArrayNode vectors(List<String> texts, String type, int dimensions) {
        ArrayNode vectors = Json.array();
        for (String text : texts) {
            switch (type) {
                case "int8" -> vectors.add(Vectors.int8(text, dimensions));
                case "uint8" -> vectors.add(shifted(Vectors.int8(text, dimensions)));
                case "binary" -> vectors.add(Vectors.binary(text, dimensions));
                case "ubinary" -> vectors.add(shifted(Vectors.binary(text, dimensions)));
                case "base64" -> vectors.add(Vectors.base64(Vectors.of(text, dimensions)));
                default -> vectors.add(Vectors.json(text, dimensions));
            }
        }
        return vectors;
    }

    private static ArrayNode shifted(ArrayNode signed) {
        ArrayNode values = Json.array();
        signed.forEach(value -> values.add(value.intValue() + 128));
        return values;
    }
}
