package io.sluice.router.seam;

import io.sluice.contracts.routing.RouteCodec;
import io.sluice.contracts.routing.RouteRequest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;

/** A call as a gateway sends it: what is known of it in a header, the client's body as it came. */
final class CallBody {

    private CallBody() {}

    /** Hands the call over when it is there. Without a readable header, which only a gateway of another version sends, the answer is a 400. */
    static void read(RoutingContext context, Consumer<RouteRequest> receiver) {
        HttpServerRequest http = context.request();
        Buffer body = Buffer.buffer(length(http));
        http.handler(body::appendBuffer);
        http.endHandler(ended -> {
            RouteRequest call;
            try {
                call = RouteCodec.request(
                        http.getHeader(RouteCodec.CALL_HEADER),
                        body.getByteBuf().nioBuffer());
            } catch (RuntimeException unreadable) {
                http.response()
                        .setStatusCode(400)
                        .putHeader("content-type", "text/plain")
                        .end("the header " + RouteCodec.CALL_HEADER + " is missing or cannot be read");
                return;
            }
            try {
                receiver.accept(call);
            } catch (RuntimeException fault) {
                context.fail(fault);
            }
        });
        http.resume(); // Quarkus hands requests over paused
    }

    /** What the gateway announces, which has counted it: room for all at once, so that a large body is held once. */
    private static int length(HttpServerRequest http) {
        try {
            return Integer.parseUnsignedInt(http.getHeader(HttpHeaders.CONTENT_LENGTH));
        } catch (NumberFormatException notSaid) {
            return 0;
        }
    }
}
