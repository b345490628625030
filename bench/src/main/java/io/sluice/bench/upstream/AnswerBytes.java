package io.sluice.bench.upstream;

import java.nio.charset.StandardCharsets;

/**
 * The bytes of a model's answers, made once.
 *
 * @param start of a stream: head, what comes before content, and the first piece of it
 * @param end of a stream
 * @param endWithUsage the same for who asked for the usage
 */
public record AnswerBytes(byte[] whole, byte[] start, byte[] piece, byte[] end, byte[] endWithUsage) {

    /** Stands once in a whole answer, and once in each piece of a stream. */
    public static final String TOKEN = " token";

    static final String SENTENCE =
            "A small answer with one" + TOKEN + " in it, as long as a sentence of a friendly assistant is.";

    /** @param headers of the provider, each with its line end */
    static byte[] whole(String headers, String json) {
        return bytes("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: " + json.length() + "\r\n"
                + headers + "\r\n" + json);
    }

    static byte[] start(String headers, String events) {
        return bytes(
                "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\ntransfer-encoding: chunked\r\n"
                        + headers + "\r\n" + events);
    }

    static byte[] end(String events) {
        return bytes(events + "0\r\n\r\n");
    }

    static String chunk(String data) {
        return Integer.toHexString(data.length()) + "\r\n" + data + "\r\n";
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
