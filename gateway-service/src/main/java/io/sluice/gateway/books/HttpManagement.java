package io.sluice.gateway.books;

import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.identity.CallerCodec;
import io.sluice.contracts.routing.ModelChanges;
import io.sluice.contracts.routing.Protocol;
import io.sluice.gateway.errors.ErrorAnswers;
import io.sluice.gateway.errors.Refusal;
import io.sluice.gateway.models.StoredModelsSeen;
import io.sluice.gateway.relay.BodyReader;
import io.sluice.gateway.seam.ServiceAnswer;
import io.sluice.gateway.seam.ServiceClient;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;

/** Forwards management calls to the accounting service, with the caller in a header that clients cannot set. */
public final class HttpManagement implements Management {

    private static final long BODY_LIMIT = 1 << 20;
    private static final long TIMEOUT_MILLIS = 30_000;

    private final ServiceClient books;
    private final StoredModelsSeen seen;

    public HttpManagement(ServiceClient books, StoredModelsSeen seen) {
        this.books = books;
        this.seen = seen;
    }

    @Override
    public void answer(RoutingContext call, Caller caller) {
        HttpServerRequest request = call.request();
        BodyReader.read(
                request,
                BODY_LIMIT,
                (bytes, offset, length) ->
                        forward(request, caller, Buffer.buffer(length).appendBytes(bytes, offset, length)),
                refusal -> ErrorAnswers.send(request, refusal, Protocol.OPENAI_CHAT));
    }

    private void forward(HttpServerRequest request, Caller caller, Buffer body) {
        Map<String, String> headers = new HashMap<>();
        headers.put(CallerCodec.HEADER, CallerCodec.header(caller));
        String type = request.getHeader("content-type");
        if (type != null) {
            headers.put("content-type", type);
        }
        for (String name : new String[] {"litellm-changed-by", "custom-llm-provider"}) {
            String value = request.getHeader(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        books.call(request.method(), request.uri(), headers, body, TIMEOUT_MILLIS)
                .onComplete(result -> {
                    if (result.succeeded()) {
                        String revision = result.result().headers().get(ModelChanges.REVISION_HEADER);
                        if (revision == null) {
                            pass(result.result(), request.response());
                        } else {
                            seen.whenStored(Long.parseLong(revision), () -> pass(result.result(), request.response()));
                        }
                    } else {
                        Refusal away = Refusal.later(
                                503, "internal_server_error", "The accounting service does not answer. Try again.", 2);
                        ErrorAnswers.send(request, away, Protocol.OPENAI_CHAT);
                    }
                });
    }

    private static void pass(ServiceAnswer answer, HttpServerResponse response) {
        if (response.closed()) {
            return;
        }
        response.setStatusCode(answer.status());
        for (String name : new String[] {"content-type", "retry-after", "allow"}) {
            String value = answer.headers().get(name);
            if (value != null) {
                response.putHeader(name, value);
            }
        }
        var _ = response.end(answer.body());
    }
}
