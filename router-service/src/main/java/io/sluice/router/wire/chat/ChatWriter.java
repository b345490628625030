package io.sluice.router.wire.chat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.wire.event.WireEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes the chunks of one streamed chat completion (platform.openai.com/docs/api-reference/chat-streaming, seen 2026-11-24): the role
 * in the first, one chunk a step, the finish reason in an empty one, the usage in a chunk without choices. Not thread-safe.
 */
final class ChatWriter {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.UTF_8);
    private static final byte[] END = "\n\n".getBytes(StandardCharsets.UTF_8);
    static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8);

    private final String id = newId();
    private final long created = System.currentTimeMillis() / 1_000;
    private final String model;
    private final boolean thinkingBlocks;
    private boolean roleSent;

    ChatWriter(String model, boolean thinkingBlocks) {
        this.model = model;
        this.thinkingBlocks = thinkingBlocks;
    }

    static String newId() {
        return "chatcmpl-" + UUID.randomUUID();
    }

    /** The chunk for a step of content, or null when the step is none that a chunk of its own tells. */
    @Nullable
    ByteBuffer chunk(WireEvent event) {
        ObjectNode delta = JSON.createObjectNode();
        switch (event) {
            case WireEvent.TextDelta(String text) -> delta.put("content", text);
            case WireEvent.RefusalDelta(String text) -> delta.put("refusal", text);
            case WireEvent.ReasoningDelta(String text) -> {
                delta.put("reasoning_content", text);
                if (thinkingBlocks) {
                    delta.putArray("thinking_blocks")
                            .addObject()
                            .put("type", "thinking")
                            .put("thinking", text);
                }
            }
            case WireEvent.ReasoningSignature(String signature) ->
                delta.putArray("thinking_blocks")
                        .addObject()
                        .put("type", "thinking")
                        .put("thinking", "")
                        .put("signature", signature);
            case WireEvent.RedactedReasoning(String data) ->
                delta.putArray("thinking_blocks")
                        .addObject()
                        .put("type", "redacted_thinking")
                        .put("data", data);
            case WireEvent.ToolCallStart start -> {
                ObjectNode call =
                        call(delta, start.call()).put("id", start.id()).put("type", "function");
                call.putObject("function").put("name", start.name()).put("arguments", "");
            }
            case WireEvent.ToolCallArguments(int number, String json) ->
                call(delta, number)
                        .put("type", "function")
                        .putObject("function")
                        .put("arguments", json);
            case WireEvent.Citation(var citation) ->
                delta.putObject("provider_specific_fields").set("citation", citation);
            case WireEvent.Usage ignored -> {
                return null;
            }
            case WireEvent.Finish ignored -> {
                return null;
            }
            case WireEvent.Failed ignored -> {
                return null;
            }
        }
        if (!roleSent) {
            roleSent = true;
            delta.put("role", "assistant");
        }
        return chunk(delta, null);
    }

    private static ObjectNode call(ObjectNode delta, int number) {
        return delta.putArray("tool_calls").addObject().put("index", number);
    }

    ByteBuffer finish(String reason) {
        ObjectNode delta = JSON.createObjectNode();
        if (!roleSent) {
            roleSent = true;
            delta.put("role", "assistant");
        }
        return chunk(delta, reason);
    }

    private ByteBuffer chunk(ObjectNode delta, @Nullable String reason) {
        ObjectNode chunk = envelope();
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        choice.put("finish_reason", reason);
        return event(chunk);
    }

    ByteBuffer usage(ObjectNode usage) {
        ObjectNode chunk = envelope();
        chunk.putArray("choices");
        chunk.set("usage", usage);
        return event(chunk);
    }

    private ObjectNode envelope() {
        return JSON.createObjectNode()
                .put("id", id)
                .put("object", "chat.completion.chunk")
                .put("created", created)
                .put("model", model);
    }

    private static ByteBuffer event(ObjectNode chunk) {
        byte[] json = chunk.toString().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(DATA.length + json.length + END.length)
                .put(DATA)
                .put(json)
                .put(END)
                .flip();
    }
}
