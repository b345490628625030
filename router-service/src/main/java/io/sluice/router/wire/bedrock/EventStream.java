package io.sluice.router.wire.bedrock;

import java.nio.ByteBuffer;
import software.amazon.awssdk.eventstream.HeaderValue;
import software.amazon.awssdk.eventstream.Message;
import software.amazon.awssdk.eventstream.MessageDecoder;

/**
 * Cuts {@code application/vnd.amazon.eventstream} into its messages, however it is chopped:
 * docs.aws.amazon.com/transcribe/latest/dg/event-stream.html. Not thread-safe.
 */
final class EventStream {

    private final Receiver receiver;
    private final MessageDecoder decoder;

    /** @see #feed */
    interface Receiver {

        void event(String type, byte[] payload);

        /** The service broke off. */
        void exception(String type, byte[] payload);
    }

    EventStream(Receiver receiver) {
        this.receiver = receiver;
        this.decoder = new MessageDecoder(this::message);
    }

    /** @throws RuntimeException when a check sum does not fit */
    void feed(ByteBuffer bytes) {
        decoder.feed(bytes);
    }

    private void message(Message message) {
        if (text(message, ":message-type").equals("event")) {
            receiver.event(text(message, ":event-type"), message.getPayload());
        } else {
            String type = text(message, ":exception-type");
            receiver.exception(type.isEmpty() ? text(message, ":error-code") : type, message.getPayload());
        }
    }

    private static String text(Message message, String header) {
        HeaderValue value = message.getHeaders().get(header);
        return value == null ? "" : value.getString();
    }
}
