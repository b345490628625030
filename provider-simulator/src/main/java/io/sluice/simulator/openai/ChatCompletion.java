package io.sluice.simulator.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.Answer;
import io.sluice.simulator.answer.Model;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.faults.Shape;
import io.sluice.simulator.journal.Usage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One chat completion, whole or as chunks. Source: platform.openai.com/docs/api-reference/chat/object, seen 2026-11-24.
 */
record ChatCompletion(Call call, ChatRequest request, List<Answer> answers, String id, long created) {

    static final String FINGERPRINT = "fp_5105c0de42";

    static ChatCompletion of(Call call) {
        ChatRequest request = ChatRequest.of(call.body());
        List<Answer> answers = new ArrayList<>(request.choices());
        for (int i = 0; i < request.choices(); i++) {
            answers.add(Model.answer(request.prompt(), call.shape(), i));
        }
        String id = "chatcmpl-sim" + Long.toString(call.number(), 36);
        return new ChatCompletion(call, request, answers, id, System.currentTimeMillis() / 1000);
    }

    Reply reply() {
        return request.stream() ? stream() : whole();
    }

    Usage produced() {
        return new Usage(
                request.prompt().tokens(),
                answers.stream().mapToLong(Answer::tokens).sum());
    }

    /** The counts that the answer names: not always true, and null when the shape hides them. */
    @Nullable
    Usage told() {
        return call.shape().usage().tell(produced());
    }

    private Reply stream() {
        ChatChunks chunks = new ChatChunks(this);
        Usage told = request.includeUsage() ? told() : null;
        return new Reply.Stream(OpenAiHeaders.events(call), chunks, produced().producing(0), told, OpenAiError.event());
    }

    private Reply whole() {
        ObjectNode json = Json.object()
                .put("id", id)
                .put("object", "chat.completion")
                .put("created", created)
                .put("model", request.model());
        ArrayNode choices = json.putArray("choices");
        for (int i = 0; i < answers.size(); i++) {
            choices.add(choice(i, answers.get(i)));
        }
        Usage told = told();
        if (told != null) {
            json.set("usage", usage(told));
        }
        json.put("service_tier", "default").put("system_fingerprint", FINGERPRINT);
        return new Reply.Whole(200, OpenAiHeaders.json(call), Json.bytes(json), told, produced());
    }

    private ObjectNode choice(int index, Answer answer) {
        ObjectNode choice = Json.object().put("index", index);
        ObjectNode message = choice.putObject("message").put("role", "assistant");
        if (!answer.reasoning().isEmpty()) {
            message.put("reasoning_content", answer.reasoning());
        }
        if (answer.tool() == null) {
            message.put("content", answer.text());
        } else {
            message.putNull("content");
            ObjectNode called = message.putArray("tool_calls").addObject();
            called.put("id", toolCallId(index)).put("type", "function");
            called.putObject("function").put("name", answer.tool().name()).put("arguments", answer.arguments());
        }
        message.putNull("refusal").putArray("annotations");
        if (request.logprobs()) {
            choice.set("logprobs", Logprobs.of(answer.text()));
        } else {
            choice.putNull("logprobs");
        }
        return choice.put("finish_reason", finishReason(answer));
    }

    String toolCallId(int index) {
        return "call_sim" + Long.toString(call.number(), 36) + "x" + index;
    }

    static String finishReason(Answer answer) {
        return answer.tool() != null ? "tool_calls" : answer.cut() ? "length" : "stop";
    }

    ObjectNode usage(Usage told) {
        Shape shape = call.shape();
        long reasoning = answers.stream().mapToLong(Answer::reasoningTokens).sum();
        ObjectNode usage = Json.object()
                .put("prompt_tokens", told.prompt())
                .put("completion_tokens", told.completion())
                .put("total_tokens", told.prompt() + told.completion());
        ObjectNode details = usage.putObject("prompt_tokens_details")
                .put("cached_tokens", shape.cached())
                .put("audio_tokens", 0);
        if (shape.cacheWrite() > 0) {
            details.put("cache_write_tokens", shape.cacheWrite());
        }
        usage.putObject("completion_tokens_details")
                .put("reasoning_tokens", reasoning)
                .put("audio_tokens", 0)
                .put("accepted_prediction_tokens", 0)
                .put("rejected_prediction_tokens", 0);
        return usage;
    }
}
