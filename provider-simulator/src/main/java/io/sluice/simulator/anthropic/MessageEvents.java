package io.sluice.simulator.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.Pieces;
import io.sluice.simulator.answer.TokenCount;
import io.sluice.simulator.exchange.Frame;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.faults.UsageLie;
import io.sluice.simulator.journal.Usage;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;

/**
 * The events of a message, made when they are asked for: message_start, ping, then for each block start, deltas and stop,
 * then message_delta with the cumulative usage and message_stop. Source: docs.anthropic.com/en/api/messages-streaming,
 * seen 2026-11-24.
 */
final class MessageEvents implements Iterator<Frame> {

    private final MessageReply reply;
    private final List<Blocks.Block> blocks;
    private final Queue<Frame> ready = new ArrayDeque<>();
    private int index = -1;
    private Iterator<String> pieces = new Pieces("", 1);
    private boolean ended;
    private long produced;
    private long owed;

    MessageEvents(MessageReply reply) {
        this.reply = reply;
        this.blocks = reply.blocks();
        ObjectNode start = Json.object().put("type", "message_start");
        ObjectNode message = reply.head();
        Usage told = reply.told();
        if (told != null) {
            message.set("usage", reply.usage(new Usage(told.prompt(), Math.min(1, told.completion()))));
        }
        start.set("message", message);
        add("message_start", start);
        nextBlock();
        add("ping", Json.object().put("type", "ping"));
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
        finishBlock();
        return next();
    }

    static Buffer event(String name, ObjectNode data) {
        return Buffer.buffer("event: " + name + "\ndata: " + data + "\n\n");
    }

    private void nextBlock() {
        index++;
        Blocks.Block block = blocks.get(index);
        ObjectNode start = Json.object().put("type", "content_block_start").put("index", index);
        start.set("content_block", block.start());
        add("content_block_start", start);
        pieces = new Pieces(block.content(), reply.call().shape().chunkTokens());
        owed = block.tokens();
    }

    private Frame piece(String text) {
        long step = pieces.hasNext() ? Math.min(owed, TokenCount.of(text)) : owed;
        owed -= step;
        produced += step;
        return delta(blocks.get(index).delta(text));
    }

    private Frame delta(ObjectNode delta) {
        ObjectNode json = Json.object().put("type", "content_block_delta").put("index", index);
        json.set("delta", delta);
        return new Frame(event("content_block_delta", json), produced);
    }

    private void finishBlock() {
        if (blocks.get(index) instanceof Blocks.Thinking thinking) {
            ready.add(delta(thinking.signatureDelta()));
        }
        add(
                "content_block_stop",
                Json.object().put("type", "content_block_stop").put("index", index));
        if (index + 1 < blocks.size()) {
            nextBlock();
            return;
        }
        ended = true;
        ObjectNode end = Json.object().put("type", "message_delta");
        ObjectNode delta = end.putObject("delta");
        reply.finish(delta);
        Usage told = reply.told();
        if (told != null) {
            end.set("usage", reply.usage(told));
        }
        int times = reply.call().shape().usage() == UsageLie.TWICE ? 2 : 1;
        for (int i = 0; i < times; i++) {
            add("message_delta", end);
        }
        add("message_stop", Json.object().put("type", "message_stop"));
    }

    private void add(String name, ObjectNode data) {
        ready.add(new Frame(event(name, data), produced));
    }
}
