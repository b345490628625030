package io.sluice.gateway.relay;

import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.routing.RoutingEngine;
import io.sluice.gateway.admission.Admission;
import io.sluice.gateway.files.CallFiles;
import io.sluice.gateway.journal.UsageJournal;
import io.sluice.gateway.metrics.EdgeMetrics;
import io.sluice.gateway.models.Models;
import io.sluice.gateway.routes.Surface;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** Calls of models: the relay from client to engine and back. Stateless; each call lives on the event loop of its request. */
public final class InferenceEndpoint {

    /**
     * What all calls share.
     *
     * @param bodyLimit bytes
     * @param userHeader {@code general_settings.user_header_name}
     */
    public record Environment(
            Models models,
            Admission admission,
            UsageJournal journal,
            RoutingEngine engine,
            EdgeMetrics metrics,
            Shadows shadows,
            CallFiles files,
            long bodyLimit,
            @Nullable String userHeader) {}

    private final Environment environment;

    public InferenceEndpoint(Environment environment) {
        this.environment = environment;
    }

    /**
     * @param surface which endpoint was called
     * @param pathModel model that the path names; empty when the body has to
     */
    public void handle(HttpServerRequest request, Caller caller, String requestId, Surface surface, String pathModel) {
        new InferenceCall(environment, request, caller, requestId, surface, pathModel).start();
    }
}
