package io.sluice.gateway.routes;

import io.sluice.contracts.routing.Protocol;

/** What neither calls a model nor asks about one: what the gateway knows itself, and what it hands on. */
public enum Page implements Answerer {
    FILE_UPLOAD,
    FILE_CONTENT,
    FILE_DELETE,
    /** Keys that open realtime sessions. */
    REALTIME_SECRETS,
    REALTIME_SESSIONS,
    /** WebRTC and SIP, which go past us. */
    REALTIME_CALLS,
    SETTINGS,
    TEST,
    GOOGLE_MODEL,
    GOOGLE_MODEL_LIST,
    /** In Anthropic's form for its clients. */
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

    @Override
    public Protocol protocol() {
        return isGoogles() ? Protocol.GEMINI_GENERATE : Protocol.OPENAI_CHAT;
    }

    @Override
    public boolean takesKeyInQuery() {
        return isGoogles();
    }

    private boolean isGoogles() {
        return this == GOOGLE_MODEL || this == GOOGLE_MODEL_LIST;
    }
}
