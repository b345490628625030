package io.sluice.router.wire.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The mark after which the prompt cache may cut: a block of its own here, docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html. */
final class CachePoint {

    private CachePoint() {}

    static ObjectNode of(ObjectNode cacheControl) {
        ObjectNode block = ConverseRequest.JSON.createObjectNode();
        ObjectNode point = block.putObject("cachePoint").put("type", "default");
        if (cacheControl.path("ttl").isTextual()) {
            point.set("ttl", cacheControl.path("ttl"));
        }
        return block;
    }
}
