package io.sluice.contracts.routing;

/** The engine for sessions: directly in the standalone, over HTTP in the suite. */
public interface SessionEngine {

    /**
     * Opens a session with a provider. Must be called on an event loop; returns at once and never throws. A session that cannot be opened is an answer
     * with another status than 101: head, body in the client's protocol, outcome.
     *
     * @param request its {@code spendable} says whether a strict budget applies; what the turns may cost is asked for turn by turn
     */
    RouteSession open(RouteRequest request, SessionListener listener);
}
