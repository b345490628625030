package io.sluice.gateway.relay;

import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.routing.SessionEngine;
import io.vertx.core.http.HttpServerRequest;

/** Realtime sessions: a WebSocket from the client to a model. Stateless; each session lives on the event loop of its request. */
public final class RealtimeEndpoint {

    private final InferenceEndpoint.Environment environment;
    private final SessionEngine sessions;

    public RealtimeEndpoint(InferenceEndpoint.Environment environment, SessionEngine sessions) {
        this.environment = environment;
        this.sessions = sessions;
    }

    public void handle(HttpServerRequest request, Caller caller, String requestId) {
        new RealtimeCall(environment, sessions, request, caller, requestId).start();
    }
}
