package io.sluice.router.wire.prompt;

import io.sluice.router.conversation.Message;
import io.sluice.router.conversation.Part;
import io.sluice.router.failure.UnsupportedRequestException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A conversation as one prompt, with the marks that a model was trained on. Such models know text only: anything else is refused.
 */
public final class PromptTemplate {

    private PromptTemplate() {}

    /** llama.com/docs/model-cards-and-prompt-formats/meta-llama-3. */
    public static String llama(List<Message> messages) {
        StringBuilder prompt = new StringBuilder("<|begin_of_text|>");
        for (Message message : messages) {
            String role = switch (message) {
                case Message.Instructions ignored -> "system";
                case Message.User ignored -> "user";
                case Message.Assistant ignored -> "assistant";
                case Message.ToolResult ignored -> "ipython";
            };
            llamaHead(prompt, role).append(text(message)).append("<|eot_id|>");
        }
        return llamaHead(prompt, "assistant").toString();
    }

    private static StringBuilder llamaHead(StringBuilder prompt, String role) {
        return prompt.append("<|start_header_id|>").append(role).append("<|end_header_id|>\n\n");
    }

    /** docs.mistral.ai/guides/tokenization: instructions in brackets, each answer closed; system prompts are instructions too, as LiteLLM has it. */
    public static String mistral(List<Message> messages) {
        StringBuilder prompt = new StringBuilder("<s>");
        for (Message message : messages) {
            switch (message) {
                case Message.Instructions ignored ->
                    prompt.append("[INST] \n").append(text(message)).append(" [/INST]\n");
                case Message.User ignored ->
                    prompt.append("[INST] ").append(text(message)).append(" [/INST]\n");
                case Message.ToolResult ignored ->
                    prompt.append("[INST] ").append(text(message)).append(" [/INST]\n");
                case Message.Assistant ignored ->
                    prompt.append(' ').append(text(message)).append("</s> ");
            }
        }
        return prompt.toString();
    }

    /** docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-text.html: turns are named; the system prompt is marked in the first. */
    public static String titan(List<Message> messages) {
        StringBuilder prompt = new StringBuilder();
        for (Message message : messages) {
            switch (message) {
                case Message.Instructions ignored ->
                    prompt.append("\n\nUser: <admin>").append(text(message)).append("</admin>");
                case Message.User ignored -> prompt.append("\n\nUser: ").append(text(message));
                case Message.ToolResult ignored -> prompt.append("\n\nUser: ").append(text(message));
                case Message.Assistant ignored -> prompt.append("\n\nBot: ").append(text(message));
            }
        }
        return prompt.append("\n\nBot: ").toString();
    }

    /** Aleph Alpha's control models: docs.aleph-alpha.com/docs/tasks/prompting ("### Instruction:", "### Response:"), seen 2026-11-26. */
    public static String instruction(List<Message> messages) {
        StringBuilder prompt = new StringBuilder();
        for (Message message : messages) {
            String mark = message instanceof Message.Assistant ? "### Response:\n" : "### Instruction:\n";
            prompt.append(mark).append(text(message)).append("\n\n");
        }
        return prompt.append("### Response:\n").toString();
    }

    /** For models of which nothing is known: the texts one after the other, which is all that every model reads. */
    public static String plain(List<Message> messages) {
        return messages.stream()
                .map(PromptTemplate::text)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("\n\n"));
    }

    private static String text(Message message) {
        StringBuilder text = new StringBuilder();
        String separator = "";
        for (Part part : message.parts()) {
            String piece = switch (part) {
                case Part.Text(String said, var ignored) -> said;
                case Part.Refusal(String said) -> said;
                case Part.Thinking ignored -> "";
                case Part.RedactedThinking ignored -> "";
                case Part.TextSignature ignored -> "";
                case Part.ToolCall ignored -> throw untaken("tool calls");
                case Part.Image ignored -> throw untaken("images");
                case Part.Audio ignored -> throw untaken("audio");
                case Part.Video ignored -> throw untaken("video");
                case Part.Document ignored -> throw untaken("documents");
                case Part.Foreign foreign -> throw untaken("content parts of type '" + foreign.type() + "'");
            };
            if (!piece.isEmpty()) {
                text.append(separator).append(piece);
                separator = "\n";
            }
        }
        return text.toString();
    }

    private static UnsupportedRequestException untaken(String what) {
        return new UnsupportedRequestException("This model takes text only, no " + what + ".");
    }
}
