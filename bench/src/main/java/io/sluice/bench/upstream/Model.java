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
    CLAUDE_FLOOD("bench-claude-flood"),
    /** a whole answer, of a provider that has OpenAI's chat and no other protocol: clients of Anthropic's messages reach OpenAI itself by its Responses API */
    OPEN("bench-open"),
    /** a stream of such a one as fast as it is taken */
    OPEN_FLOOD("bench-open-flood");

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
        return switch (this) {
            case CHAT, CLAUDE, OPEN -> false;
            case FLOOD, PACED, SLOW, CLAUDE_FLOOD, OPEN_FLOOD -> true;
        };
    }

    /** As Sluice calls the provider. */
    public String provider() {
        return switch (this) {
            case CHAT, FLOOD, PACED, SLOW -> "openai";
            case CLAUDE, CLAUDE_FLOOD -> "anthropic";
            case OPEN, OPEN_FLOOD -> "hosted_vllm";
        };
    }

    AnswerBytes answers() {
        return provider().equals("anthropic") ? AnthropicAnswers.of(this) : OpenAiAnswers.of(this);
    }

    /** Between two pieces; 0: as fast as they are taken. */
    long pauseNanos() {
        return switch (this) {
            case CHAT, FLOOD, CLAUDE, CLAUDE_FLOOD, OPEN, OPEN_FLOOD -> 0;
            case PACED -> 20_000_000;
            case SLOW -> 1_000_000_000;
        };
    }
}
