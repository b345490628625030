package io.sluice.router.wire.databricks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.conversation.Conversation;
import io.sluice.router.conversation.MakersMark;
import io.sluice.router.conversation.Params;
import io.sluice.router.deployment.Target;
import io.sluice.router.wire.Dialect;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.anthropic.ClaudeModel;
import io.sluice.router.wire.anthropic.ClaudeThinking;
import io.sluice.router.wire.event.EventDecoder;
import io.sluice.router.wire.openai.ChatAddress;
import io.sluice.router.wire.openai.ChatTree;
import io.sluice.router.wire.openai.OpenAiChatDialect;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Claude at Databricks: OpenAI's form with Anthropic's {@code thinking}, and the thoughts as parts of a message's content with their signatures
 * (docs.databricks.com/aws/en/machine-learning/model-serving/query-reason-models).
 */
public final class DatabricksClaude implements Dialect {

    /** LiteLLM's room for the answer beside a thought. */
    private static final long ANSWER_TOKENS = 4_096;

    private final OpenAiChatDialect chat;

    /** @param chat reads the answers, which are OpenAI's but for the thoughts */
    public DatabricksClaude(OpenAiChatDialect chat) {
        this.chat = chat;
    }

    /** Whether Claude speaks. */
    public static boolean isClaude(Target target) {
        return target.knownModel().contains("claude");
    }

    @Override
    public UpstreamRequest encode(Conversation conversation, WireCall call) {
        Params params = conversation.params();
        ObjectNode thinking = ClaudeThinking.of(
                ClaudeModel.of(call.target().knownModel()), params.take("reasoning_effort"), params.take("thinking"));
        if (params.peek("response_format").path("type").asText().equals("json_object")) {
            params.take("response_format"); // Claude has no such mode, and answers in JSON when it is told so
        }
        ObjectNode body = ChatTree.of(conversation, call, true);
        body.path("messages").forEach(message -> thoughts((ObjectNode) message));
        body.setAll(thinking);
        if (call.request().scan().stream()) {
            body.putObject("stream_options").put("include_usage", true);
        }
        long budget = thinking.path("thinking").path("budget_tokens").asLong(0);
        if (budget > 0 && !body.has("max_tokens")) {
            body.put("max_tokens", budget + ANSWER_TOKENS);
        }
        ChatAddress address = ChatAddress.below(call.target());
        return new UpstreamRequest(
                "POST",
                address.uri(),
                address.headers(),
                List.of(ByteBuffer.wrap(body.toString().getBytes(StandardCharsets.UTF_8))),
                params.notes());
    }

    /** Only what is signed can come back. */
    private static void thoughts(ObjectNode message) {
        message.remove("reasoning_content");
        JsonNode blocks = message.remove("thinking_blocks");
        if (blocks == null) {
            return;
        }
        ArrayNode parts = message.arrayNode();
        for (JsonNode block : blocks) {
            String signature = block.path("signature").asText("");
            if (!signature.isEmpty() && !MakersMark.isMarked(signature)) {
                parts.addObject()
                        .put("type", "reasoning")
                        .putArray("summary")
                        .addObject()
                        .put("type", "summary_text")
                        .put("text", block.path("thinking").asText())
                        .put("signature", signature);
            }
        }
        JsonNode content = message.path("content");
        if (content.isTextual() && !content.asText().isEmpty()) {
            parts.addObject().put("type", "text").put("text", content.asText());
        } else {
            content.forEach(parts::add);
        }
        if (!parts.isEmpty()) {
            message.set("content", parts);
        }
    }

    @Override
    public EventDecoder decoder(WireCall call) {
        return chat.decoder(call);
    }

    @Override
    public boolean signsThinking() {
        return true;
    }
}
