package io.sluice.simulator.openai;

import io.sluice.simulator.answer.Answer;
import io.sluice.simulator.answer.Pieces;
import io.sluice.simulator.answer.TokenCount;
import io.sluice.simulator.answer.Tool;
import io.sluice.simulator.exchange.Frame;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.faults.Fault;
import io.sluice.simulator.faults.UsageLie;
import io.sluice.simulator.journal.Usage;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;

/**
 * The chunks of a completion, made when they are asked for: role, content or tool call, finish reason for each choice;
 * then usage if it was asked for (every other chunk then has {@code usage: null}) and {@code [DONE]}. Source:
 * platform.openai.com/docs/api-reference/chat-streaming, seen 2026-11-24.
 */
final class ChatChunks implements Iterator<Frame> {

    private static final Buffer DONE = Buffer.buffer("data: [DONE]\n\n");

    private final ChatCompletion completion;
    private final String head;
    private final String tail;
    private final Queue<Frame> ready = new ArrayDeque<>();
    private int choice = -1;
    private Iterator<String> pieces = new Pieces("", 1);
    private boolean ended;
    private long produced;
    private long owed;

    ChatChunks(ChatCompletion completion) {
        this.completion = completion;
        this.head = "{\"id\":" + Json.quote(completion.id()) + ",\"object\":\"chat.completion.chunk\",\"created\":"
                + completion.created() + ",\"model\":"
                + Json.quote(completion.request().model())
                + ",\"service_tier\":\"default\",\"system_fingerprint\":\"" + ChatCompletion.FINGERPRINT
                + "\",\"choices\":[";
        this.tail = completion.request().includeUsage() ? "],\"usage\":null}" : "]}";
        nextChoice();
    }

    @Override
    public boolean hasNext() {
        return !ready.isEmpty() || pieces.hasNext() || !ended;
    }

    @Override
    public Frame next() {
        Frame queued = ready.poll();
        if (queued != null) {
            return queued;
        }
        if (pieces.hasNext()) {
            return piece(pieces.next());
        }
        if (ended) {
            throw new NoSuchElementException();
        }
        finishChoice();
        return next();
    }

    static Buffer event(String data) {
        return Buffer.buffer("data: " + data + "\n\n");
    }

    private Answer answer() {
        return completion.answers().get(choice);
    }

    private void nextChoice() {
        choice++;
        Answer answer = answer();
        Tool tool = answer.tool();
        produced += answer.reasoningTokens();
        owed = (long) answer.tokens() - answer.reasoningTokens();
        int size = completion.call().shape().chunkTokens();
        if (!answer.reasoning().isEmpty()) {
            new Pieces(answer.reasoning(), size)
                    .forEachRemaining(piece -> add("{\"reasoning_content\":" + Json.quote(piece) + "}", "null"));
        }
        if (tool == null) {
            add("{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", "null");
            pieces = new Pieces(answer.text(), size);
        } else {
            add(
                    "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"index\":0,\"id\":"
                            + Json.quote(completion.toolCallId(choice))
                            + ",\"type\":\"function\",\"function\":{\"name\":" + Json.quote(tool.name())
                            + ",\"arguments\":\"\"}}],\"refusal\":null}",
                    "null");
            pieces = new Pieces(answer.arguments(), size);
        }
    }

    private Frame piece(String text) {
        String quoted = Json.quote(text);
        String delta = answer().tool() == null
                ? "{\"content\":" + quoted + "}"
                : "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":" + quoted + "}}]}";
        long step = pieces.hasNext() ? Math.min(owed, TokenCount.of(text)) : owed;
        owed -= step;
        produced += step;
        String logprobs = completion.request().logprobs() && answer().tool() == null
                ? Logprobs.of(text).toString()
                : "null";
        return new Frame(chunk(delta, logprobs, "null"), produced);
    }

    private void finishChoice() {
        add("{}", "\"" + ChatCompletion.finishReason(answer()) + "\"");
        if (choice + 1 < completion.answers().size()) {
            nextChoice();
            return;
        }
        ended = true;
        Usage told = completion.told();
        if (completion.request().includeUsage() && told != null) {
            String data = head + "],\"usage\":" + completion.usage(told) + "}";
            int times = completion.call().shape().usage() == UsageLie.TWICE ? 2 : 1;
            for (int i = 0; i < times; i++) {
                ready.add(new Frame(event(data), produced));
            }
        }
        ready.add(new Frame(DONE, produced));
        if (completion.call().shape().fault() == Fault.DOUBLE_DONE) {
            ready.add(new Frame(DONE, produced));
        }
    }

    private void add(String delta, String finish) {
        ready.add(new Frame(chunk(delta, "null", finish), produced));
    }

    private Buffer chunk(String delta, String logprobs, String finish) {
        return event(head + "{\"index\":" + choice + ",\"delta\":" + delta + ",\"logprobs\":" + logprobs
                + ",\"finish_reason\":" + finish + "}" + tail);
    }
}
