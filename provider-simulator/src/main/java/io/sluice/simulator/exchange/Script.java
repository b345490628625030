package io.sluice.simulator.exchange;

import io.sluice.simulator.answer.Pieces;
import io.sluice.simulator.answer.TokenCount;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The course of a streamed answer, written down first and made frame by frame when it is asked for. It keeps count of the
 * output tokens that have been produced by each frame. For one thread.
 */
public final class Script implements Iterator<Frame> {

    private final int chunkTokens;
    private final Queue<Iterator<Frame>> acts = new ArrayDeque<>();
    private long produced;

    /** @param chunkTokens tokens a piece of text */
    public Script(int chunkTokens) {
        this.chunkTokens = chunkTokens;
    }

    /** A frame that costs no tokens, made when its turn comes. */
    public Script say(Supplier<Buffer> frame) {
        return cost(0, frame);
    }

    /** A frame that costs this many tokens. */
    public Script cost(long tokens, Supplier<Buffer> frame) {
        acts.add(new Iterator<>() {
            private boolean said;

            @Override
            public boolean hasNext() {
                return !said;
            }

            @Override
            public Frame next() {
                if (said) {
                    throw new NoSuchElementException();
                }
                said = true;
                produced += tokens;
                return new Frame(frame.get(), produced);
            }
        });
        return this;
    }

    /** A text in pieces, each as {@code frame} makes it; {@code tokens} is the cost of the whole. */
    public Script text(String text, long tokens, Function<String, Buffer> frame) {
        Iterator<String> pieces = new Pieces(text, chunkTokens);
        if (!pieces.hasNext()) {
            produced += tokens;
            return this;
        }
        acts.add(new Iterator<>() {
            private long owed = tokens;

            @Override
            public boolean hasNext() {
                return pieces.hasNext();
            }

            @Override
            public Frame next() {
                String piece = pieces.next();
                long step = pieces.hasNext() ? Math.min(owed, TokenCount.of(piece)) : owed;
                owed -= step;
                produced += step;
                return new Frame(frame.apply(piece), produced);
            }
        });
        return this;
    }

    @Override
    public boolean hasNext() {
        while (!acts.isEmpty() && !acts.element().hasNext()) {
            acts.remove();
        }
        return !acts.isEmpty();
    }

    @Override
    public Frame next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return acts.element().next();
    }
}
