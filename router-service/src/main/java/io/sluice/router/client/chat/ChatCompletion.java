package io.sluice.router.client.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.answer.Answer;
import io.sluice.router.answer.AnswerEvent;
import io.sluice.router.client.OpenAiUsage;
import io.sluice.router.conversation.Media;
import io.sluice.router.conversation.Part;
import org.jspecify.annotations.Nullable;

/** A whole answer as a chat completion object (platform.openai.com/docs/api-reference/chat/object). */
final class ChatCompletion {

    private ChatCompletion() {}

    static ObjectNode of(Answer answer, String model, boolean signedThinking) {
        ObjectNode completion = ChatProtocol.JSON
                .createObjectNode()
                .put("id", answer.id() == null ? ChatWriter.newId() : answer.id())
                .put("object", "chat.completion")
                .put("created", System.currentTimeMillis() / 1_000)
                .put("model", model);
        ArrayNode choices = completion.putArray("choices");
        for (int i = 0; i < answer.choices().size(); i++) {
            choice(choices.addObject(), i, answer.choices().get(i), signedThinking);
        }
        AnswerEvent.Usage usage =
                answer.usage() == null ? new AnswerEvent.Usage(TokenUsage.NONE, null) : answer.usage();
        completion.set("usage", OpenAiUsage.json(usage));
        answer.asides().forEach(completion::set);
        return completion;
    }

    private static void choice(ObjectNode json, int index, Answer.Choice choice, boolean signedThinking) {
        json.put("index", index).put("finish_reason", choice.finishReason());
        ObjectNode message = json.putObject("message").put("role", "assistant");
        boolean text = false;
        StringBuilder thinking = new StringBuilder();
        StringBuilder refusal = new StringBuilder();
        ArrayNode blocks = ChatProtocol.JSON.createArrayNode();
        ArrayNode calls = ChatProtocol.JSON.createArrayNode();
        ArrayNode images = ChatProtocol.JSON.createArrayNode();
        ArrayNode signatures = ChatProtocol.JSON.createArrayNode();
        ObjectNode specific = ChatProtocol.JSON.createObjectNode();
        for (Part part : choice.parts()) {
            switch (part) {
                case Part.Text ignored -> text = true;
                case Part.Thinking(String more, String signature) -> {
                    thinking.append(more);
                    thinkingBlock(blocks, more, signature);
                }
                case Part.RedactedThinking(String data) ->
                    blocks.addObject().put("type", "redacted_thinking").put("data", data);
                case Part.Refusal(String more) -> refusal.append(more);
                case Part.TextSignature(String signature) -> signatures.add(signature);
                case Part.ToolCall call -> {
                    call(calls, choice.callBlocks().get(calls.size()), call);
                    if (call.signature() != null) {
                        signatures.add(call.signature());
                    }
                }
                case Part.Image image -> image(images, images.size(), Media.asUrl(image.media()));
                case Part.Foreign(String type, ObjectNode foreign) ->
                    specific.withArrayProperty(type).add(foreign);
                case Part.Audio ignored -> {}
                case Part.Video ignored -> {}
                case Part.Document ignored -> {}
            }
        }
        message.put("content", text || calls.isEmpty() ? choice.text() : null);
        if (!thinking.isEmpty()) {
            message.put("reasoning_content", thinking.toString());
        }
        if (!refusal.isEmpty()) {
            message.put("refusal", refusal.toString());
        }
        if (signedThinking && !blocks.isEmpty()) {
            message.set("thinking_blocks", blocks);
        }
        if (!calls.isEmpty()) {
            message.set("tool_calls", calls);
        }
        if (!images.isEmpty()) {
            message.set("images", images);
        }
        for (JsonNode citation : choice.citations()) {
            (isAnnotation(citation) ? message : specific)
                    .withArrayProperty(isAnnotation(citation) ? "annotations" : "citations")
                    .add(citation);
        }
        if (!signatures.isEmpty()) {
            specific.set("thought_signatures", signatures);
        }
        if (!specific.isEmpty()) {
            message.set("provider_specific_fields", specific);
        }
        if (!choice.logprobs().isEmpty()) {
            json.putObject("logprobs").putArray("content").addAll(choice.logprobs());
        }
    }

    /** OpenAI has a word for addresses that an answer rests on; other sources have their provider's form. */
    static boolean isAnnotation(JsonNode citation) {
        return citation.path("type").asText().equals("url_citation");
    }

    private static void thinkingBlock(ArrayNode blocks, String text, @Nullable String signature) {
        ObjectNode block = blocks.addObject().put("type", "thinking").put("thinking", text);
        if (signature != null) {
            block.put("signature", signature);
        }
    }

    /** @param at position as the provider counts, which LiteLLM gives as the index */
    private static void call(ArrayNode calls, int at, Part.ToolCall call) {
        ObjectNode json =
                calls.addObject().put("index", at).put("id", call.id()).put("type", "function");
        json.putObject("function").put("name", call.name()).put("arguments", call.arguments());
        if (call.signature() != null) {
            json.putObject("provider_specific_fields").put("thought_signature", call.signature());
        }
    }

    /** Images that a model made, as OpenRouter and LiteLLM have them in chat messages. */
    static void image(ArrayNode images, int index, @Nullable String url) {
        ObjectNode image = images.addObject();
        image.putObject("image_url").put("url", url).put("detail", "auto");
        image.put("index", index).put("type", "image_url");
    }
}
