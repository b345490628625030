package io.sluice.simulator.exchange;

import io.sluice.simulator.faults.Fault;
import io.sluice.simulator.faults.Shape;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** Writes an answer frame by frame: at the shape's pace, never faster than the client reads, and as broken as ordered. */
final class StreamWriter {

    private final Delivery delivery;
    private final Reply.Stream reply;
    private final Shape shape;
    private final HttpServerResponse response;
    private long frames;
    private long bytes;
    private long produced;

    StreamWriter(Delivery delivery, Reply.Stream reply) {
        this.delivery = delivery;
        this.reply = reply;
        this.shape = delivery.shape();
        this.response = delivery.response();
    }

    void start() {
        response.setChunked(true);
        delivery.visit().sent(0, reply.input());
        pump();
    }

    private void pump() {
        while (!delivery.gone()) {
            if (strikes()) {
                return;
            }
            if (!reply.frames().hasNext()) {
                delivery.complete();
                return;
            }
            Frame frame = reply.frames().next();
            if (shape.fault() == Fault.SLOW_LORIS) {
                drip(frame, 0);
                return;
            }
            if (shape.fault() == Fault.TRUNCATE && bytes + frame.bytes().length() > shape.at(0)) {
                truncate(frame);
                return;
            }
            write(frame.bytes(), frame.produced());
            frames++;
            if (shape.chunkMillis() > 0 && reply.frames().hasNext()) {
                delivery.later(shape.chunkMillis(), this::pump);
                return;
            }
            if (response.writeQueueFull()) {
                response.drainHandler(drained -> pump());
                return;
            }
        }
    }

    /** Whether a fault that comes between two frames took the stream over. */
    private boolean strikes() {
        if (frames != shape.at(1)) {
            return false;
        }
        return switch (shape.fault()) {
            case RESET_MID -> {
                response.write(Buffer.buffer()).onComplete(written -> delivery.reset());
                yield true;
            }
            case ERROR_EVENT -> {
                write(reply.error(), -1);
                delivery.complete();
                yield true;
            }
            case GARBAGE -> {
                write(reply.garbage(), -1);
                frames++;
                yield false;
            }
            default -> false;
        };
    }

    private void truncate(Frame frame) {
        int rest = (int) Math.max(0, shape.at(0) - bytes);
        delivery.visit().sent(rest, reply.input().producing(frame.produced()));
        response.write(frame.bytes().slice(0, rest)).onComplete(written -> delivery.breakOff());
    }

    private void drip(Frame frame, int at) {
        if (at == frame.bytes().length()) {
            pump();
            return;
        }
        write(frame.bytes().slice(at, at + 1), frame.produced());
        delivery.later(shape.intervalMillis(), () -> drip(frame, at + 1));
    }

    private void write(Buffer content, long tokens) {
        bytes += content.length();
        produced = tokens < 0 ? produced : tokens;
        delivery.visit().sent(content.length(), reply.input().producing(produced));
        response.write(content);
    }
}
