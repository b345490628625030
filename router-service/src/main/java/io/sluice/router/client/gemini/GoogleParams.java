package io.sluice.router.client.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.deployment.Target;
import io.sluice.router.wire.gemini.GoogleNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Google's parameters under OpenAI's names, which all wires know. What the provider cannot take is left out and named: Google's clients send
 * their whole configuration whatever the model, and LiteLLM answers them. One use.
 */
final class GoogleParams {

    /** {@code generationConfig} members that OpenAI has a word for. */
    private static final Map<String, String> OPENAI = Map.of(
            "temperature", "temperature",
            "topP", "top_p",
            "maxOutputTokens", "max_tokens",
            "stopSequences", "stop",
            "seed", "seed",
            "presencePenalty", "presence_penalty",
            "frequencyPenalty", "frequency_penalty",
            "responseLogprobs", "logprobs",
            "logprobs", "top_logprobs");

    /** Only Google has these. */
    private static final Set<String> GOOGLES = Set.of(
            "safetySettings", "cachedContent", "labels", "modelArmorConfig", "model", "stream", "serviceTier", "store");

    /** Wires whose providers take {@code top_k} under this name. */
    private static final Set<String> TAKE_TOP_K = Set.of("anthropic-messages", "ollama-chat", "ollama-generate");

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Target target;
    private final Set<String> refused;
    private final Map<String, JsonNode> names = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>(0);
    private final Set<String> functions = new HashSet<>();

    GoogleParams(Target target) {
        this.target = target;
        this.refused =
                target.provider().refused(target.knownModel(), target.card().capabilities());
    }

    /** @param members what is left of the body without its contents */
    Map<String, JsonNode> of(Map<String, JsonNode> members) {
        JsonNode choice = NODES.missingNode();
        for (Map.Entry<String, JsonNode> member : members.entrySet()) {
            String name = GoogleNames.camel(member.getKey());
            JsonNode value = member.getValue();
            switch (name) {
                case "generationConfig" -> generationConfig(value);
                case "tools" -> tools(value);
                case "toolConfig" -> choice = GoogleNames.get(value, "functionCallingConfig");
                default -> {
                    if (!GOOGLES.contains(name)) {
                        names.put(member.getKey(), value);
                    } else if (!name.equals("model") && !name.equals("stream") && !value.isEmpty()) {
                        notes.add(name);
                    }
                }
            }
        }
        if (!functions.isEmpty()) {
            toolChoice(choice);
        }
        oneOfTwo();
        return names;
    }

    /** What was left out. */
    List<String> notes() {
        return notes;
    }

    private void put(String openAi, JsonNode value, String google) {
        if (refused.contains(openAi)) {
            notes.add(google);
        } else {
            names.put(openAi, value);
        }
    }

    private void generationConfig(JsonNode config) {
        JsonNode schema = NODES.missingNode();
        boolean json = false;
        for (Map.Entry<String, JsonNode> member : config.properties()) {
            String name = GoogleNames.camel(member.getKey());
            JsonNode value = member.getValue();
            if (value.isNull()) {
                continue;
            }
            String openAi = OPENAI.get(name);
            if (openAi != null) {
                put(openAi, value, name);
                continue;
            }
            switch (name) {
                case "candidateCount" -> {
                    if (value.asInt(1) != 1) {
                        put("n", value, name);
                    }
                }
                case "topK" -> {
                    if (TAKE_TOP_K.contains(target.provider().wire())) {
                        names.put("top_k", value);
                    } else {
                        notes.add(name);
                    }
                }
                case "responseMimeType" -> json = value.asText().equals("application/json");
                case "responseSchema" -> schema = GoogleSchema.toJsonSchema(value);
                case "responseJsonSchema" -> schema = value;
                case "thinkingConfig" -> thinking(value);
                case "responseModalities" -> modalities(value);
                default -> notes.add(name);
            }
        }
        format(json, schema);
    }

    private void format(boolean json, JsonNode schema) {
        if (schema.isObject()) {
            ObjectNode format = NODES.objectNode().put("type", "json_schema");
            format.putObject("json_schema").put("name", "response").set("schema", schema);
            put("response_format", format, "responseSchema");
        } else if (json) {
            put("response_format", NODES.objectNode().put("type", "json_object"), "responseMimeType");
        }
    }

    /** A text is what a model answers anyway. */
    private void modalities(JsonNode modalities) {
        ArrayNode wanted = NODES.arrayNode();
        modalities.forEach(one -> wanted.add(one.asText().toLowerCase(Locale.ROOT)));
        if (wanted.size() > 1 || !wanted.path(0).asText("text").equals("text")) {
            put("modalities", wanted, "responseModalities");
        }
    }

    /**
     * A budget of tokens for providers that count them, an effort for the others: LiteLLM's figures the other way round ({@code
     * litellm-behaviour.md} 8.3).
     */
    private void thinking(JsonNode config) {
        JsonNode level = GoogleNames.get(config, "thinkingLevel");
        JsonNode given = GoogleNames.get(config, "thinkingBudget");
        long budget = given.asLong(-1);
        if (!level.isTextual() && (!given.isNumber() || budget < 0)) {
            return; // the model decides, as it does anyway
        }
        if (!level.isTextual() && !refused.contains("thinking")) {
            ObjectNode thinking = NODES.objectNode().put("type", budget == 0 ? "disabled" : "enabled");
            names.put("thinking", budget == 0 ? thinking : thinking.put("budget_tokens", budget));
            return;
        }
        String effort = level.isTextual()
                ? level.asText().toLowerCase(Locale.ROOT)
                : budget <= 1_024 ? "low" : budget <= 2_048 ? "medium" : "high";
        if (budget != 0) {
            put("reasoning_effort", NODES.textNode(effort), "thinkingConfig");
        }
    }

    private void tools(JsonNode tools) {
        ArrayNode translated = NODES.arrayNode();
        for (JsonNode tool : tools) {
            for (Map.Entry<String, JsonNode> member : tool.properties()) {
                switch (GoogleNames.camel(member.getKey())) {
                    case "functionDeclarations" -> member.getValue().forEach(one -> translated.add(function(one)));
                    case "googleSearch", "googleSearchRetrieval" ->
                        put("web_search_options", NODES.objectNode(), "tools." + member.getKey());
                    default -> notes.add("tools." + member.getKey());
                }
            }
        }
        if (!translated.isEmpty()) {
            put("tools", translated, "tools");
        }
    }

    private ObjectNode function(JsonNode declaration) {
        ObjectNode tool = NODES.objectNode().put("type", "function");
        ObjectNode function = tool.putObject("function");
        functions.add(declaration.path("name").asText(""));
        function.put("name", declaration.path("name").asText(""));
        if (declaration.path("description").isTextual()) {
            function.set("description", declaration.path("description"));
        }
        JsonNode schema = GoogleNames.get(declaration, "parametersJsonSchema");
        JsonNode googles = declaration.path("parameters");
        if (schema.isObject()) {
            function.set("parameters", schema);
        } else if (googles.isObject()) {
            function.set("parameters", GoogleSchema.toJsonSchema(googles));
        }
        return tool;
    }

    private void toolChoice(JsonNode calling) {
        JsonNode allowed = GoogleNames.get(calling, "allowedFunctionNames");
        Set<String> some = new HashSet<>();
        allowed.forEach(name -> some.add(name.asText()));
        switch (calling.path("mode").asText("")) {
            case "AUTO", "VALIDATED" -> put("tool_choice", NODES.textNode("auto"), "toolConfig");
            case "NONE" -> put("tool_choice", NODES.textNode("none"), "toolConfig");
            case "ANY" -> {
                if (some.isEmpty() || some.containsAll(functions)) {
                    put("tool_choice", NODES.textNode("required"), "toolConfig");
                } else {
                    put("tool_choice", some.size() == 1 ? named(allowed.path(0)) : among(allowed), "toolConfig");
                }
            }
            default -> {}
        }
    }

    private static ObjectNode named(JsonNode name) {
        ObjectNode choice = NODES.objectNode().put("type", "function");
        choice.putObject("function").set("name", name);
        return choice;
    }

    private static ObjectNode among(JsonNode allowed) {
        ObjectNode choice = NODES.objectNode().put("type", "allowed_tools");
        ArrayNode tools =
                choice.putObject("allowed_tools").put("mode", "required").putArray("tools");
        allowed.forEach(name -> tools.add(named(name)));
        return choice;
    }

    /**
     * Claude since 4.1 refuses {@code temperature} together with {@code top_p} (docs.anthropic.com/en/docs/about-claude/models); gemini-cli always
     * sends both.
     */
    private void oneOfTwo() {
        boolean claude = target.providerModel().toLowerCase(Locale.ROOT).contains("claude");
        if (claude && names.containsKey("temperature") && names.remove("top_p") != null) {
            notes.add("topP");
        }
    }
}
