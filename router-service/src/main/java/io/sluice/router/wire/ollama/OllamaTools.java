package io.sluice.router.wire.ollama;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.conversation.Tool;
import java.util.List;

/** Tools as Ollama takes them: in OpenAI's form (docs/api.md of ollama/ollama, seen 2026-11-24). */
final class OllamaTools {

    private OllamaTools() {}

    static ArrayNode of(List<Tool> tools) {
        ArrayNode translated = OllamaDialect.JSON.createArrayNode();
        for (Tool tool : tools) {
            switch (tool) {
                case Tool.Function function -> function(translated.addObject().put("type", "function"), function);
                case Tool.Hosted hosted -> translated.add(hosted.json());
            }
        }
        return translated;
    }

    private static void function(ObjectNode json, Tool.Function function) {
        if (function.cacheControl() != null) {
            json.set("cache_control", function.cacheControl()); // nothing to Ollama; as LiteLLM sends it
        }
        ObjectNode body = json.putObject("function").put("name", function.name());
        if (function.description() != null) {
            body.put("description", function.description());
        }
        if (function.parameters() != null) {
            body.set("parameters", function.parameters());
        }
        if (function.strict() != null) {
            body.put("strict", function.strict());
        }
    }
}
