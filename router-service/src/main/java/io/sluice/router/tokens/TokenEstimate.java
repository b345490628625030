package io.sluice.router.tokens;

import com.fasterxml.jackson.databind.JsonNode;
import com.knuddels.jtokkit.api.Encoding;
import io.sluice.router.conversation.Conversation;
import io.sluice.router.conversation.Message;
import io.sluice.router.conversation.Part;
import io.sluice.router.conversation.Tool;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a request comes to in tokens, by OpenAI's vocabularies: exact for the texts of OpenAI's models, an estimate for everybody else's. How
 * messages and tools are counted is in cookbook.openai.com/examples/how_to_count_tokens_with_tiktoken; LiteLLM counts in the same way.
 * Thread-safe; the first use of a vocabulary takes a third of a second.
 */
public final class TokenEstimate {

    private static final int PER_MESSAGE = 3;
    private static final int ANSWER_BEGINS = 3;
    private static final int TOOLS_BEGIN = 9;

    /** LiteLLM's figure for a picture of which nothing is known. */
    private static final int PICTURE = 250;

    private final Encoding encoding;
    private long tokens;

    private TokenEstimate(Encoding encoding) {
        this.encoding = encoding;
    }

    /** Takes the tools out of the conversation's parameters. */
    public static long of(Conversation conversation, String model) {
        TokenEstimate estimate = new TokenEstimate(Vocabulary.of(model));
        conversation.messages().forEach(estimate::message);
        estimate.tokens += ANSWER_BEGINS;
        List<Tool> tools = Tool.take(conversation.params());
        if (!tools.isEmpty()) {
            estimate.add(definitions(tools));
            estimate.tokens += TOOLS_BEGIN;
        }
        return estimate.tokens;
    }

    private void add(String text) {
        tokens += encoding.countTokensOrdinary(text);
    }

    private void message(Message message) {
        tokens += PER_MESSAGE;
        add(
                switch (message) {
                    case Message.Instructions ignored -> "system";
                    case Message.User ignored -> "user";
                    case Message.Assistant ignored -> "assistant";
                    case Message.ToolResult ignored -> "tool";
                });
        message.parts().forEach(this::part);
    }

    private void part(Part part) {
        switch (part) {
            case Part.Text(String text, var ignored) -> add(text);
            case Part.Refusal(String text) -> add(text);
            case Part.Thinking(String text, var ignored) -> add(text);
            case Part.ToolCall call -> {
                add(call.name());
                add(call.arguments());
            }
            case Part.Image ignored -> tokens += PICTURE;
            case Part.Foreign foreign -> add(foreign.json().toString());
            case Part.RedactedThinking ignored -> {}
            case Part.TextSignature ignored -> {}
            case Part.Audio ignored -> {}
            case Part.Video ignored -> {}
            case Part.Document ignored -> {}
        }
    }

    /** Functions as OpenAI writes them into the prompt: declarations of types. */
    private static String definitions(List<Tool> tools) {
        StringBuilder text = new StringBuilder("namespace functions {\n\n");
        for (Tool tool : tools) {
            switch (tool) {
                case Tool.Function function -> {
                    if (function.description() != null) {
                        text.append("// ").append(function.description()).append('\n');
                    }
                    JsonNode parameters = function.parameters();
                    if (parameters == null || parameters.path("properties").isEmpty()) {
                        text.append("type ").append(function.name()).append(" = () => any;\n\n");
                    } else {
                        text.append("type ").append(function.name()).append(" = (_: {\n");
                        properties(parameters, text);
                        text.append("\n}) => any;\n\n");
                    }
                }
                case Tool.Hosted hosted -> text.append(hosted.json()).append('\n');
            }
        }
        return text.append("} // namespace functions").toString();
    }

    private static void properties(JsonNode schema, StringBuilder text) {
        Set<String> required = new TreeSet<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        Iterator<Map.Entry<String, JsonNode>> all =
                schema.path("properties").properties().iterator();
        while (all.hasNext()) {
            Map.Entry<String, JsonNode> property = all.next();
            JsonNode description = property.getValue().path("description");
            if (description.isTextual()) {
                text.append("// ").append(description.asText()).append('\n');
            }
            text.append(property.getKey())
                    .append(required.contains(property.getKey()) ? ": " : "?: ")
                    .append(type(property.getValue()))
                    .append(all.hasNext() ? ",\n" : ",");
        }
    }

    private static String type(JsonNode schema) {
        if (!schema.path("enum").isEmpty()) {
            StringBuilder values = new StringBuilder();
            schema.path("enum")
                    .forEach(value ->
                            values.append(values.isEmpty() ? "" : " | ").append(value));
            return values.toString();
        }
        return switch (schema.path("type").asText("any")) {
            case "array" -> schema.has("items") ? type(schema.path("items")) + "[]" : "any[]";
            case "object" -> {
                StringBuilder text = new StringBuilder("{\n");
                properties(schema, text);
                yield text.append("\n}").toString();
            }
            case "integer" -> "number";
            default -> schema.path("type").asText("any");
        };
    }
}
