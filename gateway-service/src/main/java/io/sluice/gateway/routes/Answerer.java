package io.sluice.gateway.routes;

/** Who answers a route. */
public enum Answerer {
    CHAT,
    COMPLETIONS,
    GENERATE_CONTENT,
    GENERATE_CONTENT_STREAM,
    MESSAGES,
    PASS_THROUGH,
    /** A WebSocket. */
    REALTIME,
    RESPONSES,
    EMBEDDINGS,
    RERANK,
    MODERATIONS,
    IMAGES,
    IMAGE_EDITS,
    IMAGE_VARIATIONS,
    SPEECH,
    TRANSCRIPTIONS,
    TRANSLATIONS,
    RESPONSES_COMPACT,
    COUNT_CONTENTS,
    COUNT_INPUT,
    COUNT_MESSAGES,
    GROUP_INFO,
    MODEL_INFO,
    SPEND_CALCULATE,
    SUPPORTED_PARAMS,
    TOKEN_COUNTER,
    TRANSFORM_REQUEST,
    FILE_UPLOAD,
    FILE_CONTENT,
    SETTINGS,
    TEST,
    GOOGLE_MODEL,
    GOOGLE_MODEL_LIST,
    MODEL_LIST,
    MODEL,
    WELCOME,
    ALIVE,
    READY,
    HEALTH,
    /** The parts of the installation: router, books, Redis. */
    PARTS,
    /** Why a call would go where it would go. */
    EXPLAIN,
    /** Why a call went where it went. */
    EXPLAINED,
    /** The books, directly or over HTTP. */
    BOOKS,
    /** A route of Quarkus itself: health, metrics. */
    QUARKUS,
    /** LiteLLM has it and Sluice does not yet: its permission is checked, then 404. */
    NOBODY;

    /** Whether a WebSocket's subprotocol may show the key: OpenAI's way for browsers, which cannot set headers. */
    public boolean takesKeyInSubprotocol() {
        return this == REALTIME;
    }

    /** Whether {@code ?key=} may show the key: Google's way, where no header does. */
    public boolean takesKeyInQuery() {
        return this == GENERATE_CONTENT
                || this == GENERATE_CONTENT_STREAM
                || this == COUNT_CONTENTS
                || this == GOOGLE_MODEL
                || this == GOOGLE_MODEL_LIST
                || this == PASS_THROUGH;
    }
}
