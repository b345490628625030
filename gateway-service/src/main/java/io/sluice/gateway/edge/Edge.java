package io.sluice.gateway.edge;

import io.netty.util.AsciiString;
import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.routing.Protocol;
import io.sluice.gateway.errors.Refusal;
import io.sluice.gateway.errors.Refusals;
import io.sluice.gateway.identity.Identified;
import io.sluice.gateway.identity.Identity;
import io.sluice.gateway.models.ModelForm;
import io.sluice.gateway.relay.CallIds;
import io.sluice.gateway.routes.Answerer;
import io.sluice.gateway.routes.Page;
import io.sluice.gateway.routes.Permission;
import io.sluice.gateway.routes.Route;
import io.sluice.gateway.routes.RouteMatch;
import io.sluice.gateway.routes.RouteTable;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
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

    private final RouteTable routes;
    private final Identity identity;
    private final Endpoints endpoints;

    public Edge(RouteTable routes, Identity identity, Endpoints endpoints) {
        this.routes = routes;
        this.identity = identity;
        this.endpoints = endpoints;
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
            endpoints.answerAnybody(context, found);
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
                    case Identified.Known(Caller caller) -> endpoints.answer(context, found, caller, id);
                    case Identified.Refused(Refusal refusal) ->
                        Endpoints.refuse(context.request(), refusal, protocol(found.route(), context.request()));
                }
            } catch (RuntimeException e) {
                fail(context, id, e, protocol(found.route(), context.request()));
            }
        }
    }

    private static void refuse(HttpServerRequest request, Refusal refusal) {
        Endpoints.refuse(request, refusal, Protocol.OPENAI_CHAT);
    }

    /** Each client finds errors in the shape of its own protocol, those of its key too. Who asks for models is told by headers. */
    private static Protocol protocol(Route route, HttpServerRequest request) {
        Answerer answerer = route.answerer();
        return answerer == Page.MODEL || answerer == Page.MODEL_LIST
                ? ModelForm.of(request.headers()).errors()
                : answerer.protocol();
    }

    /** A fault of ours: the text goes to the log, not to the client. */
    private static void fail(RoutingContext context, String id, RuntimeException fault, Protocol protocol) {
        LOG.errorf(fault, "call %s failed in the gateway", id);
        Endpoints.refuse(
                context.request(),
                Refusal.of(500, "internal_server_error", "Internal error of the gateway; call id " + id + '.'),
                protocol);
    }
}
