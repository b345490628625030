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
    SLOW("bench-slow"),
    /** a whole answer, by Anthropic's messages */
    CLAUDE("bench-claude"),
    /** a stream as fast as it is taken, by Anthropic's messages */
    CLAUDE_FLOOD("bench-claude-flood");

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

    public boolean streams() {
        return this != CHAT && this != CLAUDE;
    }

    /** As Sluice calls the provider. */
    public String provider() {
        return this == CLAUDE || this == CLAUDE_FLOOD ? "anthropic" : "openai";
    }

    AnswerBytes answers() {
        return provider().equals("openai") ? OpenAiAnswers.of(this) : AnthropicAnswers.of(this);
    }

    /** Between two pieces; 0: as fast as they are taken. */
    long pauseNanos() {
        return switch (this) {
            case CHAT, FLOOD, CLAUDE, CLAUDE_FLOOD -> 0;
            case PACED -> 20_000_000;
            case SLOW -> 1_000_000_000;
        };
    }
}
