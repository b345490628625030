package io.sluice.router.wire.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.routing.Protocol;
import io.sluice.router.conversation.AnswerFormat;
import io.sluice.router.conversation.Conversation;
import io.sluice.router.conversation.Params;
import io.sluice.router.conversation.Tool;
import io.sluice.router.conversation.ToolChoice;
import io.sluice.router.wire.OutputCap;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.prompt.PromptTemplate;
import java.util.Map;
import java.util.Set;

/** Builds a body for Ollama. One use. */
final class OllamaRequest {

    /** OpenAI's names of what Ollama keeps in {@code options} under another name. */
    private static final Map<String, String> OPTIONS = Map.of(
            "max_tokens", "num_predict", "max_completion_tokens", "num_predict", "frequency_penalty", "repeat_penalty");

    /** Efforts that are worth to think for; {@code minimal} and {@code none} are not. */
    private static final Set<String> EFFORTS = Set.of("low", "medium", "high", "xhigh", "max");

    private static final int MAX_STOP_SEQUENCES = 4;

    private final WireCall call;
    private final Conversation conversation;
    private final Params params;
    private final ObjectNode body = OllamaDialect.JSON.createObjectNode();

    OllamaRequest(WireCall call, Conversation conversation) {
        this.call = call;
        this.conversation = conversation;
        this.params = conversation.params();
    }

    ObjectNode chat() {
        body.put("model", call.target().providerModel())
                .set("messages", messages().chat(conversation.messages()));
        ToolChoice choice = ToolChoice.take(params);
        ArrayNode tools = OllamaTools.of(choice.among(Tool.take(params)));
        if (!tools.isEmpty()) {
            body.set("tools", tools);
        }
        // Ollama decides for itself; docs/api.md knows no choice
        if (!(choice instanceof ToolChoice.Unsaid || choice instanceof ToolChoice.Auto)) {
            params.note("tool_choice");
        }
        return common();
    }

    ObjectNode generate() {
        ArrayNode images = OllamaDialect.JSON.createArrayNode();
        body.put("model", call.target().providerModel()).put("prompt", prompt(images));
        if (!images.isEmpty()) {
            body.set("images", images);
        }
        return common();
    }

    /** A client of completions wrote the prompt itself; of a conversation one is made. */
    private String prompt(ArrayNode images) {
        return call.request().protocol() == Protocol.OPENAI_COMPLETIONS
                ? PromptTemplate.plain(conversation.messages())
                : messages().prompt(conversation.messages(), images);
    }

    private OllamaMessages messages() {
        return new OllamaMessages(params, call.target().dropParams());
    }

    private ObjectNode common() {
        params.take("user");
        format();
        JsonNode effort = params.take("reasoning_effort");
        if (effort.isTextual()) {
            body.set("think", think(effort.asText()));
        }
        JsonNode thinking = params.take("thinking");
        if (thinking.isObject()) {
            body.put("think", thinking.path("type").asText().equals("enabled"));
        }
        for (String own : new String[] {"think", "keep_alive", "template", "raw", "suffix", "format"}) {
            JsonNode value = params.take(own);
            if (!value.isMissingNode()) {
                body.set(own, value);
            }
        }
        ObjectNode options = body.putObject("options");
        params.rest().forEach((name, value) -> options.set(OPTIONS.getOrDefault(name, name), stops(name, value)));
        body.setAll(params.extraBody());
        OutputCap.lower(body, call.request().outputCap());
        ObjectNode told = body.path("options") instanceof ObjectNode given ? given : body.putObject("options");
        OutputCap.put(told, "num_predict", call.request().outputCap());
        return body.put("stream", call.request().scan().stream());
    }

    /** GPT-OSS takes levels, the others yes or no: docs.ollama.com/capabilities/thinking (seen 2026-11-25). */
    private JsonNode think(String effort) {
        boolean levels = call.target().providerModel().contains("gpt-oss") && !effort.equals("none");
        return levels
                ? OllamaDialect.JSON.getNodeFactory().textNode(effort)
                : OllamaDialect.JSON.getNodeFactory().booleanNode(EFFORTS.contains(effort));
    }

    private JsonNode stops(String name, JsonNode value) {
        if (name.equals("stop") && value.size() > MAX_STOP_SEQUENCES) {
            params.note("stop[" + MAX_STOP_SEQUENCES + "..]");
            ArrayNode first = OllamaDialect.JSON.createArrayNode();
            for (int i = 0; i < MAX_STOP_SEQUENCES; i++) {
                first.add(value.get(i));
            }
            return first;
        }
        return value;
    }

    private void format() {
        switch (AnswerFormat.take(params)) {
            case AnswerFormat.Text ignored -> {}
            case AnswerFormat.Json ignored -> body.put("format", "json");
            case AnswerFormat.Schema format -> body.set("format", format.schema());
        }
    }
}
