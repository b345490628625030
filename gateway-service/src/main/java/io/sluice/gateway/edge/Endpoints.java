package io.sluice.gateway.edge;

import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.routing.Protocol;
import io.sluice.gateway.books.Management;
import io.sluice.gateway.desk.DeskEndpoint;
import io.sluice.gateway.errors.ErrorAnswers;
import io.sluice.gateway.errors.Refusal;
import io.sluice.gateway.errors.Refusals;
import io.sluice.gateway.files.FileEndpoint;
import io.sluice.gateway.health.HealthEndpoint;
import io.sluice.gateway.health.Parts;
import io.sluice.gateway.identity.KeyRefusals;
import io.sluice.gateway.identity.OwnKey;
import io.sluice.gateway.models.ModelForm;
import io.sluice.gateway.models.ModelPages;
import io.sluice.gateway.relay.ClientSecretEndpoint;
import io.sluice.gateway.relay.ExplainEndpoint;
import io.sluice.gateway.relay.InferenceEndpoint;
import io.sluice.gateway.relay.RealtimeEndpoint;
import io.sluice.gateway.routes.Page;
import io.sluice.gateway.routes.Question;
import io.sluice.gateway.routes.RouteMatch;
import io.sluice.gateway.routes.Surface;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * All who answer, and which request is whose. Stateless; on the event loop of the request.
 *
 * @param settings the answer of {@code GET /settings}
 */
public record Endpoints(
        InferenceEndpoint inference,
        RealtimeEndpoint realtime,
        ClientSecretEndpoint secrets,
        DeskEndpoint desk,
        ModelPages models,
        Management management,
        FileEndpoint files,
        HealthEndpoint health,
        Parts parts,
        ExplainEndpoint explain,
        Buffer settings) {

    // texts: a buffer cannot be part of a native executable
    private static final String ALIVE = "\"I'm alive!\"";
    private static final String TEST = "{\"route\":\"/test\"}";
    private static final String WELCOME =
            "{\"name\":\"Sluice\",\"openai_base_url\":\"/v1\",\"health\":\"/health/liveliness\",\"metrics\":\"/metrics\"}";

    /** Of a route that needs no key. */
    void answerAnybody(RoutingContext context, RouteMatch.Found found) {
        if (!(found.route().answerer() instanceof Page page) || !answersAnybody(context, page)) {
            throw new IllegalStateException("not for anybody: " + found.route());
        }
    }

    private boolean answersAnybody(RoutingContext context, Page page) {
        switch (page) {
            case ALIVE -> json(context.request(), Buffer.buffer(ALIVE));
            case READY -> {
                context.response().setStatusCode(parts.ready() ? 200 : 503);
                json(context.request(), Buffer.buffer(parts.readiness()));
            }
            case WELCOME -> json(context.request(), Buffer.buffer(WELCOME));
            case QUARKUS -> context.next();
            default -> {
                return false;
            }
        }
        return true;
    }

    void answer(RoutingContext context, RouteMatch.Found found, Caller caller, String id) {
        HttpServerRequest request = context.request();
        switch (found.route().answerer()) {
            case Surface surface when surface == Surface.REALTIME -> realtime.handle(request, caller, id);
            case Surface surface -> {
                // where a call passes through to is said by the route, not by a model in its path
                String said = surface == Surface.PASS_THROUGH ? found.route().path() : found.variable();
                inference.handle(request, caller, id, surface, said);
            }
            case Question question -> desk.handle(request, caller, id, question, found.variable());
            case Page page -> answer(context, page, found.variable(), caller, id);
        }
    }

    private void answer(RoutingContext context, Page page, String variable, Caller caller, String id) {
        HttpServerRequest request = context.request();
        switch (page) {
            case FILE_UPLOAD -> files.upload(request, caller);
            case FILE_DELETE -> files.delete(request, caller, variable);
            case REALTIME_SECRETS -> secrets.handle(request, caller, false);
            case REALTIME_SESSIONS -> secrets.handle(request, caller, true);
            case REALTIME_CALLS -> refuse(request, Refusals.noRealtimeCalls(), page.protocol());
            case FILE_CONTENT -> files.content(request, caller, variable);
            case SETTINGS -> json(request, settings);
            case TEST -> json(request, Buffer.buffer(TEST));
            case GOOGLE_MODEL_LIST -> modelList(request, caller, ModelForm.GOOGLE);
            case MODEL_LIST -> modelList(request, caller, ModelForm.of(request.headers()));
            case GOOGLE_MODEL -> model(request, caller, ModelForm.GOOGLE, variable);
            case MODEL -> model(request, caller, ModelForm.of(request.headers()), variable);
            case BOOKS -> {
                if (OwnKey.mayAsk(caller, request)) {
                    management.answer(context, caller);
                } else {
                    refuse(request, KeyRefusals.otherKey(), page.protocol());
                }
            }
            case HEALTH -> health.handle(request, caller);
            case PARTS -> health.services(request, parts);
            case EXPLAIN -> explain.now(request, caller, id);
            case EXPLAINED -> explain.past(request, caller, variable);
            case NOBODY -> refuse(request, Refusals.notFound(request.method().name(), request.path()), page.protocol());
            case ALIVE, READY, WELCOME, QUARKUS -> answersAnybody(context, page);
        }
    }

    private void modelList(HttpServerRequest request, Caller caller, ModelForm form) {
        boolean wildcards = "true".equals(request.getParam("return_wildcard_routes"));
        json(request, Buffer.buffer(models.list(caller, form, wildcards)));
    }

    private void model(HttpServerRequest request, Caller caller, ModelForm form, String name) {
        byte[] model = models.one(caller, form, name);
        if (model == null) {
            refuse(request, Refusals.noSuchModel(name), form.errors());
        } else {
            json(request, Buffer.buffer(model));
        }
    }

    private static void json(HttpServerRequest request, Buffer body) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return;
        }
        response.putHeader("content-type", "application/json");
        var _ = response.end(body);
        request.resume();
    }

    static void refuse(HttpServerRequest request, Refusal refusal, Protocol protocol) {
        ErrorAnswers.send(request, refusal, protocol);
        request.resume();
    }
}
