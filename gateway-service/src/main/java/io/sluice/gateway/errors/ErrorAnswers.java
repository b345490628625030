package io.sluice.gateway.errors;

import io.sluice.contracts.error.ErrorBody;
import io.sluice.contracts.error.ErrorJson;
import io.sluice.contracts.routing.Protocol;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/** Writes refusals. One place, so that every path answers in the same shape. */
public final class ErrorAnswers {

    /** Less than 100,000 bytes. */
    private static final int SHORT_LENGTH_DIGITS = 5;

    private ErrorAnswers() {}

    /** Answers on the event loop of the request. Does nothing when the client has left. */
    public static void send(HttpServerRequest request, Refusal refusal, Protocol protocol) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed() || response.headWritten()) {
            return;
        }
        ErrorBody error = refusal.error();
        response.setStatusCode(error.status());
        response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        refusal.headers().forEach(response::putHeader);
        if (error.shouldRetry() != null) {
            response.putHeader("x-should-retry", error.shouldRetry().toString());
        }
        if (error.retryAfterSeconds() >= 0) {
            response.putHeader("retry-after", Long.toString(error.retryAfterSeconds()));
        }
        if (isLongUnread(request)) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        byte[] json = json(refusal, protocol);
        response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(json.length));
        var _ = response.end(Buffer.buffer(json));
    }

    /** Whether more of the body is to come than one would read only to throw it away. HTTP/2 has no such problem. */
    private static boolean isLongUnread(HttpServerRequest request) {
        if (request.isEnded() || request.version() == HttpVersion.HTTP_2) {
            return false;
        }
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null
                ? request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null
                : length.length() > SHORT_LENGTH_DIGITS;
    }

    /** The body of a refusal. */
    public static byte[] json(Refusal refusal, Protocol protocol) {
        byte[] envelope = ErrorJson.write(refusal.error(), protocol);
        String detail = refusal.detail();
        if (detail == null) {
            return envelope;
        }
        Buffer both = Buffer.buffer("{\"detail\":").appendString(detail);
        if (refusal.detailOnly()) {
            return both.appendString("}").getBytes();
        }
        return both.appendString(",")
                .appendBytes(envelope, 1, envelope.length - 1)
                .getBytes();
    }
}
