package io.sluice.router.client.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.conversation.Media;
import io.sluice.router.conversation.Message;
import io.sluice.router.conversation.Part;
import io.sluice.router.conversation.SignedId;
import io.sluice.router.failure.UnsupportedRequestException;
import io.sluice.router.wire.SpacedJson;
import io.sluice.router.wire.gemini.GoogleNames;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code contents}. Calls may come without an id there, and their results by name only: both get the same id, in the order in which they
 * come. One use.
 */
final class GoogleTurns {

    private final List<Message> messages = new ArrayList<>();
    private final Map<String, Integer> callsOf = new HashMap<>();
    private final Map<String, Deque<String>> unanswered = new HashMap<>();

    static Message instructions(JsonNode content) {
        List<Part> parts = new ArrayList<>();
        if (content.isTextual()) {
            parts.add(Part.Text.of(content.asText()));
        }
        for (JsonNode part : content.path("parts")) {
            parts.add(Part.Text.of(part.path("text").asText("")));
        }
        return new Message.Instructions(false, parts, null);
    }

    List<Message> read(JsonNode contents) {
        if (contents.isObject()) {
            turn(contents, "contents");
        } else if (contents.isArray()) {
            for (int i = 0; i < contents.size(); i++) {
                turn(contents.get(i), "contents[" + i + ']');
            }
        } else {
            throw new UnsupportedRequestException("contents: a list of contents is expected", "contents");
        }
        return messages;
    }

    private void turn(JsonNode content, String place) {
        JsonNode parts = content.path("parts");
        switch (content.path("role").asText("user")) {
            case "model" -> model(parts, place);
            case "user", "function", "tool", "" -> user(parts, place);
            case "system" -> messages.add(instructions(content));
            default ->
                throw new UnsupportedRequestException(place + ".role: 'user' or 'model' is expected", "contents");
        }
    }

    private void user(JsonNode parts, String place) {
        List<Part> said = new ArrayList<>();
        boolean results = false;
        for (JsonNode part : parts) {
            JsonNode response = GoogleNames.get(part, "functionResponse");
            if (response.isObject()) {
                messages.add(result(response));
                results = true;
            } else {
                said.add(part(part, place));
            }
        }
        if (!said.isEmpty() || !results) {
            messages.add(new Message.User(said, null));
        }
    }

    private void model(JsonNode parts, String place) {
        List<Part> said = new ArrayList<>();
        StringBuilder thought = new StringBuilder();
        for (JsonNode part : parts) {
            String signature = GoogleNames.get(part, "thoughtSignature").asText("");
            if (part.path("thought").asBoolean(false)) {
                thought.append(part.path("text").asText(""));
                if (!signature.isEmpty()) {
                    said.add(Signatures.thought(thought.toString(), signature));
                    thought.setLength(0);
                }
                continue;
            }
            addThought(thought, said);
            JsonNode call = GoogleNames.get(part, "functionCall");
            said.add(call.isObject() ? call(call, signature) : part(part, place));
        }
        addThought(thought, said);
        messages.add(new Message.Assistant(said, null, false));
    }

    private static void addThought(StringBuilder thought, List<Part> said) {
        if (!thought.isEmpty()) {
            said.add(new Part.Thinking(thought.toString(), null));
            thought.setLength(0);
        }
    }

    private Part.ToolCall call(JsonNode call, String signature) {
        String name = call.path("name").asText("");
        String id = SignedId.of(call.path("id").asText("")).id();
        if (id.isEmpty()) {
            int number = callsOf.merge(name, 1, Integer::sum);
            id = "call_" + name + (number == 1 ? "" : "_" + number);
        }
        unanswered.computeIfAbsent(name, ignored -> new ArrayDeque<>()).add(id);
        String arguments = call.path("args").isObject() ? call.path("args").toString() : "{}";
        return new Part.ToolCall(id, name, arguments, signature.isEmpty() ? null : Signatures.plain(signature), null);
    }

    private Message.ToolResult result(JsonNode response) {
        String name = response.path("name").asText("");
        Deque<String> open = unanswered.computeIfAbsent(name, ignored -> new ArrayDeque<>());
        String id = SignedId.of(response.path("id").asText("")).id();
        boolean known = !open.isEmpty();
        if (id.isEmpty()) {
            id = known ? open.remove() : "call_" + name;
        } else {
            known = open.remove(id);
        }
        JsonNode said = response.path("response");
        boolean failed = said.size() == 1 && said.has("error");
        List<Part> parts = new ArrayList<>();
        parts.add(Part.Text.of(said.isMissingNode() ? "{}" : SpacedJson.of(said)));
        for (JsonNode more : response.path("parts")) {
            parts.add(part(more, "functionResponse"));
        }
        return new Message.ToolResult(id, known ? null : name, parts, failed, null);
    }

    private static Part part(JsonNode part, String place) {
        JsonNode inline = GoogleNames.get(part, "inlineData");
        JsonNode file = GoogleNames.get(part, "fileData");
        if (part.path("text").isTextual()) {
            return Part.Text.of(part.path("text").asText());
        } else if (inline.isObject()) {
            String type = GoogleNames.get(inline, "mimeType").asText("application/octet-stream");
            return media(
                    new Media.Inline(type, Signatures.plain(inline.path("data").asText(""))), type, name(inline));
        } else if (file.isObject()) {
            JsonNode type = GoogleNames.get(file, "mimeType");
            String said = type.isTextual() ? type.asText() : null;
            Media.Url url = new Media.Url(GoogleNames.get(file, "fileUri").asText(""), said);
            return media(url, said == null ? "image/*" : said, name(file));
        }
        for (String foreign : new String[] {"executableCode", "codeExecutionResult"}) {
            if (GoogleNames.get(part, foreign) instanceof ObjectNode object) {
                return new Part.Foreign(GoogleNames.snake(foreign), object);
            }
        }
        throw new UnsupportedRequestException(place + ".parts: a part that is not known", "contents");
    }

    private static @Nullable String name(JsonNode blob) {
        JsonNode name = GoogleNames.get(blob, "displayName");
        return name.isTextual() ? name.asText() : null;
    }

    private static Part media(Media media, String type, @Nullable String name) {
        String kind = type.toLowerCase(Locale.ROOT);
        if (kind.startsWith("image/")) {
            return new Part.Image(media, null, null);
        } else if (kind.startsWith("audio/")) {
            return new Part.Audio(media, format(kind), null);
        } else if (kind.startsWith("video/")) {
            return new Part.Video(media, null);
        }
        return new Part.Document(media, name, null, null);
    }

    /** OpenAI's name of a kind of sound. */
    private static String format(String type) {
        return switch (type) {
            case "audio/mpeg", "audio/mp3" -> "mp3";
            case "audio/wav", "audio/x-wav", "audio/wave" -> "wav";
            default -> type.substring("audio/".length());
        };
    }
}
