package io.sluice.router.wire.realtime;

/**
 * How many tokens the conversation of a session can have at most, which each response gets as its input: what the last response said, and what came
 * since. Text has no more tokens than bytes. Sound has ten tokens a second (platform.openai.com/docs/guides/realtime-costs, seen 2026-11-26), and a
 * second has no less than 10,600 characters of Base64: 8,000 samples of G.711 of a byte each.
 */
final class ConversationSize {

    /** Below what a second of G.711 has for each of its tokens. */
    private static final int AUDIO_BYTES_A_TOKEN = 1_000;

    /** More than gpt-realtime and its tiles make of one (platform.openai.com/docs/guides/images-vision, seen 2026-11-26). */
    private static final int PICTURE = 10_000;

    /** What a provider adds for a message of its own, at most. */
    private static final int MESSAGE = 64;

    private final long most;
    private long known;
    private long since;

    /** @param most of the model; 0: unknown */
    ConversationSize(long most) {
        this.most = most > 0 ? most : Long.MAX_VALUE;
    }

    /** Text that became part of it, as instructions, tools or an item. */
    void text(int bytes) {
        since += bytes + MESSAGE;
    }

    /** A picture that may be elsewhere: what one has in tokens is not bounded by the event. */
    void pictures(int count) {
        since += (long) count * PICTURE;
    }

    /** Text that the provider keeps became part of it: nothing bounds it but the model. */
    void unknown() {
        known = most;
    }

    /** A piece of sound with its event. */
    void audio(int bytes) {
        since += bytes / AUDIO_BYTES_A_TOKEN + 1;
    }

    /** Where it stands when a response is asked for. */
    long mark() {
        return since;
    }

    /**
     * A response of this conversation is over.
     *
     * @param tokens of its input and its output
     * @param mark when it was asked for: what came later is not in it
     */
    void answered(long tokens, long mark) {
        known = tokens + MESSAGE;
        since = Math.max(0, since - mark);
    }

    /** @param beside what only this response gets, or what others that still run may add */
    long bound(long beside) {
        return known >= most ? most : Math.min(most, known + since + beside);
    }

    long likely() {
        return Math.min(most, known + since / 4);
    }
}
