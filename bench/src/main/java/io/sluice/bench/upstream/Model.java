package io.sluice.bench.upstream;

/** The models of the upstream, each a way to answer. */
public enum Model {
    /** a whole answer at once */
    CHAT("bench-chat"),
    /** a stream as fast as it is taken */
    FLOOD("bench-flood"),
    /** a stream of a piece every 20 ms */
    PACED("bench-paced"),
    /** a stream of a piece every second */
    SLOW("bench-slow");

    /** Pieces of content in a stream. */
    public static final int PIECES = 200;

    private final String id;

    Model(String id) {
        this.id = id;
    }

    /** As it stands in a request. */
    public String id() {
        return id;
    }

    long pauseNanos() {
        return switch (this) {
            case CHAT, FLOOD -> 0;
            case PACED -> 20_000_000;
            case SLOW -> 1_000_000_000;
        };
    }
}
