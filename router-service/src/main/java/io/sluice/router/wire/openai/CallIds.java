package io.sluice.router.wire.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.json.MalformedJsonException;
import java.io.IOException;
import java.util.UUID;

/** Ids for tool calls that a provider gave none: a client has to name a call with its result. */
final class CallIds {

    private CallIds() {}

    static byte[] added(byte[] json, int from, int to) {
        try {
            JsonNode answer = RequestRules.JSON.readTree(json, from, to - from);
            for (JsonNode choice : answer.path("choices")) {
                for (JsonNode call : choice.path("message").path("tool_calls")) {
                    if (call instanceof ObjectNode object && !call.path("id").isTextual()) {
                        object.put("id", "call_" + UUID.randomUUID());
                    }
                }
            }
            return RequestRules.json(answer);
        } catch (IOException e) {
            throw new MalformedJsonException(String.valueOf(e.getMessage()), from);
        }
    }
}
