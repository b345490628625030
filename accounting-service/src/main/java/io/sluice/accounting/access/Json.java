package io.sluice.accounting.access;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** JSON of the management API. A mapper of its own, so that no other part of the process changes what clients see. */
public final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private Json() {}

    /** @throws ApiException 422 when {@code body} is not a JSON object */
    public static JsonNode object(byte @Nullable [] body) {
        if (body == null || body.length == 0) {
            return MAPPER.createObjectNode();
        }
        try {
            JsonNode node = MAPPER.readTree(body);
            if (node == null || !node.isObject()) {
                throw Violations.single(
                        "model_attributes_type",
                        "Input should be a valid dictionary or object to extract fields from",
                        "body");
            }
            return node;
        } catch (JsonProcessingException e) {
            long offset =
                    e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getByteOffset());
            throw Violations.single("json_invalid", "JSON decode error", "body", offset);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Object plain(JsonNode node) {
        return MAPPER.convertValue(node, Object.class);
    }

    public static Response response(int status, Object body) {
        try {
            return Response.status(status)
                    .type(MediaType.APPLICATION_JSON)
                    .entity(MAPPER.writeValueAsBytes(body))
                    .build();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
