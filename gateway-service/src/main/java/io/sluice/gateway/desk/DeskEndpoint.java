package io.sluice.gateway.desk;

import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.routing.BodyScan;
import io.sluice.contracts.routing.ModelDesk;
import io.sluice.contracts.routing.PassThrough;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.gateway.errors.ErrorAnswers;
import io.sluice.gateway.errors.Refusal;
import io.sluice.gateway.files.CallFiles;
import io.sluice.gateway.files.FileIds;
import io.sluice.gateway.models.Models;
import io.sluice.gateway.models.NamedModel;
import io.sluice.gateway.relay.BodyReader;
import io.sluice.gateway.relay.ClientHeaders;
import io.sluice.gateway.routes.Question;
import io.sluice.gateway.scan.BodyScanner;
import io.sluice.gateway.scan.ScanException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.ByteBuffer;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Takes questions about models to the router. A question that names a model is for those who may use it. Stateless; on the event loop of the
 * request.
 */
public final class DeskEndpoint {

    private static final Logger LOG = Logger.getLogger(DeskEndpoint.class);

    private final ModelDesk desk;
    private final Models models;
    private final CallFiles files;
    private final long bodyLimit;

    /** @param bodyLimit bytes */
    public DeskEndpoint(ModelDesk desk, Models models, CallFiles files, long bodyLimit) {
        this.desk = desk;
        this.models = models;
        this.files = files;
        this.bodyLimit = bodyLimit;
    }

    /** @param pathModel model that the path names; empty when the body has to, or none is needed */
    public void handle(
            HttpServerRequest request, Caller caller, String requestId, Question question, String pathModel) {
        BodyReader.read(
                request,
                bodyLimit,
                (bytes, offset, length) -> {
                    try {
                        ask(request, caller, requestId, question, pathModel, bytes, offset, length);
                    } catch (ScanException e) {
                        refuse(request, e.refusal(), question.protocol());
                    }
                },
                refusal -> refuse(request, refusal, question.protocol()));
    }

    private void ask(
            HttpServerRequest request,
            Caller caller,
            String requestId,
            Question question,
            String pathModel,
            byte[] bytes,
            int offset,
            int length) {
        BodyScan scan = BodyScanner.scan(bytes, offset, length, question.route(), question.required());
        String named = scan.model();
        String requested = !pathModel.isEmpty() ? pathModel : named == null ? "" : named;
        if (question.ofModel()) {
            switch (NamedModel.of(models.index(), caller, requested)) {
                case NamedModel.NotOffered unknown
                when !question.configuredOnly() && !PassThrough.isGroup(unknown.model()) -> {}
                case NamedModel.Refused refused -> {
                    refuse(request, refused.refusal(question.route()), question.protocol());
                    return;
                }
                case NamedModel.Offered _ -> {}
            }
        }
        RouteRequest asked = new RouteRequest(
                requestId,
                question.protocol(),
                caller,
                caller.model(requested),
                requested,
                scan,
                ByteBuffer.wrap(bytes, offset, length).slice(),
                -1,
                Long.MAX_VALUE,
                -1,
                ClientHeaders.withPathOf(request),
                null,
                List.of());
        files.check(
                caller,
                FileIds.inJson(bytes, offset, offset + length),
                why -> why.ifPresentOrElse(
                        refusal -> refuse(request, refusal, question.protocol()), () -> ask(request, question, asked)));
    }

    private void ask(HttpServerRequest request, Question question, RouteRequest asked) {
        Context here = Vertx.currentContext();
        var _ = desk.ask(question.topic(), asked)
                .whenComplete((reply, fault) ->
                        here.runOnContext(ignored -> answer(request, reply, fault, question.protocol())));
    }

    private static void answer(
            HttpServerRequest request,
            ModelDesk.@org.jspecify.annotations.Nullable Reply reply,
            @org.jspecify.annotations.Nullable Throwable fault,
            Protocol protocol) {
        if (reply == null) {
            LOG.warnf("a question about models was not answered: %s", fault);
            refuse(request, Refusal.later(503, "service_unavailable", "The router does not answer.", 1), protocol);
            return;
        }
        HttpServerResponse response = request.response();
        if (!response.closed() && !response.ended()) {
            response.setStatusCode(reply.status()).putHeader("content-type", "application/json");
            var _ = response.end(Buffer.buffer(reply.json()));
        }
    }

    private static void refuse(HttpServerRequest request, Refusal refusal, Protocol protocol) {
        ErrorAnswers.send(request, refusal, protocol);
    }
}
