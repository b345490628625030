package io.sluice.simulator.exchange;

import io.netty.channel.ChannelOption;
import io.sluice.simulator.faults.Fault;
import io.sluice.simulator.faults.Shape;
import io.sluice.simulator.journal.Outcome;
import io.sluice.simulator.journal.Usage;
import io.sluice.simulator.journal.Visit;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

/** Writes one answer as its {@link Shape} says and tells the journal how it went. Runs on the call's event loop. */
public final class Delivery {

    private static final String HTML =
            "<!DOCTYPE html>\n<html><head><title>Welcome</title></head><body><h1>It works!</h1></body></html>\n";

    /** RFC 9113, 7: a reset without an error is taken for an end by some clients. */
    private static final long INTERNAL_ERROR = 2;

    private static final int AT_ONCE = 64 * 1024;

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Visit visit;
    private final Shape shape;
    private boolean over;

    public Delivery(Vertx vertx, HttpServerRequest request, Visit visit, Shape shape) {
        this.vertx = vertx;
        this.request = request;
        this.response = request.response();
        this.visit = visit;
        this.shape = shape;
    }

    /** Sends {@code reply}, now or when the first token is due. */
    public void send(Reply reply) {
        visit.willSuffer(shape.faultName());
        if (shape.fault() == Fault.STALL) {
            return;
        }
        long wait = shape.firstToken().sample(visit.number());
        if (wait > 0) {
            visit.sent(0, input(reply));
            vertx.setTimer(wait, timer -> start(reply));
        } else {
            start(reply);
        }
    }

    private void start(Reply reply) {
        if (gone()) {
            return;
        }
        if (shape.fault() == Fault.RESET_BEFORE) {
            reset();
            return;
        }
        Reply sent = replaced(reply);
        visit.answering(sent.status(), sent.usage());
        response.setStatusCode(sent.status());
        response.headers().addAll(sent.headers());
        if (shape.fault() == Fault.RESET_AFTER) {
            response.setChunked(true);
            visit.sent(0, input(reply));
            response.write(Buffer.buffer()).onComplete(written -> reset());
            return;
        }
        switch (sent) {
            case Reply.Whole whole -> new WholeWriter(this, whole).start();
            case Reply.Stream stream -> new StreamWriter(this, stream).start();
        }
    }

    private Reply replaced(Reply reply) {
        if (reply.status() >= 400) {
            return reply;
        }
        return switch (shape.fault()) {
            case HTML -> whole("text/html", HTML);
            case EMPTY -> whole("application/json", "");
            case GARBAGE ->
                reply instanceof Reply.Stream
                        ? reply
                        : whole("application/json", "{\"id\":\"garbage\",\"choices\":[{\"message\":{\"content\":\"wat");
            default -> reply;
        };
    }

    private static Reply whole(String type, String body) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("content-type", type);
        return new Reply.Whole(200, headers, Buffer.buffer(body), null, Usage.NONE);
    }

    private static Usage input(Reply reply) {
        return switch (reply) {
            case Reply.Whole whole -> whole.produced().producing(0);
            case Reply.Stream stream -> stream.input();
        };
    }

    /** Whether nothing can be sent any more. */
    boolean gone() {
        return over || response.closed() || response.ended();
    }

    /** Ends the answer as it should be. */
    void complete() {
        complete(Buffer.buffer());
    }

    /**
     * Ends the answer as it should be, with {@code body} as the last of it. What fits the connection's queue counts as
     * delivered before it is written: a client that has its answer must find it in the journal as completed. A longer
     * answer is completed when it is written.
     */
    void complete(Buffer body) {
        over = true;
        if (body.length() <= AT_ONCE && !response.writeQueueFull()) {
            visit.end(Outcome.COMPLETED);
        }
        Future<Void> ended = body.length() == 0 ? response.end() : response.end(body);
        ended.onComplete(written -> visit.end(written.succeeded() ? Outcome.COMPLETED : Outcome.ABORTED_BY_CLIENT));
    }

    /** Closes the connection in the middle of the answer. */
    void breakOff() {
        over = true;
        visit.end(Outcome.FAULTED);
        if (request.version() == HttpVersion.HTTP_2) {
            response.reset(INTERNAL_ERROR);
        } else {
            request.connection().close();
        }
    }

    /** Resets the connection: linger 0 makes the close an RST. */
    void reset() {
        over = true;
        visit.end(Outcome.FAULTED);
        if (request.version() == HttpVersion.HTTP_2) {
            response.reset(INTERNAL_ERROR);
        } else if (request.connection() instanceof ConnectionBase connection) {
            connection.channel().config().setOption(ChannelOption.SO_LINGER, 0);
            connection.close();
        }
    }

    /** Runs {@code next} after a pause, unless there is nothing left to say it to; a pause of 0 lets other work go first. */
    void later(long millis, Runnable next) {
        if (millis > 0) {
            vertx.setTimer(millis, timer -> unlessGone(next));
        } else {
            vertx.runOnContext(turn -> unlessGone(next));
        }
    }

    private void unlessGone(Runnable next) {
        if (!gone()) {
            next.run();
        }
    }

    HttpServerResponse response() {
        return response;
    }

    Visit visit() {
        return visit;
    }

    Shape shape() {
        return shape;
    }
}
