package io.sluice.gateway.relay;

import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.routing.SessionEngine;
import io.sluice.gateway.identity.EphemeralKeys;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.function.Function;

/** Realtime sessions: a WebSocket from the client to a model. Stateless; each session lives on the event loop of its request. */
public final class RealtimeEndpoint {

    private final InferenceEndpoint.Environment environment;
    private final SessionEngine sessions;
    private final Function<HttpServerRequest, Optional<EphemeralKeys.Grant>> grants;

    /** @param grants what an ephemeral key that a request shows is good for */
    public RealtimeEndpoint(
            InferenceEndpoint.Environment environment,
            SessionEngine sessions,
            Function<HttpServerRequest, Optional<EphemeralKeys.Grant>> grants) {
        this.environment = environment;
        this.sessions = sessions;
        this.grants = grants;
    }

    public void handle(HttpServerRequest request, Caller caller, String requestId) {
        new RealtimeCall(environment, sessions, request, caller, requestId, grants.apply(request)).start();
    }
}
