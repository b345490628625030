package io.sluice.simulator.exchange;

import io.vertx.core.buffer.Buffer;

/** Writes an answer in one piece, with the faults that its bytes can have. */
final class WholeWriter {

    private final Delivery delivery;
    private final Reply.Whole reply;

    WholeWriter(Delivery delivery, Reply.Whole reply) {
        this.delivery = delivery;
        this.reply = reply;
    }

    void start() {
        Buffer body = reply.body();
        switch (delivery.shape().fault()) {
            case SLOW_LORIS -> {
                announce(body);
                drip(0);
            }
            case TRUNCATE -> part(body, delivery::breakOff);
            case RESET_MID -> part(body, delivery::reset);
            default -> {
                delivery.visit().sent(body.length(), reply.produced());
                delivery.complete(body);
            }
        }
    }

    private void part(Buffer body, Runnable then) {
        int bytes = (int) Math.min(delivery.shape().at(body.length() / 2), body.length());
        announce(body);
        delivery.visit().sent(bytes, reply.produced());
        delivery.response().write(body.slice(0, bytes)).onComplete(written -> then.run());
    }

    private void announce(Buffer body) {
        delivery.response().putHeader("content-length", Integer.toString(body.length()));
    }

    private void drip(int at) {
        Buffer body = reply.body();
        if (at == body.length()) {
            delivery.complete();
            return;
        }
        delivery.visit().sent(1, reply.produced());
        delivery.response().write(body.slice(at, at + 1));
        delivery.later(delivery.shape().intervalMillis(), () -> drip(at + 1));
    }
}
