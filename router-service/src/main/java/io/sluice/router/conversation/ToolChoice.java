package io.sluice.router.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Which tools the model may or must call. */
public sealed interface ToolChoice {

    /** Nothing said: the provider's default. */
    record Unsaid() implements ToolChoice {}

    record Auto() implements ToolChoice {}

    record None() implements ToolChoice {}

    /** At least one. */
    record Required() implements ToolChoice {}

    /** This one. */
    record Named(String name) implements ToolChoice {}

    /** OpenAI's {@code allowed_tools}: only these, and at least one when {@code required}. */
    record Allowed(List<String> names, boolean required) implements ToolChoice {}

    /** The tools that may be called, for providers that know no subset. */
    default List<Tool> among(List<Tool> tools) {
        return this instanceof Allowed allowed
                ? tools.stream()
                        .filter(tool ->
                                !(tool instanceof Tool.Function function) || allowed.names.contains(function.name()))
                        .toList()
                : tools;
    }

    /** Takes {@code tool_choice} and the legacy {@code function_call} out of the parameters. */
    static ToolChoice take(Params params) {
        JsonNode choice = params.take("tool_choice");
        JsonNode legacy = params.take("function_call");
        return of(choice.isMissingNode() ? legacy : choice);
    }

    private static ToolChoice of(JsonNode choice) {
        if (choice.isObject()) {
            return object(choice);
        }
        return switch (choice.asText("")) {
            case "auto" -> new Auto();
            case "none" -> new None();
            case "required", "any" -> new Required();
            default -> new Unsaid();
        };
    }

    private static ToolChoice object(JsonNode choice) {
        return switch (choice.path("type").asText("function")) {
            case "auto" -> new Auto();
            case "none" -> new None();
            case "required", "any" -> new Required();
            case "allowed_tools" -> {
                JsonNode allowed = choice.path("allowed_tools").isObject() ? choice.path("allowed_tools") : choice;
                List<String> names = new ArrayList<>();
                allowed.path("tools").forEach(tool -> names.add(name(tool)));
                yield new Allowed(names, allowed.path("mode").asText("auto").equals("required"));
            }
            default -> new Named(name(choice));
        };
    }

    private static String name(JsonNode tool) {
        return tool.path("function").path("name").asText(tool.path("name").asText(""));
    }
}
