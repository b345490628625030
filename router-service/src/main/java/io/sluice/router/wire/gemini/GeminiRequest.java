package io.sluice.router.wire.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.conversation.AnswerFormat;
import io.sluice.router.conversation.Conversation;
import io.sluice.router.conversation.Message;
import io.sluice.router.conversation.Params;
import io.sluice.router.conversation.Part;
import io.sluice.router.conversation.Tool;
import io.sluice.router.conversation.ToolChoice;
import io.sluice.router.wire.OutputCap;
import io.sluice.router.wire.WireCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds the body of {@code generateContent}. One use. */
final class GeminiRequest {

    private static final int MAX_STOP_SEQUENCES = 4;

    /** OpenAI's parameters that {@code generationConfig} has under another name. */
    private static final Map<String, String> RENAMED = Map.ofEntries(
            Map.entry("temperature", "temperature"),
            Map.entry("top_p", "topP"),
            Map.entry("n", "candidateCount"),
            Map.entry("presence_penalty", "presencePenalty"),
            Map.entry("frequency_penalty", "frequencyPenalty"),
            Map.entry("seed", "seed"),
            Map.entry("logprobs", "responseLogprobs"),
            Map.entry("top_logprobs", "logprobs"));

    /** Members of {@code GenerationConfig} that OpenAI has no word for: ai.google.dev/api/generate-content. */
    private static final Set<String> OF_CONFIG = Set.of(
            "topK",
            "maxOutputTokens",
            "stopSequences",
            "candidateCount",
            "responseModalities",
            "responseMimeType",
            "responseSchema",
            "responseJsonSchema",
            "speechConfig",
            "mediaResolution",
            "thinkingConfig",
            "imageConfig",
            "audioTimestamp",
            "routingConfig",
            "modelSelectionConfig",
            "enableAffectiveDialog",
            "enableEnhancedCivicAnswers");

    private static final Set<String> OF_BODY =
            Set.of("safetySettings", "cachedContent", "toolConfig", "modelArmorConfig", "labels");

    private final WireCall call;
    private final Conversation conversation;
    private final Params params;
    private final boolean vertex;
    private final GeminiModel model;
    private final ObjectNode body = GeminiDialect.JSON.createObjectNode();
    private final ObjectNode config = GeminiDialect.JSON.createObjectNode();

    GeminiRequest(WireCall call, Conversation conversation, boolean vertex) {
        this.call = call;
        this.conversation = conversation;
        this.params = conversation.params();
        this.vertex = vertex;
        this.model = GeminiModel.of(call.target().providerModel());
    }

    ObjectNode build() {
        boolean drop = call.target().dropParams();
        GeminiContents contents = new GeminiContents(model, params, drop, conversation.messages());
        body.set("contents", contents.contents());
        if (!contents.system().isEmpty()) {
            body.putObject("systemInstruction").set("parts", contents.system());
        }
        tools(drop);
        format();
        thinking();
        maxTokens();
        stop();
        modalities();
        speech();
        resolution();
        serviceTier();
        labels();
        penalties();
        rest();
        if (!config.isEmpty()) {
            body.set("generationConfig", config);
        }
        params.extraBody().properties().forEach(member -> {
            if (body.path(member.getKey()) instanceof ObjectNode ours && member.getValue() instanceof ObjectNode more) {
                ours.setAll(more);
            } else {
                body.set(member.getKey(), member.getValue());
            }
        });
        OutputCap.lower(body, call.request().outputCap());
        for (String spelling : new String[] {"generationConfig", "generation_config"}) {
            if (body.path(spelling) instanceof ObjectNode told) {
                OutputCap.put(told, "maxOutputTokens", call.request().outputCap());
            }
        }
        return body;
    }

    private void tools(boolean drop) {
        ToolChoice choice = ToolChoice.take(params);
        // a choice that demands a tool names its subset itself
        boolean names = choice instanceof ToolChoice.Allowed(List<String> ignored, boolean required) && required;
        GeminiTools tools = new GeminiTools(params, drop);
        List<Tool> given = Tool.take(params);
        ArrayNode translated = tools.translate(names ? given : choice.among(given));
        if (!translated.isEmpty()) {
            body.set("tools", translated);
        }
        tools.parallel(params.take("parallel_tool_calls"));
        ObjectNode chosen = GeminiTools.config(choice);
        if (chosen != null) {
            body.set("toolConfig", chosen);
        }
    }

    private void format() {
        String type = params.peek("response_format").path("type").asText("");
        switch (AnswerFormat.take(params)) {
            case AnswerFormat.Text ignored -> {
                if (type.equals("text")) {
                    config.put("responseMimeType", "text/plain");
                }
            }
            case AnswerFormat.Json ignored -> config.put("responseMimeType", "application/json");
            case AnswerFormat.Schema format -> {
                config.put("responseMimeType", "application/json");
                if (model.takesJsonSchema()) {
                    config.set("responseJsonSchema", format.schema());
                } else {
                    config.set("responseSchema", GeminiSchema.of(format.schema()));
                }
            }
        }
    }

    private void thinking() {
        JsonNode effort = params.take("reasoning_effort");
        JsonNode thinking = params.take("thinking");
        if (effort.isTextual()) {
            think(effort.asText());
        }
        if (!thinking.isObject()) {
            return;
        }
        JsonNode budget = thinking.path("budget_tokens");
        if (thinking.path("type").asText().equals("disabled")) {
            think("none");
        } else {
            ObjectNode wanted = config.withObjectProperty("thinkingConfig");
            wanted.put("includeThoughts", !budget.isNumber() || budget.asLong() > 0);
            if (budget.isNumber() && !model.isThird()) {
                wanted.set("thinkingBudget", budget);
            }
        }
    }

    private void think(String effort) {
        ObjectNode wanted = config.putObject("thinkingConfig");
        if (model.isThird()) {
            wanted.put("thinkingLevel", model.thinkingLevel(effort));
        } else {
            wanted.put("thinkingBudget", model.thinkingBudget(effort));
        }
        wanted.put("includeThoughts", !(effort.equals("none") || effort.equals("disable")));
    }

    private void maxTokens() {
        JsonNode tokens = params.take("max_tokens");
        JsonNode completionTokens = params.take("max_completion_tokens");
        JsonNode asked = completionTokens.isMissingNode() ? tokens : completionTokens;
        long cap = call.request().outputCap();
        if (cap >= 0 && (!asked.isNumber() || asked.asLong() > cap)) {
            config.put("maxOutputTokens", cap);
        } else if (!asked.isMissingNode()) {
            config.set("maxOutputTokens", asked);
        }
    }

    private void stop() {
        JsonNode stop = params.take("stop");
        if (stop.isTextual()) {
            config.putArray("stopSequences").add(stop);
        } else if (stop.isArray() && !stop.isEmpty()) {
            ArrayNode sequences = config.putArray("stopSequences");
            for (int i = 0; i < Math.min(stop.size(), MAX_STOP_SEQUENCES); i++) {
                sequences.add(stop.get(i));
            }
            if (stop.size() > MAX_STOP_SEQUENCES) {
                params.note("stop[" + MAX_STOP_SEQUENCES + "..]");
            }
        }
    }

    private void modalities() {
        JsonNode modalities = params.take("modalities");
        if (modalities.isArray()) {
            ArrayNode wanted = config.putArray("responseModalities");
            modalities.forEach(one -> wanted.add(one.asText().toUpperCase(Locale.ROOT)));
        }
    }

    /** OpenAI's {@code audio: {voice, format}}; Google gives PCM only (ai.google.dev/gemini-api/docs/speech-generation). */
    private void speech() {
        JsonNode audio = params.take("audio");
        if (audio.path("voice").isTextual()) {
            config.putObject("speechConfig")
                    .putObject("voiceConfig")
                    .putObject("prebuiltVoiceConfig")
                    .set("voiceName", audio.path("voice"));
        }
    }

    /** Models before Gemini 3 have one resolution for all pictures: the finest that is asked for. */
    private void resolution() {
        if (model.isThird()) {
            return;
        }
        List<String> asked = new ArrayList<>(0);
        for (Message message : conversation.messages()) {
            for (Part part : message.parts()) {
                String resolution = part instanceof Part.Image image ? GeminiContents.resolution(image.detail()) : null;
                if (resolution != null) {
                    asked.add(resolution);
                }
            }
        }
        for (String step : new String[] {"HIGH", "MEDIUM", "LOW"}) {
            if (asked.stream().anyMatch(one -> one.endsWith(step))) {
                config.put("mediaResolution", "MEDIA_RESOLUTION_" + step);
                return;
            }
        }
    }

    /**
     * OpenAI's {@code auto} is the project's own default, which Google takes when nothing is said. LiteLLM buys {@code priority} for it, at
     * almost double the price.
     */
    private void serviceTier() {
        String tier = params.take("service_tier").asText("");
        switch (tier) {
            case "", "auto" -> {}
            case "default" -> body.put("serviceTier", "standard");
            default -> body.put("serviceTier", tier);
        }
    }

    /** Labels are for Google's bill, which only Vertex writes; they hold texts. */
    private void labels() {
        if (!vertex) {
            if (!params.take("labels").isMissingNode()) {
                params.note("labels");
            }
            return;
        }
        ObjectNode labels = GeminiDialect.JSON.createObjectNode();
        params.metadata().properties().forEach(member -> {
            if (member.getValue().isTextual()) {
                labels.set(member.getKey(), member.getValue());
            }
        });
        if (!labels.isEmpty() && !params.has("labels")) {
            body.set("labels", labels);
        }
    }

    /** "Penalty is not enabled for this model": Gemini 3 refuses them. */
    private void penalties() {
        for (String penalty : new String[] {"presence_penalty", "frequency_penalty"}) {
            if (model.isThird() && !params.take(penalty).isMissingNode()) {
                params.note(penalty);
            }
        }
    }

    /** What nobody took: Google's own members, in its two ways to write them. The others it would refuse; LiteLLM drops them without a word. */
    private void rest() {
        JsonNode whole = params.take("generation_config");
        JsonNode camel = params.take("generationConfig");
        for (JsonNode given : List.of(whole, camel)) {
            given.properties().forEach(member -> config.set(GoogleNames.camel(member.getKey()), member.getValue()));
        }
        params.rest().forEach((name, value) -> {
            String renamed = RENAMED.get(name);
            String google = GoogleNames.camel(name);
            if (renamed != null) {
                config.set(renamed, value);
            } else if (OF_CONFIG.contains(google)) {
                config.set(google, value);
            } else if (OF_BODY.contains(google)) {
                body.set(google, value);
            } else {
                params.note(name);
            }
        });
    }

    /** Where a parameter of either name stands in {@code generationConfig}; null when it stands elsewhere. */
    static @Nullable String nameInConfig(String name) {
        String renamed = RENAMED.get(name);
        String google = GoogleNames.camel(name);
        return switch (name) {
            case "max_tokens", "max_completion_tokens" -> "maxOutputTokens";
            case "stop" -> "stopSequences";
            default -> renamed != null ? renamed : OF_CONFIG.contains(google) ? google : null;
        };
    }
}
