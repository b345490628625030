package io.sluice.router.wire.gemini;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.conversation.Message;
import io.sluice.router.conversation.Params;
import io.sluice.router.conversation.Part;
import io.sluice.router.failure.UnsupportedRequestException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Messages as {@code contents}: instructions apart, neighbours of one kind in one turn, tool results by name. One use. */
final class GeminiContents {

    /** Tells Gemini 3 not to ask for a signature that got lost: ai.google.dev/gemini-api/docs/thought-signatures. */
    private static final String NO_SIGNATURE = "c2tpcF90aG91Z2h0X3NpZ25hdHVyZV92YWxpZGF0b3I=";

    private final GeminiModel model;
    private final Params params;
    private final boolean drop;
    private final Map<String, String> names = new HashMap<>();
    private final ArrayNode contents = GeminiDialect.JSON.createArrayNode();
    private final ArrayNode system = GeminiDialect.JSON.createArrayNode();
    private String last = "";

    GeminiContents(GeminiModel model, Params params, boolean drop, List<Message> messages) {
        this.model = model;
        this.params = params;
        this.drop = drop;
        messages.forEach(this::message);
        if (contents.isEmpty()) {
            // Google wants to be asked something: what LiteLLM asks
            add("user", text(system.isEmpty() ? " " : "."));
        }
    }

    ArrayNode contents() {
        return contents;
    }

    /** Empty when there are no instructions. */
    ArrayNode system() {
        return system;
    }

    private void message(Message message) {
        switch (message) {
            case Message.Instructions instructions ->
                instructions.parts().forEach(part -> {
                    if (part instanceof Part.Text(String text, var ignored)) {
                        system.add(text(text));
                    } else {
                        untaken("an instruction that is no text");
                    }
                });
            case Message.User user -> {
                if (user.parts().isEmpty()) {
                    add("user", text(" "));
                }
                said("user", user.parts());
            }
            case Message.Assistant assistant -> said("model", assistant.parts());
            case Message.ToolResult result -> result(result);
        }
    }

    private void said(String role, List<Part> parts) {
        boolean signed = false;
        for (Part part : parts) {
            if (parts.size() > 1 && part instanceof Part.Text(String text, var ignored) && text.isEmpty()) {
                continue;
            }
            ObjectNode translated = part(part);
            if (translated == null) {
                continue;
            }
            if (part instanceof Part.ToolCall && model.isThird() && !signed) {
                // the first call of a turn has the signature for all of them
                if (!translated.has("thoughtSignature")) {
                    translated.put("thoughtSignature", NO_SIGNATURE);
                }
                signed = true;
            }
            add(role, translated);
        }
    }

    private @Nullable ObjectNode part(Part part) {
        return switch (part) {
            case Part.Text(String text, var ignored) -> text(text);
            case Part.Refusal(String text) -> text(text);
            case Part.Thinking(String text, var ignored) ->
                text.isEmpty() ? null : text(text).put("thought", true);
            case Part.TextSignature(String signature) -> text("").put("thoughtSignature", signature);
            case Part.RedactedThinking ignored -> null; // another provider's secret
            case Part.ToolCall call -> call(call);
            case Part.Image image -> image(image);
            case Part.Audio audio -> GeminiMedia.part(audio.media());
            case Part.Video video -> GeminiMedia.part(video.media());
            case Part.Document document -> GeminiMedia.part(document.media());
            case Part.Foreign foreign -> {
                untaken("the content part of type '" + foreign.type() + "'");
                yield null;
            }
        };
    }

    private static ObjectNode text(String text) {
        return GeminiDialect.JSON.createObjectNode().put("text", text);
    }

    private ObjectNode image(Part.Image image) {
        ObjectNode part = GeminiMedia.part(image.media());
        String resolution = resolution(image.detail());
        if (model.isThird() && resolution != null) {
            part.putObject("mediaResolution").put("level", resolution);
        }
        return part;
    }

    /** OpenAI's {@code detail} as a resolution; null when the model is to decide. */
    static @Nullable String resolution(@Nullable String detail) {
        return switch (detail == null ? "auto" : detail) {
            case "low", "medium", "high", "ultra_high" ->
                "MEDIA_RESOLUTION_" + String.valueOf(detail).toUpperCase(Locale.ROOT);
            default -> null;
        };
    }

    private ObjectNode call(Part.ToolCall call) {
        names.put(call.id(), call.name());
        ObjectNode part = GeminiDialect.JSON.createObjectNode();
        ObjectNode function = part.putObject("functionCall").put("name", call.name());
        function.set("args", call.input());
        identify(function, call.id());
        if (call.signature() != null) {
            part.put("thoughtSignature", call.signature());
        }
        return part;
    }

    private void result(Message.ToolResult result) {
        String id = result.callId();
        String known = names.get(id);
        ObjectNode part = GeminiDialect.JSON.createObjectNode();
        ObjectNode response = part.putObject("functionResponse")
                .put("name", known != null ? known : result.name() != null ? result.name() : id);
        identify(response, id);
        StringBuilder text = new StringBuilder();
        for (Part piece : result.parts()) {
            if (piece instanceof Part.Text(String more, var ignored)) {
                text.append(more);
            }
        }
        response.set("response", response(text.toString(), result.failed()));
        add("tool", part);
        for (Part piece : result.parts()) {
            ObjectNode beside = piece instanceof Part.Text ? null : part(piece);
            if (beside != null) {
                add("tool", beside);
            }
        }
    }

    /** Gemini 3 tells calls of one name apart by their ids; older ones know none. */
    private void identify(ObjectNode function, String id) {
        if (model.isThird() && !id.isEmpty()) {
            function.put("id", id);
        }
    }

    /** What a function gives back has to be an object. */
    private static ObjectNode response(String text, boolean failed) {
        if (!failed && text.stripLeading().startsWith("{")) {
            try {
                if (GeminiDialect.JSON.readTree(text) instanceof ObjectNode object) {
                    return object;
                }
            } catch (JsonProcessingException notJson) {
                // a text like any other
            }
        }
        return GeminiDialect.JSON.createObjectNode().put(failed ? "error" : "content", text);
    }

    /** @param kind {@code user}, {@code model}, or {@code tool} for results, which Google has as the user's turn of its own */
    private void add(String kind, ObjectNode part) {
        if (!kind.equals(last)) {
            contents.addObject()
                    .put("role", kind.equals("model") ? "model" : "user")
                    .putArray("parts");
            last = kind;
        }
        ((ArrayNode) contents.get(contents.size() - 1).path("parts")).add(part);
    }

    private void untaken(String what) {
        if (!drop) {
            throw new UnsupportedRequestException(what + " is not known to Gemini.", "messages");
        }
        params.note("messages: " + what);
    }
}
