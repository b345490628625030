package io.sluice.simulator.bedrock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.Answer;
import io.sluice.simulator.answer.Tool;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Script;
import io.sluice.simulator.exchange.Turn;
import io.sluice.simulator.journal.Usage;
import io.vertx.core.buffer.Buffer;
import java.util.function.BiFunction;

/**
 * The answer of Converse, whole and in events. {@code inputTokens} are those that no cache had a part in. Source:
 * docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html and
 * /userguide/prompt-caching.html.
 */
final class Conversation {

    private static final int LATENCY = 42;

    private final Turn turn;
    private final boolean nova;

    /** @param nova whether the names are those of Nova's own requests */
    Conversation(Turn turn, boolean nova) {
        this.turn = turn;
        this.nova = nova;
    }

    ObjectNode whole() {
        ObjectNode json = Json.object();
        ObjectNode message = json.putObject("output").putObject("message").put("role", "assistant");
        ArrayNode content = message.putArray("content");
        Answer answer = turn.answer();
        if (!answer.reasoning().isEmpty()) {
            content.addObject()
                    .putObject("reasoningContent")
                    .putObject("reasoningText")
                    .put("text", answer.reasoning())
                    .put("signature", signature());
        }
        Tool tool = answer.tool();
        if (tool == null) {
            content.addObject().put("text", answer.text());
        } else {
            content.addObject()
                    .putObject("toolUse")
                    .put("toolUseId", toolUseId())
                    .put("name", tool.name())
                    .set("input", Json.read(answer.arguments()));
        }
        json.put("stopReason", stopReason());
        Usage told = turn.told();
        if (told != null) {
            json.set("usage", usage(told));
        }
        if (!nova) {
            json.putObject("metrics").put("latencyMs", LATENCY);
        }
        return json;
    }

    /** @param frame makes an event's bytes of its name and its payload */
    Script events(BiFunction<String, ObjectNode, Buffer> frame) {
        Script script = turn.script();
        Answer answer = turn.answer();
        script.say(() -> frame.apply("messageStart", Json.object().put("role", "assistant")));
        int block = 0;
        if (!answer.reasoning().isEmpty()) {
            script.text(
                    answer.reasoning(),
                    answer.reasoningTokens(),
                    piece -> frame.apply("contentBlockDelta", reasoning("text", piece)));
            script.say(() -> frame.apply("contentBlockDelta", reasoning("signature", signature())));
            script.say(() -> frame.apply("contentBlockStop", Json.object().put("contentBlockIndex", 0)));
            block = 1;
        }
        write(script, frame, block);
        ObjectNode stop = Json.object().put("stopReason", stopReason());
        script.say(() -> frame.apply("messageStop", stop));
        ObjectNode metadata = Json.object();
        Usage told = turn.told();
        if (told != null) {
            metadata.set("usage", usage(told));
        }
        metadata.putObject("metrics").put("latencyMs", LATENCY);
        for (int i = 0; i < turn.tellings(); i++) {
            script.say(() -> frame.apply("metadata", metadata));
        }
        return script;
    }

    private void write(Script script, BiFunction<String, ObjectNode, Buffer> frame, int block) {
        Answer answer = turn.answer();
        Tool tool = answer.tool();
        long hidden = answer.reasoning().isEmpty() ? 0 : answer.reasoningTokens();
        if (tool == null) {
            script.text(
                    answer.text(),
                    answer.tokens() - hidden,
                    piece -> frame.apply(
                            "contentBlockDelta", delta(block, Json.object().put("text", piece))));
        } else {
            ObjectNode start = Json.object().put("contentBlockIndex", block);
            start.putObject("start")
                    .putObject("toolUse")
                    .put("toolUseId", toolUseId())
                    .put("name", tool.name());
            script.say(() -> frame.apply("contentBlockStart", start));
            script.text(answer.arguments(), answer.tokens() - hidden, piece -> {
                ObjectNode use = Json.object();
                use.putObject("toolUse").put("input", piece);
                return frame.apply("contentBlockDelta", delta(block, use));
            });
        }
        script.say(() -> frame.apply("contentBlockStop", Json.object().put("contentBlockIndex", block)));
    }

    private static ObjectNode reasoning(String name, String value) {
        ObjectNode reasoning = Json.object();
        reasoning.putObject("reasoningContent").put(name, value);
        return delta(0, reasoning);
    }

    private static ObjectNode delta(int block, ObjectNode delta) {
        ObjectNode event = Json.object().put("contentBlockIndex", block);
        event.set("delta", delta);
        return event;
    }

    private String stopReason() {
        Answer answer = turn.answer();
        return answer.tool() != null
                ? "tool_use"
                : answer.cut() ? "max_tokens" : answer.stop() != null ? "stop_sequence" : "end_turn";
    }

    private String toolUseId() {
        return turn.id("tooluse_");
    }

    private String signature() {
        return "c2ltdWxhdGVk" + Integer.toHexString(turn.answer().reasoning().hashCode());
    }

    private ObjectNode usage(Usage told) {
        int read = turn.call().shape().cached();
        int write = turn.call().shape().cacheWrite();
        long fresh = told.prompt() > 0 ? Math.max(0, told.prompt() - read - write) : told.prompt();
        return Json.object()
                .put("inputTokens", fresh)
                .put("outputTokens", told.completion())
                .put("totalTokens", told.prompt() + told.completion())
                .put(nova ? "cacheReadInputTokenCount" : "cacheReadInputTokens", read)
                .put(nova ? "cacheWriteInputTokenCount" : "cacheWriteInputTokens", write);
    }
}
