package io.sluice.simulator.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.Answer;
import io.sluice.simulator.answer.Tool;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.exchange.Script;
import io.sluice.simulator.exchange.Sse;
import io.sluice.simulator.exchange.Turn;
import io.sluice.simulator.faults.Fault;
import io.sluice.simulator.journal.Usage;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** A chat in another provider's {@link ChatStyle}. */
public final class StyledChat {

    private final Turn turn;
    private final ChatStyle style;
    private int chunks;

    private StyledChat(Turn turn, ChatStyle style) {
        this.turn = turn;
        this.style = style;
    }

    /** The answer, streamed or in one piece. */
    public static Reply reply(Turn turn, ChatStyle style, boolean stream) {
        StyledChat chat = new StyledChat(turn, style);
        return stream ? chat.stream() : chat.whole();
    }

    private Reply whole() {
        ObjectNode json = style.head(turn, false);
        ArrayNode choices = json.putArray("choices");
        for (Answer answer : turn.answers()) {
            int index = choices.size();
            ObjectNode choice = choices.addObject().put("index", index);
            ObjectNode message = choice.putObject("message").put("role", "assistant");
            if (!answer.reasoning().isEmpty()) {
                style.reason(message, answer);
            }
            Tool tool = answer.tool();
            if (tool == null) {
                message.set("content", style.content(answer));
            } else {
                message.put("content", "").putArray("tool_calls").add(toolCall(index, tool, answer.arguments()));
            }
            choice.put("finish_reason", style.finish(answer));
        }
        Usage told = turn.told();
        if (told != null) {
            json.set("usage", style.usage(turn, told));
        }
        return Reply.json(200, json, told, turn.produced());
    }

    private Reply stream() {
        Script script = turn.script();
        for (int i = 0; i < turn.answers().size(); i++) {
            write(script, i);
        }
        Usage told = style.countsStream(turn) ? turn.told() : null;
        if (told != null && style.usageApart()) {
            for (int i = 0; i < turn.tellings(); i++) {
                script.say(() -> usageChunk(told));
            }
        }
        int ends = !style.terminates() ? 0 : turn.call().shape().fault() == Fault.DOUBLE_DONE ? 2 : 1;
        for (int i = 0; i < ends; i++) {
            script.say(() -> Sse.DONE);
        }
        return new Reply.Stream(Sse.headers(), script, turn.produced().producing(0), told, style.failure());
    }

    private void write(Script script, int index) {
        Answer answer = turn.answers().get(index);
        Tool tool = answer.tool();
        script.say(() -> chunk(index, Json.object().put("role", "assistant").put("content", ""), null));
        script.text(answer.reasoning(), answer.reasoningTokens(), piece -> chunk(index, style.thought(piece), null));
        long owed = (long) answer.tokens() - answer.reasoningTokens();
        if (tool == null) {
            script.text(answer.text(), owed, piece -> chunk(index, Json.object().put("content", piece), null));
            script.say(() -> chunk(index, Json.object().put("content", ""), style.finish(answer)));
            return;
        }
        if (style.piecesArguments()) {
            script.say(() -> chunk(index, calls(toolCall(index, tool, "")), null));
            script.text(answer.arguments(), owed, piece -> chunk(index, calls(arguments(piece)), null));
            script.say(() -> chunk(index, Json.object(), style.finish(answer)));
        } else {
            ObjectNode delta = calls(toolCall(index, tool, answer.arguments()));
            script.cost(owed, () -> chunk(index, delta, style.finish(answer)));
        }
    }

    private Buffer chunk(int index, ObjectNode delta, @Nullable String finish) {
        ObjectNode json = style.head(turn, true);
        ObjectNode choice = json.putArray("choices").addObject().put("index", index);
        choice.set("delta", delta);
        choice.put("finish_reason", finish);
        Usage told = turn.told();
        boolean last = finish != null && index == turn.answers().size() - 1;
        if (last && told != null && !style.usageApart() && style.countsStream(turn)) {
            json.set("usage", style.usage(turn, told));
        }
        return style.frame(json, chunks++);
    }

    private Buffer usageChunk(Usage told) {
        ObjectNode json = style.head(turn, true);
        json.putArray("choices");
        json.set("usage", style.usage(turn, told));
        return style.frame(json, chunks++);
    }

    private ObjectNode toolCall(int index, Tool tool, String arguments) {
        ObjectNode call = Json.object().put("id", style.toolCallId(turn, index)).put("type", "function");
        call.putObject("function").put("name", tool.name()).put("arguments", arguments);
        return call.put("index", 0);
    }

    private static ObjectNode arguments(String piece) {
        ObjectNode call = Json.object().put("index", 0);
        call.putObject("function").put("arguments", piece);
        return call;
    }

    private static ObjectNode calls(ObjectNode call) {
        ObjectNode delta = Json.object();
        delta.putArray("tool_calls").add(call);
        return delta;
    }
}
