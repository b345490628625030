package io.sluice.router.wire.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.answer.AnswerEvent;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.wire.anthropic.ReasoningTokens;
import io.sluice.router.wire.edit.Bytes;
import io.sluice.router.wire.event.EventDecoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Reads answers of Converse and ConverseStream, and those of InvokeModel that have the same form (Nova). */
final class ConverseDecoder implements EventDecoder {

    /** The tool that stands for a JSON schema: its arguments are the answer. */
    static final String JSON_TOOL = "json_tool_call";

    private final boolean nested;
    private final StringBuilder reasoning = new StringBuilder();
    private final EventStream stream = new EventStream(new Messages());
    private Consumer<AnswerEvent> events = ignored -> {};
    private int calls;
    private boolean jsonTool;
    private boolean jsonToolSeen;
    private long reasoningTokens = -1;
    private boolean over;
    private boolean begun;

    /** @param nested events come inside the chunks of InvokeModelWithResponseStream */
    ConverseDecoder(boolean nested) {
        this.nested = nested;
    }

    @Override
    public void whole(ByteBuffer body, Consumer<AnswerEvent> receiver) {
        begun = true;
        events = receiver;
        byte[] json = Bytes.copy(body);
        try {
            answer(ConverseRequest.JSON.readTree(json));
        } catch (IOException e) {
            fail(BedrockErrors.unreadable("the answer is not JSON"));
        }
    }

    private void answer(JsonNode answer) {
        JsonNode content = answer.path("output").path("message").path("content");
        if (!content.isArray()) {
            fail(BedrockErrors.unreadable("the answer has no output.message.content"));
            return;
        }
        keepReasoningTokens(answer);
        for (int i = 0; i < content.size(); i++) {
            block(i, content.get(i));
        }
        usage(answer.path("usage"));
        trace(answer.path("trace"));
        if (answer.path("stopReason").isTextual()) {
            events.accept(
                    new AnswerEvent.Finish(reason(answer.path("stopReason").asText())));
        }
    }

    private void block(int index, JsonNode block) {
        JsonNode call = block.path("toolUse");
        JsonNode thought = block.path("reasoningContent");
        if (call.isObject()) {
            start(index, call);
            arguments(call.path("input").toString());
        } else if (thought.isObject()) {
            reasoning(thought.path("reasoningText").path("text").asText(""));
            signature(thought.path("reasoningText").path("signature"));
            redacted(thought.path("redactedContent"));
        } else if (block.path("citationsContent").isObject()) {
            JsonNode cited = block.path("citationsContent");
            cited.path("content").forEach(part -> text(part.path("text").asText("")));
            cited.path("citations").forEach(citation -> events.accept(new AnswerEvent.Citation(citation)));
        } else {
            text(block.path("text").asText(""));
        }
    }

    @Override
    public void piece(ByteBuffer bytes, Consumer<AnswerEvent> receiver) {
        if (over) {
            return;
        }
        events = receiver;
        try {
            stream.feed(bytes);
        } catch (RuntimeException e) {
            fail(BedrockErrors.unreadable("the event stream is broken: " + e.getMessage()));
        }
    }

    private final class Messages implements EventStream.Receiver {

        @Override
        public void event(String type, byte[] payload) {
            begun = true;
            try {
                JsonNode said = ConverseRequest.JSON.readTree(payload);
                if (nested) {
                    ConverseRequest.JSON
                            .readTree(said.path("bytes").binaryValue())
                            .properties()
                            .forEach(event -> ConverseDecoder.this.event(event.getKey(), event.getValue()));
                } else {
                    ConverseDecoder.this.event(type, said);
                }
            } catch (IOException e) {
                fail(BedrockErrors.unreadable("an event of the stream is not JSON"));
            }
        }

        @Override
        public void exception(String type, byte[] payload) {
            begun = true;
            fail(BedrockErrors.inStream(type, payload));
        }
    }

    private void event(String type, JsonNode event) {
        if (over) {
            return;
        }
        switch (type) {
            case "contentBlockStart" -> {
                JsonNode call = event.path("start").path("toolUse");
                jsonTool = false;
                if (call.isObject()) {
                    start(event.path("contentBlockIndex").asInt(), call);
                }
            }
            case "contentBlockDelta" -> delta(event.path("delta"));
            case "messageStop" -> {
                keepReasoningTokens(event);
                events.accept(
                        new AnswerEvent.Finish(reason(event.path("stopReason").asText(""))));
            }
            case "metadata" -> {
                trace(event.path("trace"));
                usage(event.path("usage"));
            }
            default -> {}
        }
    }

    /** What a guardrail found, when it was asked to say: docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_GuardrailTraceAssessment.html. */
    private void trace(JsonNode trace) {
        if (trace.isObject()) {
            events.accept(new AnswerEvent.Aside("trace", trace));
        }
    }

    private void delta(JsonNode delta) {
        JsonNode thought = delta.path("reasoningContent");
        if (delta.path("toolUse").isObject()) {
            arguments(delta.path("toolUse").path("input").asText(""));
        } else if (thought.isObject()) {
            reasoning(thought.path("text").asText(""));
            signature(thought.path("signature"));
            redacted(thought.path("redactedContent"));
        } else if (delta.path("citation").isObject()) {
            events.accept(new AnswerEvent.Citation(delta.path("citation")));
        } else {
            text(delta.path("text").asText(""));
        }
    }

    private void start(int index, JsonNode call) {
        jsonTool = call.path("name").asText().equals(JSON_TOOL);
        jsonToolSeen |= jsonTool;
        if (!jsonTool) {
            events.accept(new AnswerEvent.CallStart(
                    calls++,
                    index,
                    call.path("toolUseId").asText(),
                    call.path("name").asText(),
                    null));
        }
    }

    private void arguments(String json) {
        if (!json.isEmpty()) {
            events.accept(jsonTool ? new AnswerEvent.Text(json) : new AnswerEvent.CallArguments(calls - 1, json));
        }
    }

    private void text(String text) {
        if (!text.isEmpty()) {
            events.accept(new AnswerEvent.Text(text));
        }
    }

    private void reasoning(String text) {
        if (!text.isEmpty()) {
            reasoning.append(text);
            events.accept(new AnswerEvent.Thinking(text));
        }
    }

    private void signature(JsonNode signature) {
        if (signature.isTextual() && !signature.asText().isEmpty()) {
            events.accept(new AnswerEvent.ThinkingSignature(signature.asText()));
        }
    }

    private void redacted(JsonNode data) {
        if (data.isTextual()) {
            events.accept(new AnswerEvent.RedactedThinking(data.asText()));
        }
    }

    /** What Claude says of itself when it is asked for by {@code additionalModelResponseFieldPaths}. */
    private void keepReasoningTokens(JsonNode holder) {
        JsonNode details =
                holder.path("additionalModelResponseFields").path("usage").path("output_tokens_details");
        if (details.path("thinking_tokens").isNumber()) {
            reasoningTokens = Math.max(0, details.path("thinking_tokens").asLong());
        }
    }

    private void usage(JsonNode said) {
        if (!ConverseUsage.isSaid(said)) {
            return;
        }
        ConverseUsage usage = ConverseUsage.of(said);
        long reasoned = reasoningTokens >= 0 ? reasoningTokens : ReasoningTokens.estimate(reasoning);
        ObjectNode details = ConverseRequest.JSON.createObjectNode();
        details.put("cache_creation_input_tokens", usage.written()).put("cache_read_input_tokens", usage.read());
        details.putObject("prompt_tokens_details")
                .put("cached_tokens", usage.read())
                .put("cache_creation_tokens", usage.written());
        details.putObject("completion_tokens_details").put("reasoning_tokens", reasoned);
        events.accept(new AnswerEvent.Usage(ReasoningTokens.in(usage.counted(0), reasoned), details));
    }

    private String reason(String stop) {
        return switch (stop) {
            case "max_tokens", "model_context_window_exceeded" -> "length";
            case "tool_use" -> jsonToolSeen && calls == 0 ? "stop" : "tool_calls";
            case "guardrail_intervened", "content_filtered", "refusal" -> "content_filter";
            default -> "stop"; // clients know OpenAI's five words only
        };
    }

    private void fail(ProviderFailure failure) {
        if (!over) {
            over = true;
            events.accept(new AnswerEvent.Failed(failure));
        }
    }

    @Override
    public void end(Consumer<AnswerEvent> receiver) {
        if (!begun) {
            events = receiver;
            fail(BedrockErrors.withoutEvents());
        }
    }
}
