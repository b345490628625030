package io.sluice.router.wire.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;

/** The mark after which the prompt cache may cut: a block of its own here, docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html. */
final class CachePoint {

    private CachePoint() {}

    /** Takes out of the lists of a request what its model has no cache for: the other models refuse a mark. */
    static void fit(ObjectNode body, BedrockModel model) {
        if (!model.cachesForAnHour()) {
            fit(body.path("system"), model);
            fit(body.path("toolConfig").path("tools"), model);
            body.path("messages").forEach(message -> fit(message.path("content"), model));
        }
    }

    private static void fit(JsonNode blocks, BedrockModel model) {
        for (Iterator<JsonNode> all = blocks.iterator(); all.hasNext(); ) {
            if (all.next().path("cachePoint") instanceof ObjectNode point) {
                if (model.caches()) {
                    point.remove("ttl");
                } else {
                    all.remove();
                }
            }
        }
    }

    static ObjectNode of(ObjectNode cacheControl) {
        ObjectNode block = ConverseRequest.JSON.createObjectNode();
        ObjectNode point = block.putObject("cachePoint").put("type", "default");
        if (cacheControl.path("ttl").isTextual()) {
            point.set("ttl", cacheControl.path("ttl"));
        }
        return block;
    }
}
