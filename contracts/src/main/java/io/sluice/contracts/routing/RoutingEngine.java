package io.sluice.contracts.routing;

/** The engine as the gateway sees it: directly in the standalone, over HTTP in the suite. */
public interface RoutingEngine {

    /**
     * Starts a call. Must be called on an event loop; returns at once and never throws. Errors are answers: head, body in the
     * client's protocol, outcome.
     */
    RouteCall route(RouteRequest request, RouteListener listener);
}
