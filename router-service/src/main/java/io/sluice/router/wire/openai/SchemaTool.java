package io.sluice.router.wire.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.json.MalformedJsonException;
import io.sluice.router.failure.UnsupportedRequestException;
import io.sluice.router.wire.edit.BodyEditor;
import java.io.IOException;

/**
 * A schema for the answer, for models that take none: they are made to call a tool with that schema, and the client gets the arguments as
 * the text that it asked for. Groq's older models need it (console.groq.com/docs/structured-outputs, seen 2026-11-25; LiteLLM does it so).
 */
final class SchemaTool {

    static final String QUIRK = "schema-as-tool";

    private static final String NAME = "json_tool_call";

    private SchemaTool() {}

    /** Whether this response format asks for a schema. */
    static boolean isSchema(JsonNode format) {
        return format.path("type").asText().equals("json_schema")
                && format.path("json_schema").path("schema").isObject();
    }

    /** Puts the tool in the place of the response format. */
    static void ask(int index, JsonNode format, BodyEditor editor) {
        if (editor.has("tools")) {
            throw new UnsupportedRequestException(
                    "this model takes no schema for its answer, and cannot be given one by a tool beside your own tools; "
                            + "choose a model with structured outputs, or leave tools out",
                    "response_format");
        }
        editor.drop(index);
        ArrayNode tools = RequestRules.JSON.createArrayNode();
        ObjectNode function = tools.addObject().put("type", "function").putObject("function");
        function.put("name", NAME).set("parameters", format.path("json_schema").path("schema"));
        editor.append("tools", RequestRules.json(tools));
        ObjectNode choice = RequestRules.JSON.createObjectNode().put("type", "function");
        choice.putObject("function").put("name", NAME);
        editor.append("tool_choice", RequestRules.json(choice));
    }

    /** An answer or a chunk with the arguments of the call as its text. Nothing was called, so the answer just stopped. */
    static byte[] unwrapped(byte[] json, int from, int to) {
        try {
            JsonNode answer = RequestRules.JSON.readTree(json, from, to - from);
            for (JsonNode choice : answer.path("choices")) {
                unwrap(choice, "message");
                unwrap(choice, "delta");
                if (choice.path("finish_reason").asText().equals("tool_calls")) {
                    ((ObjectNode) choice).put("finish_reason", "stop");
                }
            }
            return RequestRules.json(answer);
        } catch (IOException e) {
            throw new MalformedJsonException(String.valueOf(e.getMessage()), from);
        }
    }

    private static void unwrap(JsonNode choice, String holder) {
        if (choice.path(holder) instanceof ObjectNode message
                && message.remove("tool_calls") instanceof ArrayNode calls
                && !calls.isEmpty()) {
            StringBuilder text = new StringBuilder();
            calls.forEach(
                    call -> text.append(call.path("function").path("arguments").asText("")));
            message.put("content", text.toString());
        }
    }
}
