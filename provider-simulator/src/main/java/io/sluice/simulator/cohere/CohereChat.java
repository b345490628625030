package io.sluice.simulator.cohere;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.Answer;
import io.sluice.simulator.answer.Format;
import io.sluice.simulator.answer.Prompt;
import io.sluice.simulator.answer.TokenCount;
import io.sluice.simulator.answer.Tool;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Messages;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.exchange.Turn;
import io.sluice.simulator.journal.Usage;
import io.sluice.simulator.openai.ChatRequest;
import org.jspecify.annotations.Nullable;

/** A chat of version 2, whole; {@link CohereEvents} has the streamed one. Source: docs.cohere.com/reference/chat. */
record CohereChat(Turn turn) {

    private static final String PLAN = "I will use the tool.";

    static Reply reply(Call call) {
        CohereChat chat = new CohereChat(Turn.of(call, prompt(call.body())));
        return call.body().path("stream").asBoolean() ? CohereEvents.reply(chat) : chat.whole();
    }

    private static Prompt prompt(JsonNode body) {
        Prompt common = ChatRequest.of(body).prompt();
        long documents = 0;
        for (JsonNode document : body.path("documents")) {
            documents += TokenCount.bytes(document.isTextual() ? document.textValue() : document.toString());
        }
        return new Prompt(
                common.lastUser(),
                common.textBytes() + documents,
                common.tools(),
                format(body.path("response_format")),
                Messages.strings(body.path("stop_sequences")),
                body.path("max_tokens").asInt(-1),
                body.path("thinking").path("type").asText("").equals("enabled"),
                common.seed());
    }

    private static Format format(JsonNode format) {
        if (!format.path("type").asText("").equals("json_object")) {
            return new Format.Text();
        }
        JsonNode schema = format.has("json_schema") ? format.path("json_schema") : format.path("schema");
        return schema.isObject() ? new Format.Schema(schema) : new Format.AnyJson();
    }

    private Reply whole() {
        ObjectNode json = Json.object().put("id", id()).put("finish_reason", finishReason());
        ObjectNode message = json.putObject("message").put("role", "assistant");
        Answer answer = turn.answer();
        ArrayNode content = Json.array();
        if (!answer.reasoning().isEmpty()) {
            content.addObject().put("type", "thinking").put("thinking", answer.reasoning());
        }
        if (answer.tool() == null) {
            content.addObject().put("type", "text").put("text", answer.text());
        } else {
            message.put("tool_plan", PLAN).putArray("tool_calls").add(toolCall(answer.arguments()));
        }
        if (!content.isEmpty()) {
            message.set("content", content);
        }
        ObjectNode citation = citation();
        if (citation != null) {
            message.putArray("citations").add(citation);
        }
        Usage told = turn.told();
        if (told != null) {
            json.set("usage", usage(told));
        }
        return Reply.json(200, json, told, turn.produced());
    }

    String id() {
        return "00000000-0000-4000-8000-" + String.format("%012x", turn.call().number());
    }

    String plan() {
        return PLAN;
    }

    ObjectNode toolCall(String arguments) {
        Tool tool = turn.answer().tool();
        ObjectNode call = Json.object().put("id", turn.id("tool_")).put("type", "function");
        call.putObject("function").put("name", tool == null ? "" : tool.name()).put("arguments", arguments);
        return call;
    }

    /** With documents, the text's first word is said to come from the first one. */
    @Nullable
    ObjectNode citation() {
        JsonNode document = turn.call().body().path("documents").path(0);
        String text = turn.answer().text();
        if (document.isMissingNode() || text.isEmpty()) {
            return null;
        }
        int end = text.indexOf(' ') < 0 ? text.length() : text.indexOf(' ');
        ObjectNode citation = Json.object().put("start", 0).put("end", end).put("text", text.substring(0, end));
        ObjectNode source = citation.putArray("sources").addObject();
        source.put("type", "document").put("id", document.path("id").asText("doc:0"));
        source.set("document", document.has("data") ? document.path("data") : Json.object());
        return citation.put("type", "TEXT_CONTENT");
    }

    String finishReason() {
        Answer answer = turn.answer();
        return answer.tool() != null
                ? "TOOL_CALL"
                : answer.cut() ? "MAX_TOKENS" : answer.stop() != null ? "STOP_SEQUENCE" : "COMPLETE";
    }

    ObjectNode usage(Usage told) {
        ObjectNode usage = Json.object();
        for (String name : new String[] {"billed_units", "tokens"}) {
            usage.putObject(name).put("input_tokens", told.prompt()).put("output_tokens", told.completion());
        }
        return usage.put("cached_tokens", turn.call().shape().cached());
    }
}
