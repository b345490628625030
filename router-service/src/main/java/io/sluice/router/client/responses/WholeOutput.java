package io.sluice.router.client.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.answer.Answer;
import io.sluice.router.conversation.Media;
import io.sluice.router.conversation.Part;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The output of a whole answer: texts and refusals in a row are one message, thoughts in a row one reasoning item. One use. */
final class WholeOutput {

    private final ArrayNode output = ResponsesProtocol.JSON.createArrayNode();
    private final Answer.Choice choice;
    private final String status;
    private final List<Part> thoughts = new ArrayList<>(0);
    private @Nullable ArrayNode content;

    WholeOutput(Answer.Choice choice) {
        this.choice = choice;
        this.status = ResponseObject.incomplete(choice.finishReason()) == null ? "completed" : "incomplete";
    }

    ArrayNode items() {
        choice.parts().forEach(this::part);
        endThoughts();
        if (output.isEmpty()) {
            content().add(OutputItems.text("")); // an answer of nothing is a message without text
        }
        return output;
    }

    private void part(Part part) {
        switch (part) {
            case Part.Thinking thinking -> {
                content = null;
                thoughts.add(thinking);
            }
            case Part.RedactedThinking redacted -> {
                content = null;
                thoughts.add(redacted);
            }
            case Part.Text(String text, var ignored) -> {
                if (!text.isEmpty()) {
                    content().add(text(text));
                }
            }
            case Part.Refusal(String text) -> content().add(OutputItems.refusal(text));
            case Part.ToolCall call ->
                item(OutputItems.functionCall("completed", call.id(), call.name(), call.arguments()));
            case Part.Image(Media.Inline(var ignored, String base64), var detail, var mark) ->
                item(OutputItems.picture(base64));
            case Part.Foreign foreign -> item(foreign.json());
            case Part.TextSignature ignored -> {}
            case Part.Image ignored -> {}
            case Part.Audio ignored -> {}
            case Part.Video ignored -> {}
            case Part.Document ignored -> {}
        }
    }

    private ObjectNode text(String text) {
        ObjectNode part = OutputItems.text(text);
        OutputItems.cite(part, choice.citations());
        if (!choice.logprobs().isEmpty()) {
            part.putArray("logprobs").addAll(choice.logprobs());
        }
        return part;
    }

    private ArrayNode content() {
        endThoughts();
        ArrayNode open = content;
        if (open == null) {
            open = ResponsesProtocol.JSON.createArrayNode();
            content = open;
            output.add(OutputItems.message(OutputItems.newId("msg_"), status, open));
        }
        return open;
    }

    private void item(ObjectNode item) {
        endThoughts();
        content = null;
        output.add(item);
    }

    private void endThoughts() {
        if (!thoughts.isEmpty()) {
            StringBuilder text = new StringBuilder();
            thoughts.forEach(part -> text.append(part instanceof Part.Thinking thinking ? thinking.text() : ""));
            output.add(OutputItems.reasoning(
                    OutputItems.newId("rs_"), text.toString(), ReasoningItems.encrypted(thoughts)));
            thoughts.clear();
        }
    }
}
