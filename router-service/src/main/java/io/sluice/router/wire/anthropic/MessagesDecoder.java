package io.sluice.router.wire.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.answer.AnswerEvent;
import io.sluice.router.failure.ProviderErrors;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.wire.edit.Bytes;
import io.sluice.router.wire.event.EventDecoder;
import io.sluice.router.wire.event.Lines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads answers of the Messages API, whole and streamed. */
final class MessagesDecoder implements EventDecoder {

    private static final String JSON_TOOL = "json_tool_call";
    private static final int MAX_EVENT = 16 * 1024 * 1024;

    private final @Nullable String secret;
    private final Lines lines = new Lines();
    private final MessagesUsage usage = new MessagesUsage();
    private final StringBuilder reasoning = new StringBuilder();
    private int calls;
    private int block = -1;
    private boolean call;
    private boolean jsonTool;
    private boolean jsonToolSeen;
    private @Nullable String stopReason;
    private boolean over;

    MessagesDecoder(@Nullable String secret) {
        this.secret = secret;
    }

    @Override
    public void whole(ByteBuffer body, Consumer<AnswerEvent> events) {
        byte[] json = Bytes.copy(body);
        JsonNode message;
        try {
            message = MessagesRequest.JSON.readTree(json);
        } catch (IOException e) {
            fail(ProviderErrors.unreadable("the answer is not JSON.", body, secret), events);
            return;
        }
        if (message == null || !message.path("content").isArray()) {
            events.accept(
                    new AnswerEvent.Failed(ProviderFailure.badResponse("provider returned a message without content")));
            return;
        }
        for (JsonNode content : message.path("content")) {
            block++;
            wholeBlock(content, events);
        }
        usage.keep(message.path("usage"));
        tellUsage(true, events);
        events.accept(new AnswerEvent.Finish(reason(message.path("stop_reason").asText("end_turn"))));
    }

    private void wholeBlock(JsonNode content, Consumer<AnswerEvent> events) {
        startBlock(content, events);
        switch (content.path("type").asText()) {
            case "tool_use" -> arguments(content.path("input").toString(), events);
            case "thinking" -> {
                if (content.path("signature").isTextual()) {
                    events.accept(new AnswerEvent.ThinkingSignature(
                            content.path("signature").asText()));
                }
            }
            case "text" ->
                content.path("citations").forEach(citation -> events.accept(new AnswerEvent.Citation(citation)));
            default -> {}
        }
    }

    @Override
    public void piece(ByteBuffer bytes, Consumer<AnswerEvent> events) {
        lines.add(bytes, line -> line(line, events));
        if (lines.pendingBytes() > MAX_EVENT) {
            fail(ProviderFailure.badResponse("an event is larger than " + MAX_EVENT + " bytes"), events);
        }
    }

    private void line(String line, Consumer<AnswerEvent> events) {
        if (over || !line.startsWith("data:")) {
            return;
        }
        try {
            event(MessagesRequest.JSON.readTree(line.substring("data:".length())), events);
        } catch (IOException e) {
            over = true;
            events.accept(unreadable(e));
        }
    }

    private void event(JsonNode event, Consumer<AnswerEvent> events) {
        switch (event.path("type").asText()) {
            case "message_start" -> usage.begin(event.path("message").path("usage"));
            case "content_block_start" -> {
                block = event.path("index").asInt();
                startBlock(event.path("content_block"), events);
            }
            case "content_block_delta" -> delta(event.path("delta"), events);
            case "message_delta" -> {
                usage.keep(event.path("usage"));
                JsonNode reason = event.path("delta").path("stop_reason");
                if (reason.isTextual()) {
                    stopReason = reason.asText();
                }
            }
            case "message_stop" -> finish(events);
            case "error" -> fail(ProviderErrors.inStream(event.path("error"), secret), events);
            default -> {}
        }
    }

    private void startBlock(JsonNode content, Consumer<AnswerEvent> events) {
        jsonTool = false;
        call = false;
        switch (content.path("type").asText()) {
            case "text" -> text(content.path("text").asText(), events);
            case "thinking" -> {
                if (!content.path("thinking").asText().isEmpty()) {
                    reasoning(content.path("thinking").asText(), events);
                }
            }
            case "redacted_thinking" ->
                events.accept(
                        new AnswerEvent.RedactedThinking(content.path("data").asText()));
            case "tool_use" -> {
                jsonTool = content.path("name").asText().equals(JSON_TOOL);
                jsonToolSeen |= jsonTool;
                call = !jsonTool;
                if (call) {
                    events.accept(new AnswerEvent.CallStart(
                            calls++,
                            block,
                            content.path("id").asText(),
                            content.path("name").asText(),
                            null));
                }
            }
            default -> {}
        }
    }

    private void delta(JsonNode delta, Consumer<AnswerEvent> events) {
        switch (delta.path("type").asText()) {
            case "text_delta" -> text(delta.path("text").asText(), events);
            case "input_json_delta" -> arguments(delta.path("partial_json").asText(), events);
            case "thinking_delta" -> reasoning(delta.path("thinking").asText(), events);
            case "signature_delta" ->
                events.accept(new AnswerEvent.ThinkingSignature(
                        delta.path("signature").asText()));
            case "citations_delta" -> events.accept(new AnswerEvent.Citation(delta.path("citation")));
            default -> {}
        }
    }

    private void reasoning(String text, Consumer<AnswerEvent> events) {
        reasoning.append(text);
        events.accept(new AnswerEvent.Thinking(text));
    }

    private static void text(String text, Consumer<AnswerEvent> events) {
        if (!text.isEmpty()) {
            events.accept(new AnswerEvent.Text(text));
        }
    }

    /** The arguments of the tool that stands for a JSON schema are the answer itself; those of a provider's own tool are its business. */
    private void arguments(String json, Consumer<AnswerEvent> events) {
        if (!json.isEmpty() && (call || jsonTool)) {
            events.accept(jsonTool ? new AnswerEvent.Text(json) : new AnswerEvent.CallArguments(calls - 1, json));
        }
    }

    private void finish(Consumer<AnswerEvent> events) {
        String reason = stopReason;
        if (!over && reason != null) {
            over = true;
            tellUsage(false, events);
            events.accept(new AnswerEvent.Finish(reason(reason)));
        }
    }

    @Override
    public void end(Consumer<AnswerEvent> events) {
        line(lines.rest(), events);
    }

    private void tellUsage(boolean whole, Consumer<AnswerEvent> events) {
        if (!usage.said()) {
            return;
        }
        long read = usage.count("cache_read_input_tokens");
        long written = usage.count("cache_creation_input_tokens");
        ObjectNode details = MessagesRequest.JSON.createObjectNode();
        details.put("cache_creation_input_tokens", written).put("cache_read_input_tokens", read);
        details.putObject("prompt_tokens_details").put("cached_tokens", read).put("cache_creation_tokens", written);
        int thought = ReasoningTokens.estimate(reasoning);
        details.putObject("completion_tokens_details").put("reasoning_tokens", thought);
        if (whole && usage.json().path("service_tier").isTextual()) {
            details.set("service_tier", usage.json().path("service_tier"));
        }
        if (usage.json().path("server_tool_use").isObject()) {
            details.set("server_tool_use", usage.json().path("server_tool_use"));
        }
        events.accept(new AnswerEvent.Usage(ReasoningTokens.in(usage.counted(), thought), details, usage.charges()));
    }

    private String reason(String stop) {
        return switch (stop) {
            case "end_turn", "stop_sequence" -> "stop";
            case "max_tokens", "model_context_window_exceeded", "compaction", "pause_turn" -> "length";
            case "tool_use" -> jsonToolSeen && calls == 0 ? "stop" : "tool_calls";
            case "refusal" -> "content_filter";
            default -> "stop"; // clients know OpenAI's five words only
        };
    }

    private void fail(ProviderFailure failure, Consumer<AnswerEvent> events) {
        if (!over) {
            over = true;
            events.accept(new AnswerEvent.Failed(failure));
        }
    }

    private static AnswerEvent unreadable(IOException e) {
        return new AnswerEvent.Failed(ProviderFailure.badResponse(
                "the answer is not JSON: " + e.getClass().getSimpleName()));
    }
}
