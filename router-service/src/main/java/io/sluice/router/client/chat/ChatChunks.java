package io.sluice.router.client.chat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.answer.AnswerEvent;
import io.sluice.router.conversation.Media;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes the chunks of one streamed chat completion (platform.openai.com/docs/api-reference/chat-streaming, seen 2026-11-24): the role
 * in the first of each choice, one chunk a step, the finish reason in an empty one, the usage in a chunk without choices. Not
 * thread-safe.
 */
final class ChatChunks {

    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.UTF_8);
    private static final byte[] END = "\n\n".getBytes(StandardCharsets.UTF_8);

    private String id = ChatWriter.newId();
    private final long created = System.currentTimeMillis() / 1_000;
    private final String model;
    private final boolean thinkingBlocks;
    private final Set<Integer> begun = new HashSet<>(1);
    private final ObjectNode asides = ChatProtocol.JSON.createObjectNode();
    private final StringBuilder thought = new StringBuilder(0);

    ChatChunks(String model, boolean thinkingBlocks) {
        this.model = model;
        this.thinkingBlocks = thinkingBlocks;
    }

    /** The chunk for a step of content, or null when the step is none that a chunk of its own tells. */
    @Nullable
    ByteBuffer step(AnswerEvent event, int choice) {
        ObjectNode delta = ChatProtocol.JSON.createObjectNode();
        ObjectNode logprobs = null;
        switch (event) {
            case AnswerEvent.Text(String text) -> delta.put("content", text);
            case AnswerEvent.Refusal(String text) -> delta.put("refusal", text);
            case AnswerEvent.Thinking(String text) -> {
                delta.put("reasoning_content", text);
                if (thinkingBlocks) {
                    thought.append(text);
                }
            }
            case AnswerEvent.ThinkingSignature(String signature) -> {
                // a block is for sending it back, for which it needs its signature: it comes at once, with it
                block(delta)
                        .put("type", "thinking")
                        .put("thinking", thought.toString())
                        .put("signature", signature);
                thought.setLength(0);
            }
            case AnswerEvent.RedactedThinking(String data) ->
                block(delta).put("type", "redacted_thinking").put("data", data);
            case AnswerEvent.TextSignature(String signature) ->
                signatures(delta).add(signature);
            case AnswerEvent.CallStart start -> {
                ObjectNode call =
                        call(delta, start.call()).put("id", start.id()).put("type", "function");
                call.putObject("function").put("name", start.name()).put("arguments", "");
                if (start.signature() != null) {
                    call.putObject("provider_specific_fields").put("thought_signature", start.signature());
                    signatures(delta).add(start.signature());
                }
            }
            case AnswerEvent.CallArguments(int number, String json) ->
                call(delta, number)
                        .put("type", "function")
                        .putObject("function")
                        .put("arguments", json);
            case AnswerEvent.Picture(var image) ->
                ChatCompletion.image(delta.putArray("images"), 0, Media.asUrl(image));
            case AnswerEvent.Citation(var citation) -> {
                if (ChatCompletion.isAnnotation(citation)) {
                    delta.putArray("annotations").add(citation);
                } else {
                    delta.putObject("provider_specific_fields").set("citation", citation);
                }
            }
            case AnswerEvent.Foreign foreign ->
                delta.putObject("provider_specific_fields").set(foreign.type(), foreign.json());
            case AnswerEvent.Logprobs(var content) -> {
                logprobs = ChatProtocol.JSON.createObjectNode();
                logprobs.set("content", content);
            }
            case AnswerEvent.Started(String given, var ignored) -> {
                id = given == null ? id : given;
                return null;
            }
            case AnswerEvent.Aside(String name, var value) -> {
                asides.set(name, value);
                return null;
            }
            case AnswerEvent.Choice ignored -> {
                return null;
            }
            case AnswerEvent.TextStart ignored -> {
                return null;
            }
            case AnswerEvent.Usage ignored -> {
                return null;
            }
            case AnswerEvent.Finish ignored -> {
                return null;
            }
            case AnswerEvent.Failed ignored -> {
                return null;
            }
        }
        return chunk(choice, delta, logprobs, null);
    }

    private static ObjectNode call(ObjectNode delta, int number) {
        return delta.putArray("tool_calls").addObject().put("index", number);
    }

    private static ArrayNode signatures(ObjectNode delta) {
        return delta.putObject("provider_specific_fields").putArray("thought_signatures");
    }

    private static ObjectNode block(ObjectNode delta) {
        return delta.putArray("thinking_blocks").addObject();
    }

    ByteBuffer finish(int choice, String reason) {
        return chunk(choice, ChatProtocol.JSON.createObjectNode(), null, reason);
    }

    private ByteBuffer chunk(int index, ObjectNode delta, @Nullable ObjectNode logprobs, @Nullable String reason) {
        if (begun.add(index)) {
            delta.put("role", "assistant");
        }
        ObjectNode chunk = envelope();
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", index);
        choice.set("delta", delta);
        if (logprobs != null) {
            choice.set("logprobs", logprobs);
        }
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
        ObjectNode envelope = ChatProtocol.JSON
                .createObjectNode()
                .put("id", id)
                .put("object", "chat.completion.chunk")
                .put("created", created)
                .put("model", model);
        return envelope.setAll(asides);
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
