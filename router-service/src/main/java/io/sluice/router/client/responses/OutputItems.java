package io.sluice.router.client.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Output items and their parts. */
final class OutputItems {

    private OutputItems() {}

    static String newId(String prefix) {
        return prefix + UUID.randomUUID().toString().replace("-", "");
    }

    private static ObjectNode type(String type) {
        return ResponsesProtocol.JSON.createObjectNode().put("type", type);
    }

    static ObjectNode reasoning(String id, String text, @Nullable String encrypted) {
        ObjectNode item = type("reasoning").put("id", id);
        ArrayNode summary = item.putArray("summary");
        if (!text.isEmpty()) {
            summary.add(summaryText(text));
        }
        if (encrypted != null) {
            item.put("encrypted_content", encrypted);
        }
        return item;
    }

    static ObjectNode summaryText(String text) {
        return type("summary_text").put("text", text);
    }

    static ObjectNode message(String id, String status, ArrayNode content) {
        ObjectNode item = type("message").put("id", id).put("status", status).put("role", "assistant");
        item.set("content", content);
        return item;
    }

    static ObjectNode text(String text) {
        ObjectNode part = type("output_text").put("text", text);
        part.putArray("annotations");
        return part;
    }

    static ObjectNode refusal(String text) {
        return type("refusal").put("refusal", text);
    }

    static ObjectNode functionCall(String status, String callId, String name, String arguments) {
        return type("function_call")
                .put("id", "fc_" + callId)
                .put("call_id", callId)
                .put("name", name)
                .put("arguments", arguments)
                .put("status", status);
    }

    static ObjectNode picture(String base64) {
        return type("image_generation_call")
                .put("id", newId("ig_"))
                .put("status", "completed")
                .put("result", base64);
    }

    /** OpenAI's citations of addresses, in the flat form of this protocol; others have no word in it. */
    static void cite(ObjectNode text, List<JsonNode> citations) {
        for (JsonNode citation : citations) {
            if (citation.path("url_citation") instanceof ObjectNode cited) {
                text.withArrayProperty("annotations").add(cited.deepCopy().put("type", "url_citation"));
            }
        }
    }
}
