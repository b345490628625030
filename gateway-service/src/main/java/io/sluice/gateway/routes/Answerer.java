package io.sluice.gateway.routes;

/** Who answers a route. */
public enum Answerer {
    CHAT,
    COMPLETIONS,
    MESSAGES,
    RESPONSES,
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
    NOBODY
}
