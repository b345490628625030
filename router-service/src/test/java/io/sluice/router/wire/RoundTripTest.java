package io.sluice.router.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.SeamJson;
import io.sluice.contracts.routing.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A request that is translated into another protocol and back asks for the same. */
class RoundTripTest {

    /** A protocol, a provider that speaks it, and what both have words for. */
    private enum Tongue {
        CHAT(Protocol.OPENAI_CHAT, "openai", "gpt-4o", """
                {"messages":[
                  {"role":"system","content":"Be brief."},
                  {"role":"user","content":[{"type":"text","text":"What is on it?"},
                    {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo="}}]},
                  {"role":"assistant","content":"I look.","tool_calls":[
                    {"id":"call_1","type":"function","function":{"name":"look","arguments":"{\\"zoom\\":2}"}},
                    {"id":"call_2","type":"function","function":{"name":"look","arguments":"{\\"zoom\\":3}"}}]},
                  {"role":"tool","tool_call_id":"call_1","content":"A cat."},
                  {"role":"tool","tool_call_id":"call_2","content":"Its nose."},
                  {"role":"user","content":"And?"}],
                 "tools":[{"type":"function","function":{"name":"look","description":"Looks closer","parameters":
                   {"type":"object","properties":{"zoom":{"type":"integer"}},"required":["zoom"]}}},
                   {"type":"function","function":{"name":"listen","parameters":{"type":"object","properties":{"seconds":{"type":"integer"}}}}}],
                 "tool_choice":{"type":"function","function":{"name":"look"}},
                 "temperature":0.5,"max_tokens":99,"stop":["END"]}"""),
        MESSAGES(Protocol.ANTHROPIC_MESSAGES, "anthropic", "claude-sonnet-4-5", """
                {"system":"Be brief.","messages":[
                  {"role":"user","content":[{"type":"text","text":"What is on it?"},
                    {"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgo="}}]},
                  {"role":"assistant","content":[{"type":"text","text":"I look."},
                    {"type":"tool_use","id":"toolu_1","name":"look","input":{"zoom":2}},
                    {"type":"tool_use","id":"toolu_2","name":"look","input":{"zoom":3}}]},
                  {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":"A cat."},
                    {"type":"tool_result","tool_use_id":"toolu_2","content":"Its nose."},
                    {"type":"text","text":"And?"}]}],
                 "tools":[{"name":"look","description":"Looks closer","input_schema":
                   {"type":"object","properties":{"zoom":{"type":"integer"}},"required":["zoom"]}},
                   {"name":"listen","input_schema":{"type":"object","properties":{"seconds":{"type":"integer"}}}}],
                 "tool_choice":{"type":"tool","name":"look"},
                 "temperature":0.5,"max_tokens":99,"stop_sequences":["END"]}"""),
        GENERATE(Protocol.GEMINI_GENERATE, "gemini", "gemini-2.5-flash", """
                {"systemInstruction":{"parts":[{"text":"Be brief."}]},"contents":[
                  {"role":"user","parts":[{"text":"What is on it?"},
                    {"inlineData":{"mimeType":"image/png","data":"iVBORw0KGgo="}}]},
                  {"role":"model","parts":[{"text":"I look."},{"functionCall":{"name":"look","args":{"zoom":2}}}]},
                  {"role":"user","parts":[{"functionResponse":{"name":"look","response":{"content":"A cat."}}}]},
                  {"role":"user","parts":[{"text":"And?"}]}],
                 "tools":[{"functionDeclarations":[{"name":"look","description":"Looks closer","parameters":
                   {"type":"object","properties":{"zoom":{"type":"integer"}},"required":["zoom"]}},
                   {"name":"listen","parameters":{"type":"object","properties":{"seconds":{"type":"integer"}}}}]}],
                 "toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["look"]}},
                 "generationConfig":{"temperature":0.5,"maxOutputTokens":99,"stopSequences":["END"]}}""");

        private final Protocol protocol;
        private final String provider;
        private final String model;
        private final String request;

        Tongue(Protocol protocol, String provider, String model, String request) {
            this.protocol = protocol;
            this.provider = provider;
            this.model = model;
            this.request = request;
        }

        /** The request of {@code client} in this protocol, as its provider is sent it. */
        private String said(Tongue client, String request) {
            WireCall call = WireCalls.of(client.protocol, provider, model, request, -1, Map.of());
            Wire wire =
                    Wires.find(client.protocol, call.target().provider().wire()).orElseThrow();
            return WireCalls.body(wire.encode(call).toCompletableFuture().join());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CHAT, MESSAGES",
        "CHAT, GENERATE",
        "MESSAGES, CHAT",
        "MESSAGES, GENERATE",
        "GENERATE, CHAT",
        "GENERATE, MESSAGES"
    })
    void shouldAskForTheSameThereAndBack(Tongue home, Tongue abroad) {
        String there = abroad.said(home, home.request);
        String back = home.said(abroad, there);

        assertThat(plain(back)).as(there).isEqualTo(plain(home.request));
    }

    private static JsonNode plain(String request) {
        JsonNode json = SeamJson.read(request.getBytes(StandardCharsets.UTF_8), JsonNode.class);
        return sorted(json, new HashMap<>(), "");
    }

    /** Names in order, ids by their first use, text as a list of parts, JSON in texts read, turns of one side together, nothing that is said by default. */
    private static JsonNode sorted(JsonNode node, Map<String, String> ids, String name) {
        if (node.isArray()) {
            ArrayNode list = SeamJson.MAPPER.createArrayNode();
            node.forEach(each -> list.add(sorted(each, ids, "")));
            return name.equals("messages") || name.equals("contents") ? merged(list) : list;
        }
        if (!node.isObject()) {
            return leaf(node, ids, name);
        }
        ObjectNode object = SeamJson.MAPPER.createObjectNode();
        for (String each : new TreeSet<>(names(node))) {
            JsonNode value = node.path(each);
            boolean said =
                    !value.isNull() && !value.asText().equals("custom") && !(value.isObject() && value.isEmpty());
            if (said && !List.of("model", "stream").contains(each)) {
                object.set(each, sorted(value, ids, each));
            }
        }
        return object;
    }

    private static JsonNode leaf(JsonNode node, Map<String, String> ids, String name) {
        return switch (name) {
            case "content", "system" -> {
                ArrayNode parts = SeamJson.MAPPER.createArrayNode();
                // Google's results are objects
                String text = node.asText().replaceFirst("^\\{\"content\": \"(.*)\"}$", "$1");
                parts.addObject().put("text", text).put("type", "text");
                yield parts;
            }
            case "arguments" -> SeamJson.read(node.asText().getBytes(StandardCharsets.UTF_8), JsonNode.class);
            case "id", "tool_call_id", "tool_use_id" ->
                SeamJson.MAPPER.valueToTree(ids.computeIfAbsent(node.asText(), id -> "id-" + ids.size()));
            case "type" -> SeamJson.MAPPER.valueToTree(node.asText().toLowerCase(Locale.ROOT));
            default -> node;
        };
    }

    /** Google takes several turns of one side, and one. */
    private static ArrayNode merged(ArrayNode turns) {
        ArrayNode merged = SeamJson.MAPPER.createArrayNode();
        for (JsonNode turn : turns) {
            JsonNode last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (last != null && turn.has("parts") && last.path("role").equals(turn.path("role"))) {
                ((ArrayNode) last.path("parts")).addAll((ArrayNode) turn.path("parts"));
            } else {
                merged.add(turn);
            }
        }
        return merged;
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        for (Iterator<String> each = object.fieldNames(); each.hasNext(); ) {
            names.add(each.next());
        }
        return names;
    }
}
