package io.sluice.simulator.answer;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** Cuts a text into pieces of whole tokens, never inside of a character. For one thread. */
public final class Pieces implements Iterator<String> {

    private final String text;
    private final int budget;
    private int at;

    public Pieces(String text, int tokens) {
        this.text = text;
        this.budget = tokens * TokenCount.BYTES;
    }

    @Override
    public boolean hasNext() {
        return at < text.length();
    }

    @Override
    public String next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        int start = at;
        at = TokenCount.end(text, start, budget);
        return text.substring(start, at);
    }
}
