package io.sluice.contracts.routing;

/**
 * A response of a session that is about to run, or has just begun: what it can take at most. Each is a call of its own for budgets, limits of tokens
 * and the ledger.
 *
 * @param number 1 for the first of a session
 * @param inputTokens the most that the conversation so far can be
 * @param likelyTokens what it probably is
 * @param outputTokens the most that may be answered
 * @param begun the provider began it by itself: nothing waits for an answer, and what it costs is owed whatever the answer is
 */
public record Turn(int number, long inputTokens, long likelyTokens, long outputTokens, boolean begun) {}
