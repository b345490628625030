package io.sluice.contracts.routing;

import org.jspecify.annotations.Nullable;

/**
 * Receives what a session brings, on its event loop. A head with status 101 opens it; each chunk after it is a whole text message of the provider. The
 * attempts of {@link #onEnd} are the connections, which cost nothing: what was spent, {@link #onTurnEnd} said before.
 */
public interface SessionListener extends RouteListener {

    /** A turn wants to run. Answered by {@link RouteSession#granted}, at once or later; the client's messages behind it wait. */
    void onTurn(Turn turn);

    /**
     * A turn is over. Comes before the message that tells the client of it.
     *
     * @param attempt what it cost; null when it never ran
     */
    void onTurnEnd(int turn, @Nullable Attempt attempt);

    /** Whether the client's messages have to wait: the provider does not take them as fast as they come, or a turn has to be granted first. */
    void onHold(boolean hold);

    /** Why the provider's side ended the session: the code of RFC 6455, 7.4, for the client. Before {@link #onEnd}. */
    void onClose(int code, String reason);
}
