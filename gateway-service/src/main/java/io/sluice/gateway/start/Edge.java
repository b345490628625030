package io.sluice.gateway.start;

import io.netty.util.AsciiString;
import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.routing.Protocol;
import io.sluice.gateway.books.Management;
import io.sluice.gateway.desk.DeskEndpoint;
import io.sluice.gateway.desk.Question;
import io.sluice.gateway.errors.ErrorAnswers;
import io.sluice.gateway.errors.Refusal;
import io.sluice.gateway.errors.Refusals;
import io.sluice.gateway.files.FileEndpoint;
import io.sluice.gateway.health.HealthEndpoint;
import io.sluice.gateway.health.Parts;
import io.sluice.gateway.identity.Identified;
import io.sluice.gateway.identity.Identity;
import io.sluice.gateway.identity.OwnKey;
import io.sluice.gateway.models.ModelForm;
import io.sluice.gateway.models.ModelPages;
import io.sluice.gateway.relay.CallIds;
import io.sluice.gateway.relay.ExplainEndpoint;
import io.sluice.gateway.relay.InferenceEndpoint;
import io.sluice.gateway.relay.RealtimeEndpoint;
import io.sluice.gateway.relay.Surface;
import io.sluice.gateway.routes.Permission;
import io.sluice.gateway.routes.Route;
import io.sluice.gateway.routes.RouteMatch;
import io.sluice.gateway.routes.RouteTable;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.Logger;

/**
 * The first handler of every request: route table, identity, and then whoever answers the route. What the table does not name does not
 * exist. Stateless; on the event loop of the request.
 */
public final class Edge implements Handler<RoutingContext> {

    private static final Logger LOG = Logger.getLogger(Edge.class);
    private static final CharSequence REQUEST_ID = AsciiString.cached("x-request-id");
    private static final CharSequence CALL_ID = AsciiString.cached("x-litellm-call-id");
    private static final CharSequence VERSION = AsciiString.cached("x-litellm-version");

    /** The LiteLLM whose behaviour this is. */
    private static final CharSequence COMPATIBLE_VERSION = AsciiString.cached("1.109.1");

    // texts: a buffer cannot be part of a native executable
    private static final String ALIVE = "\"I'm alive!\"";
    private static final String TEST = "{\"route\":\"/test\"}";
    private static final String WELCOME =
            "{\"name\":\"Sluice\",\"openai_base_url\":\"/v1\",\"health\":\"/health/liveliness\",\"metrics\":\"/metrics\"}";

    private final RouteTable routes;
    private final Identity identity;
    private final InferenceEndpoint inference;
    private final RealtimeEndpoint realtime;
    private final DeskEndpoint desk;
    private final ModelPages models;
    private final Management management;
    private final FileEndpoint files;
    private final HealthEndpoint health;
    private final Parts parts;
    private final ExplainEndpoint explain;
    private final Buffer settings;

    /** @param settings the answer of {@code GET /settings} */
    public Edge(
            RouteTable routes,
            Identity identity,
            InferenceEndpoint inference,
            RealtimeEndpoint realtime,
            DeskEndpoint desk,
            ModelPages models,
            Management management,
            FileEndpoint files,
            HealthEndpoint health,
            Parts parts,
            ExplainEndpoint explain,
            Buffer settings) {
        this.routes = routes;
        this.identity = identity;
        this.inference = inference;
        this.realtime = realtime;
        this.desk = desk;
        this.models = models;
        this.management = management;
        this.files = files;
        this.health = health;
        this.parts = parts;
        this.explain = explain;
        this.settings = settings;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        String id = CallIds.next();
        identify(request, id);
        String path = request.path() == null ? "" : request.path();
        switch (routes.match(request.method().name(), path)) {
            case RouteMatch.NotFound ignored ->
                refuse(request, Refusals.notFound(request.method().name(), path));
            case RouteMatch.WrongMethod(String allow) -> refuse(request, Refusals.wrongMethod(allow));
            case RouteMatch.Found found -> {
                if (protocol(found.route(), request) == Protocol.ANTHROPIC_MESSAGES) {
                    // the name that Anthropic's packages show; its own answers bring their own
                    MultiMap headers = request.response().headers();
                    headers.set("request-id", headers.get(REQUEST_ID));
                }
                admit(context, found, id);
            }
        }
    }

    /** Every answer names its call, errors too. */
    private static void identify(HttpServerRequest request, String id) {
        MultiMap sent = request.headers();
        MultiMap headers = request.response().headers();
        String callId = sent.get(CALL_ID);
        String requestId = sent.get(REQUEST_ID);
        String shown = callId == null ? id : CallIds.shown(callId, id);
        headers.set(CALL_ID, shown);
        headers.set(REQUEST_ID, requestId == null ? shown : CallIds.shown(requestId, shown));
        headers.set(VERSION, COMPATIBLE_VERSION);
    }

    private void admit(RoutingContext context, RouteMatch.Found found, String id) {
        if (found.route().requiredPermission() == Permission.PUBLIC) {
            answerAnybody(context, found.route());
            return;
        }
        HttpServerRequest request = context.request();
        Pending pending = new Pending(context, found, id);
        identity.identify(request, found.route(), pending::identified);
        if (!pending.answered) {
            // nothing of the body may be lost while the directory is asked
            request.pause();
        }
    }

    /** A request between its arrival and the answer of {@link Identity}. */
    private final class Pending {

        private final RoutingContext context;
        private final RouteMatch.Found found;
        private final String id;
        private boolean answered;

        Pending(RoutingContext context, RouteMatch.Found found, String id) {
            this.context = context;
            this.found = found;
            this.id = id;
        }

        void identified(Identified result) {
            answered = true;
            try {
                switch (result) {
                    case Identified.Known(Caller caller) -> answer(context, found, caller, id);
                    case Identified.Refused(Refusal refusal) ->
                        refuse(context.request(), refusal, protocol(found.route(), context.request()));
                }
            } catch (RuntimeException e) {
                fail(context, id, e, protocol(found.route(), context.request()));
            }
        }
    }

    private void answerAnybody(RoutingContext context, Route route) {
        switch (route.answerer()) {
            case ALIVE -> json(context.request(), Buffer.buffer(ALIVE));
            case READY -> {
                context.response().setStatusCode(parts.ready() ? 200 : 503);
                json(context.request(), Buffer.buffer(parts.readiness()));
            }
            case WELCOME -> json(context.request(), Buffer.buffer(WELCOME));
            case QUARKUS -> context.next();
            default -> throw new IllegalStateException("not for anybody: " + route);
        }
    }

    private void answer(RoutingContext context, RouteMatch.Found found, Caller caller, String id) {
        HttpServerRequest request = context.request();
        switch (found.route().answerer()) {
            case CHAT,
                    COMPLETIONS,
                    EMBEDDINGS,
                    GENERATE_CONTENT,
                    GENERATE_CONTENT_STREAM,
                    IMAGES,
                    IMAGE_EDITS,
                    IMAGE_VARIATIONS,
                    MESSAGES,
                    MODERATIONS,
                    RERANK,
                    RESPONSES,
                    RESPONSES_COMPACT,
                    SPEECH,
                    TRANSCRIPTIONS,
                    TRANSLATIONS -> inference.handle(request, caller, id, surface(found.route()), found.variable());
            case REALTIME -> realtime.handle(request, caller, id);
            case PASS_THROUGH ->
                inference.handle(
                        request, caller, id, Surface.PASS_THROUGH, found.route().path());
            case COUNT_CONTENTS,
                    COUNT_INPUT,
                    COUNT_MESSAGES,
                    GROUP_INFO,
                    MODEL_INFO,
                    SPEND_CALCULATE,
                    SUPPORTED_PARAMS,
                    TOKEN_COUNTER,
                    TRANSFORM_REQUEST -> desk.handle(request, caller, id, question(found.route()), found.variable());
            case FILE_UPLOAD -> files.upload(request, caller);
            case FILE_CONTENT -> files.content(request, caller, found.variable());
            case SETTINGS -> json(request, settings);
            case TEST -> json(request, Buffer.buffer(TEST));
            case GOOGLE_MODEL_LIST -> modelList(request, caller, ModelForm.GOOGLE);
            case MODEL_LIST -> modelList(request, caller, ModelForm.of(request.headers()));
            case GOOGLE_MODEL -> model(request, caller, ModelForm.GOOGLE, found.variable());
            case MODEL -> model(request, caller, ModelForm.of(request.headers()), found.variable());
            case BOOKS -> {
                if (OwnKey.mayAsk(caller, request)) {
                    management.answer(context, caller);
                } else {
                    refuse(request, Refusals.otherKey());
                }
            }
            case HEALTH -> health.handle(request, caller);
            case PARTS -> health.services(request, parts);
            case EXPLAIN -> explain.now(request, caller, id);
            case EXPLAINED -> explain.past(request, caller, found.variable());
            case NOBODY -> refuse(request, Refusals.notFound(request.method().name(), request.path()));
            case QUARKUS -> context.next();
            case ALIVE, READY, WELCOME -> answerAnybody(context, found.route());
        }
    }

    private void modelList(HttpServerRequest request, Caller caller, ModelForm form) {
        boolean wildcards = "true".equals(request.getParam("return_wildcard_routes"));
        json(request, Buffer.buffer(models.list(caller, form, wildcards)));
    }

    private void model(HttpServerRequest request, Caller caller, ModelForm form, String name) {
        byte[] model = models.one(caller, form, name);
        if (model == null) {
            Refusal unknown = Refusals.noSuchModel(name);
            boolean openAis = form.errors() == Protocol.OPENAI_CHAT;
            refuse(request, openAis ? unknown.toldAsText(unknown.error().message()) : unknown, form.errors());
        } else {
            json(request, Buffer.buffer(model));
        }
    }

    /** Surfaces are named as the answerers of their routes. */
    private static Surface surface(Route route) {
        return Surface.valueOf(route.answerer().name());
    }

    /** Questions are named as the answerers of their routes. */
    private static Question question(Route route) {
        return Question.valueOf(route.answerer().name());
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

    private static void refuse(HttpServerRequest request, Refusal refusal) {
        refuse(request, refusal, Protocol.OPENAI_CHAT);
    }

    private static void refuse(HttpServerRequest request, Refusal refusal, Protocol protocol) {
        ErrorAnswers.send(request, refusal, protocol);
        request.resume();
    }

    /** Each client finds errors in the shape of its own protocol, those of its key too. */
    private static Protocol protocol(Route route, HttpServerRequest request) {
        return switch (route.answerer()) {
            case COUNT_MESSAGES, MESSAGES -> Protocol.ANTHROPIC_MESSAGES;
            case COUNT_CONTENTS, GENERATE_CONTENT, GENERATE_CONTENT_STREAM, GOOGLE_MODEL, GOOGLE_MODEL_LIST ->
                Protocol.GEMINI_GENERATE;
            case MODEL, MODEL_LIST -> ModelForm.of(request.headers()).errors();
            default -> Protocol.OPENAI_CHAT;
        };
    }

    /** A fault of ours: the text goes to the log, not to the client. */
    private static void fail(RoutingContext context, String id, RuntimeException fault, Protocol protocol) {
        LOG.errorf(fault, "call %s failed in the gateway", id);
        refuse(
                context.request(),
                Refusal.of(500, "internal_server_error", "Internal error of the gateway; call id " + id + '.'),
                protocol);
    }
}
