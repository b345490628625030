package io.sluice.simulator.journal;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What is paid for by another measure than tokens.
 *
 * @param images pictures made
 * @param seconds audio heard or spoken
 * @param characters text read aloud, in Unicode code points
 * @param searches search units of a reranker
 * @param pages pages of documents read
 */
public record Units(long images, double seconds, long characters, long searches, long pages) {

    /** Nothing. */
    public static final Units NONE = new Units(0, 0, 0, 0, 0);

    /** {@code count} pictures. */
    public static Units images(long count) {
        return new Units(count, 0, 0, 0, 0);
    }

    /** {@code length} seconds of audio. */
    public static Units seconds(double length) {
        return new Units(0, length, 0, 0, 0);
    }

    /** {@code count} characters read aloud. */
    public static Units characters(long count) {
        return new Units(0, 0, count, 0, 0);
    }

    /** {@code count} search units. */
    public static Units searches(long count) {
        return new Units(0, 0, 0, count, 0);
    }

    /** {@code count} pages. */
    public static Units pages(long count) {
        return new Units(0, 0, 0, 0, count);
    }

    /** Puts those that are not zero. */
    void putInto(ObjectNode json) {
        if (images != 0) {
            json.put("images", images);
        }
        if (seconds != 0) {
            json.put("seconds", seconds);
        }
        if (characters != 0) {
            json.put("characters", characters);
        }
        if (searches != 0) {
            json.put("searches", searches);
        }
        if (pages != 0) {
            json.put("pages", pages);
        }
    }
}
