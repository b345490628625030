package io.sluice.router.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A chat request as one for OpenAI's Responses: platform.openai.com/docs/api-reference/responses/create. */
final class ResponsesInput {

    private ResponsesInput() {}

    static ObjectNode of(JsonNode chat) {
        ObjectNode request = Desk.JSON.createObjectNode();
        request.set("model", chat.path("model"));
        ArrayNode input = request.putArray("input");
        chat.path("messages").forEach(message -> message(message, input));
        if (!chat.path("tools").isEmpty()) {
            ArrayNode tools = request.putArray("tools");
            chat.path("tools").forEach(tool -> tools.add(tool(tool)));
        }
        return request;
    }

    private static void message(JsonNode message, ArrayNode input) {
        String role = message.path("role").asText();
        if (role.equals("tool")) {
            input.addObject()
                    .put("type", "function_call_output")
                    .put("call_id", message.path("tool_call_id").asText())
                    .put("output", text(message.path("content")));
            return;
        }
        JsonNode content = message.path("content");
        if (content.isTextual() || !content.isEmpty()) {
            input.addObject().put("role", role).set("content", content(content, role));
        }
        for (JsonNode call : message.path("tool_calls")) {
            input.addObject()
                    .put("type", "function_call")
                    .put("call_id", call.path("id").asText())
                    .put("name", call.path("function").path("name").asText())
                    .put("arguments", call.path("function").path("arguments").asText());
        }
    }

    private static JsonNode content(JsonNode content, String role) {
        if (content.isTextual()) {
            return content;
        }
        ArrayNode parts = Desk.JSON.createArrayNode();
        for (JsonNode part : content) {
            switch (part.path("type").asText()) {
                case "image_url" ->
                    parts.addObject()
                            .put("type", "input_image")
                            .set("image_url", part.path("image_url").path("url"));
                case "file" -> {
                    ObjectNode file = parts.addObject().put("type", "input_file");
                    part.path("file").properties().forEach(one -> file.set(one.getKey(), one.getValue()));
                }
                case "text" ->
                    parts.addObject()
                            .put("type", role.equals("assistant") ? "output_text" : "input_text")
                            .set("text", part.path("text"));
                default -> parts.add(part);
            }
        }
        return parts;
    }

    private static String text(JsonNode content) {
        if (content.isTextual()) {
            return content.asText();
        }
        StringBuilder text = new StringBuilder();
        content.forEach(part -> text.append(part.path("text").asText("")));
        return text.toString();
    }

    private static JsonNode tool(JsonNode tool) {
        if (!tool.path("function").isObject()) {
            return tool;
        }
        ObjectNode flat = Desk.JSON.createObjectNode().put("type", "function").put("strict", false);
        tool.path("function").properties().forEach(one -> flat.set(one.getKey(), one.getValue()));
        return flat;
    }
}
