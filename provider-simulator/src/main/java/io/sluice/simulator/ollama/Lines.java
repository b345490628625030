package io.sluice.simulator.ollama;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.answer.Pieces;
import io.sluice.simulator.answer.TokenCount;
import io.sluice.simulator.exchange.Frame;
import io.sluice.simulator.faults.UsageLie;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** The lines of a streamed generation, made when they are asked for: thinking, text, then the line with the counts. */
final class Lines implements Iterator<Frame> {

    private final Generation generation;
    private final Iterator<String> thoughts;
    private final Iterator<String> words;
    private boolean toolDue;
    private int lastLines;
    private long produced;

    Lines(Generation generation) {
        this.generation = generation;
        int size = generation.call().shape().chunkTokens();
        this.thoughts = new Pieces(generation.answer().reasoning(), size);
        this.words = new Pieces(generation.answer().text(), size);
        this.toolDue = generation.answer().tool() != null;
        this.lastLines = generation.call().shape().usage() == UsageLie.TWICE ? 2 : 1;
    }

    @Override
    public boolean hasNext() {
        return lastLines > 0;
    }

    @Override
    public Frame next() {
        if (lastLines == 0) {
            throw new NoSuchElementException();
        }
        if (thoughts.hasNext()) {
            String thought = thoughts.next();
            return frame(generation.part("", thought), TokenCount.of(thought));
        }
        if (words.hasNext()) {
            String word = words.next();
            return frame(generation.part(word, ""), TokenCount.of(word));
        }
        ObjectNode json = generation.part("", "");
        if (toolDue) {
            toolDue = false;
            generation.addToolCall(json);
            return frame(json, generation.answer().tokens());
        }
        lastLines--;
        generation.finish(json);
        return frame(json, generation.answer().tokens());
    }

    private Frame frame(ObjectNode json, int step) {
        produced = Math.min(generation.answer().tokens(), produced + step);
        return new Frame(Generation.line(json), produced);
    }
}
