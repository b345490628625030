package io.sluice.gateway.relay;

import io.netty.buffer.ByteBuf;
import io.sluice.gateway.errors.Refusal;
import io.sluice.gateway.errors.Refusals;
import io.sluice.gateway.form.Form;
import io.sluice.gateway.form.FormReader;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects a request body, and counts while it comes. A body that arrives in one piece, which is the rule for small ones, is not copied.
 * On the event loop of the request; resumes a paused request.
 */
public final class BodyReader {

    private static final byte[] NOTHING = {};

    /** Room for a body of this length is made when it is announced; for a longer one when a part of it is there, so that a large body is held once. */
    private static final int BELIEVED = 256 * 1024;

    private static final int BELIEVED_AFTER = 8;

    /** Receives the whole body. */
    @FunctionalInterface
    public interface Receiver {
        void body(byte[] bytes, int offset, int length);
    }

    private final long limit;
    private final Receiver receiver;
    private final Consumer<Refusal> refused;
    private @Nullable Buffer collected;
    private final long declared;
    private boolean copied;
    private boolean roomForAll;
    private boolean over;

    private BodyReader(long limit, long declared, Receiver receiver, Consumer<Refusal> refused) {
        this.limit = limit;
        this.declared = declared;
        this.receiver = receiver;
        this.refused = refused;
    }

    /** One of the two is called, once; none when the client leaves before the end. A form is read as nothing. */
    public static void read(HttpServerRequest request, long limit, Receiver receiver, Consumer<Refusal> refused) {
        readAny(request, limit, isForm(request) ? withoutForm(receiver) : receiver, refused);
    }

    /** The same, whatever the body is. */
    public static void readAny(HttpServerRequest request, long limit, Receiver receiver, Consumer<Refusal> refused) {
        if (!isAwaited(request, limit, refused)) {
            return;
        }
        BodyReader reader = new BodyReader(limit, declaredLength(request), receiver, refused);
        request.handler(reader::chunk);
        request.endHandler(ignored -> reader.end());
        request.exceptionHandler(ignored -> reader.over = true);
        request.resume();
    }

    /** The same for a form with files: {@link FormReader}. */
    public static void readForm(
            HttpServerRequest request, long limit, Consumer<Form> receiver, Consumer<Refusal> refused) {
        if (isAwaited(request, limit, refused)) {
            FormReader.read(request, limit, receiver, refused);
        }
    }

    /** Whether the head announces a body that is taken; a client that asks before it sends one is told to. */
    private static boolean isAwaited(HttpServerRequest request, long limit, Consumer<Refusal> refused) {
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            refused.accept(Refusals.encodedBody(encoding));
            return false;
        }
        if (declaredLength(request) > limit) {
            refused.accept(Refusals.tooLarge(limit));
            return false;
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            var _ = request.response().writeContinue();
        }
        return true;
    }

    private static long declaredLength(HttpServerRequest request) {
        String declared = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (declared == null || declared.length() > 18) {
            return declared == null ? -1 : Long.MAX_VALUE;
        }
        try {
            return Long.parseLong(declared);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    /** LiteLLM reads a form as an object without the members that it needs. */
    private static Receiver withoutForm(Receiver receiver) {
        return (bytes, offset, length) -> receiver.body(NOTHING, 0, 0);
    }

    private static boolean isForm(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (type == null || type.startsWith("application/json")) {
            return false;
        }
        String lower = type.toLowerCase(Locale.ROOT);
        return lower.startsWith("application/x-www-form-urlencoded") || lower.startsWith("multipart/");
    }

    private void chunk(Buffer piece) {
        if (over) {
            return;
        }
        Buffer soFar = collected;
        if ((soFar == null ? 0L : soFar.length()) + piece.length() > limit) {
            over = true;
            collected = null;
            refused.accept(Refusals.tooLarge(limit));
            return;
        }
        if (soFar == null) {
            collected = piece;
            return;
        }
        int length = soFar.length() + piece.length();
        if (!roomForAll && declared >= length && (declared <= BELIEVED || length > declared / BELIEVED_AFTER)) {
            roomForAll = true;
            copied = true;
            collected = Buffer.buffer((int) declared).appendBuffer(soFar).appendBuffer(piece);
        } else if (copied) {
            soFar.appendBuffer(piece);
        } else {
            copied = true;
            collected = Buffer.buffer(length * 4).appendBuffer(soFar).appendBuffer(piece);
        }
    }

    private void end() {
        if (over) {
            return;
        }
        over = true;
        Buffer whole = collected;
        if (whole == null) {
            receiver.body(NOTHING, 0, 0);
            return;
        }
        ByteBuf bytes = whole.getByteBuf();
        if (bytes.hasArray()) {
            receiver.body(bytes.array(), bytes.arrayOffset() + bytes.readerIndex(), bytes.readableBytes());
        } else {
            receiver.body(whole.getBytes(), 0, whole.length());
        }
    }
}
