package io.sluice.router.client.responses;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.router.conversation.Media;
import io.sluice.router.conversation.Message;
import io.sluice.router.conversation.Part;
import io.sluice.router.conversation.SignedId;
import io.sluice.router.failure.UnsupportedRequestException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code input}: a text, or items of which one turn may take several. One use. */
final class InputItems {

    private final List<Message> messages = new ArrayList<>();
    private final List<Part> said = new ArrayList<>();
    private final List<String> notes = new ArrayList<>(0);

    /** Items that are the provider's own and were left out. */
    List<String> notes() {
        return notes;
    }

    List<Message> read(JsonNode input) {
        if (input.isTextual()) {
            return List.of(new Message.User(List.of(Part.Text.of(input.asText())), null));
        }
        if (!input.isArray()) {
            throw new UnsupportedRequestException("input: Input should be a text or a list of items", "input");
        }
        for (int i = 0; i < input.size(); i++) {
            item(input.get(i), "input[" + i + "]");
        }
        endTurn();
        return messages;
    }

    private void item(JsonNode item, String place) {
        String type = item.path("type").asText("message");
        switch (type) {
            case "message" -> message(item, place);
            case "reasoning" -> said.addAll(ReasoningItems.read(item));
            case "function_call" -> {
                SignedId id = SignedId.of(item.path("call_id").asText(""));
                said.add(new Part.ToolCall(
                        id.id(),
                        item.path("name").asText(""),
                        item.path("arguments").asText(""),
                        id.signature(),
                        null));
            }
            case "function_call_output" -> {
                endTurn();
                messages.add(new Message.ToolResult(
                        SignedId.of(item.path("call_id").asText("")).id(),
                        null,
                        content(item.path("output"), place + ".output"),
                        false,
                        null));
            }
            case "item_reference" ->
                throw new UnsupportedRequestException(
                        place + ": an item reference needs a response that is kept; send the item itself", "input");
            default -> notes.add("input." + type);
        }
    }

    private void message(JsonNode item, String place) {
        List<Part> parts = content(item.path("content"), place + ".content");
        String role = item.path("role").asText("");
        if (role.equals("assistant")) {
            said.addAll(parts);
            return;
        }
        endTurn();
        messages.add(
                switch (role) {
                    case "user" -> new Message.User(parts, null);
                    case "system" -> new Message.Instructions(false, parts, null);
                    case "developer" -> new Message.Instructions(true, parts, null);
                    default ->
                        throw new UnsupportedRequestException(
                                place + ".role: '" + role + "' is none of user, assistant, system, developer", "input");
                });
    }

    /** What the model said and called stands in items of their own here, in one message with every other provider. */
    private void endTurn() {
        if (!said.isEmpty()) {
            messages.add(new Message.Assistant(List.copyOf(said), null, false));
            said.clear();
        }
    }

    private static List<Part> content(JsonNode content, String place) {
        List<Part> parts = new ArrayList<>();
        if (content.isTextual()) {
            parts.add(Part.Text.of(content.asText()));
        }
        for (JsonNode part : content) {
            parts.add(part(part, place));
        }
        return parts;
    }

    private static Part part(JsonNode part, String place) {
        String type = part.path("type").asText("");
        return switch (type) {
            case "input_text", "output_text", "text" ->
                Part.Text.of(part.path("text").asText(""));
            case "refusal" -> new Part.Refusal(part.path("refusal").asText(""));
            case "input_image" ->
                new Part.Image(
                        media(part, "image_url", place), part.path("detail").asText("auto"), null);
            case "input_file" ->
                new Part.Document(
                        media(part, part.has("file_url") ? "file_url" : "file_data", place),
                        text(part, "filename"),
                        null,
                        null);
            case "input_audio" -> {
                JsonNode audio = part.path("input_audio");
                String format = audio.path("format").asText("wav");
                yield new Part.Audio(
                        new Media.Inline("audio/" + format, audio.path("data").asText("")), format, null);
            }
            default ->
                throw new UnsupportedRequestException(
                        place + ": content parts of type '" + type + "' are not known", "input");
        };
    }

    private static Media media(JsonNode part, String member, String place) {
        String address = text(part, member);
        if (address != null) {
            return Media.of(address, null);
        }
        String id = text(part, "file_id");
        if (id == null) {
            throw new UnsupportedRequestException(place + ": " + member + " or file_id is required", "input");
        }
        return new Media.Uploaded(id, null);
    }

    private static @Nullable String text(JsonNode node, String name) {
        return node.path(name).isTextual() ? node.path(name).asText() : null;
    }
}
