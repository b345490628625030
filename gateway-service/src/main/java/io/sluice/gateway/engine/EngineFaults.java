package io.sluice.gateway.engine;

import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.routing.RouteOutcome;
import java.util.List;

/** Outcomes that the engine did not report itself, because it could not be reached or broke. */
public final class EngineFaults {

    /** Error type of a call that went to the engine and of which no outcome came back: its last attempt is unknown. */
    private static final String LOST = "router_connection_lost";

    private static final String UNREACHED = "router_unreachable";

    private EngineFaults() {}

    /** Nothing is known of the last attempt but that it may have been made. */
    public static RouteOutcome lost(int status, String modelGroup, List<Attempt> known) {
        return new RouteOutcome(status, modelGroup, List.copyOf(known), LOST);
    }

    /** A session whose router is gone: the connection cost nothing, and its turns are bounded each by itself. */
    static RouteOutcome broken(String modelGroup, List<Attempt> known) {
        return new RouteOutcome(502, modelGroup, List.copyOf(known), "router_broke_off");
    }

    static RouteOutcome unreached(String modelGroup) {
        return new RouteOutcome(503, modelGroup, List.of(), UNREACHED);
    }

    /** Whether an attempt may have been made that {@code outcome} does not name. */
    public static boolean isLost(RouteOutcome outcome) {
        return LOST.equals(outcome.errorType());
    }
}
