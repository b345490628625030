package io.sluice.simulator.anthropic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.Answer;
import io.sluice.simulator.answer.Model;
import io.sluice.simulator.answer.Prompt;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Frame;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.faults.Shape;
import io.sluice.simulator.journal.Usage;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One message, whole or as events. Source: docs.anthropic.com/en/api/messages, seen 2026-11-24. */
record MessageReply(Call call, Prompt prompt, Answer answer) {

    static MessageReply of(Call call) {
        Prompt prompt = MessageRequest.prompt(call.body());
        return new MessageReply(call, prompt, Model.answer(prompt, call.shape(), 0));
    }

    Reply reply() {
        Usage told = told();
        if (!call.body().path("stream").asBoolean()) {
            ObjectNode json = head();
            ArrayNode content = (ArrayNode) json.path("content");
            blocks().forEach(block -> content.add(block.whole()));
            finish(json);
            if (told != null) {
                json.set("usage", usage(told));
            }
            return new Reply.Whole(
                    200, AnthropicError.headers(call, "application/json"), Json.bytes(json), told, produced());
        }
        Iterator<Frame> frames = new MessageEvents(this);
        return new Reply.Stream(
                AnthropicError.headers(call, "text/event-stream; charset=utf-8"),
                frames,
                produced().producing(0),
                told,
                MessageEvents.event("error", new AnthropicError(529, "Overloaded").toJson(call)));
    }

    Usage produced() {
        return new Usage(prompt.tokens(), answer.tokens());
    }

    @Nullable
    Usage told() {
        return call.shape().usage().tell(produced());
    }

    /** The message before it has any content. */
    ObjectNode head() {
        ObjectNode json = Json.object()
                .put("id", "msg_sim" + Long.toString(call.number(), 36))
                .put("type", "message")
                .put("role", "assistant")
                .put("model", call.model());
        json.putArray("content");
        return json.putNull("stop_reason").putNull("stop_sequence");
    }

    void finish(ObjectNode json) {
        String reason = answer.tool() != null
                ? "tool_use"
                : answer.cut() ? "max_tokens" : answer.stop() != null ? "stop_sequence" : "end_turn";
        json.put("stop_reason", reason).put("stop_sequence", answer.stop());
    }

    /** {@code input_tokens} are those that no cache had a part in. */
    ObjectNode usage(Usage told) {
        Shape shape = call.shape();
        long cached = shape.cached() + (long) shape.cacheWrite();
        long fresh = told.prompt() > 0 ? Math.max(0, told.prompt() - cached) : told.prompt();
        ObjectNode usage = Json.object()
                .put("input_tokens", fresh)
                .put("cache_creation_input_tokens", shape.cacheWrite())
                .put("cache_read_input_tokens", shape.cached())
                .put("output_tokens", told.completion())
                .put("service_tier", "standard");
        if (shape.cacheWrite() > 0) {
            boolean hour = call.body().toString().contains("\"ttl\":\"1h\"");
            usage.putObject("cache_creation")
                    .put("ephemeral_5m_input_tokens", hour ? 0 : shape.cacheWrite())
                    .put("ephemeral_1h_input_tokens", hour ? shape.cacheWrite() : 0);
        }
        return usage;
    }

    String signature() {
        return Base64.getEncoder()
                .encodeToString(("simulated signature of " + answer.reasoning()).getBytes(StandardCharsets.UTF_8));
    }

    List<Blocks.Block> blocks() {
        return Blocks.of(this);
    }
}
