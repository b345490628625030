package io.sluice.bench.upstream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of the answers, made once: objects, events and headers as api.openai.com sends them (platform.openai.com/docs/api-reference/chat,
 * seen 2026-11-24).
 */
public final class AnswerBytes {

    /** Stands once in a whole answer, and once in each piece of a stream. */
    public static final String TOKEN = " token";

    private static final String HEADERS = "openai-organization: bench\r\n"
            + "openai-processing-ms: 7\r\n"
            + "openai-version: 2020-10-01\r\n"
            + "x-ratelimit-limit-requests: 10000\r\n"
            + "x-ratelimit-limit-tokens: 30000000\r\n"
            + "x-ratelimit-remaining-requests: 9999\r\n"
            + "x-ratelimit-remaining-tokens: 29999742\r\n"
            + "x-ratelimit-reset-requests: 6ms\r\n"
            + "x-ratelimit-reset-tokens: 0s\r\n"
            + "x-request-id: req_5f1e0ac1d2b34e7a9c8d7e6f5a4b3c2d\r\n\r\n";

    private final byte[] whole;
    private final byte[] start;
    private final byte[] piece;
    private final byte[] finish;
    private final byte[] usage;
    private final byte[] end;

    public AnswerBytes(Model model) {
        String json =
                "{\"id\":\"chatcmpl-BenchBenchBenchBenchBenchBench\",\"object\":\"chat.completion\",\"created\":1764000000,"
                        + "\"model\":\"" + model.id()
                        + "\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":"
                        + "\"A small answer with one" + TOKEN
                        + " in it, as long as a sentence of a friendly assistant is.\","
                        + "\"refusal\":null,\"annotations\":[]},\"logprobs\":null,\"finish_reason\":\"stop\"}],"
                        + "\"usage\":" + usageObject(20)
                        + ",\"service_tier\":\"default\",\"system_fingerprint\":\"fp_bench\"}";
        whole = bytes("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: " + json.length() + "\r\n"
                + HEADERS + json);
        start = bytes(
                "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\ntransfer-encoding: chunked\r\n"
                        + HEADERS + event(model, "{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", "null"));
        piece = bytes(event(model, "{\"content\":\"" + TOKEN + "\"}", "null"));
        finish = bytes(event(model, "{}", "\"stop\""));
        usage = bytes(
                chunk("data: " + envelope(model) + "\"choices\":[],\"usage\":" + usageObject(Model.PIECES) + "}\n\n"));
        end = bytes(chunk("data: [DONE]\n\n") + "0\r\n\r\n");
    }

    private static String usageObject(int output) {
        return "{\"prompt_tokens\":200,\"completion_tokens\":" + output + ",\"total_tokens\":" + (200 + output)
                + ",\"prompt_tokens_details\":{\"cached_tokens\":0,\"audio_tokens\":0},\"completion_tokens_details\":"
                + "{\"reasoning_tokens\":0,\"audio_tokens\":0,\"accepted_prediction_tokens\":0,\"rejected_prediction_tokens\":0}}";
    }

    private static String envelope(Model model) {
        return "{\"id\":\"chatcmpl-BenchBenchBenchBenchBenchBench\",\"object\":\"chat.completion.chunk\",\"created\":1764000000,"
                + "\"model\":\"" + model.id() + "\",\"service_tier\":\"default\",\"system_fingerprint\":\"fp_bench\",";
    }

    private static String event(Model model, String delta, String reason) {
        return chunk("data: " + envelope(model) + "\"choices\":[{\"index\":0,\"delta\":" + delta
                + ",\"logprobs\":null,\"finish_reason\":" + reason + "}]}\n\n");
    }

    private static String chunk(String data) {
        return Integer.toHexString(data.length()) + "\r\n" + data + "\r\n";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    ByteBuffer whole() {
        return ByteBuffer.wrap(whole);
    }

    /** Head, role and the first piece of content. */
    ByteBuffer start() {
        return joined(start, piece);
    }

    ByteBuffer piece() {
        return ByteBuffer.wrap(piece);
    }

    ByteBuffer end(boolean withUsage) {
        return withUsage ? joined(finish, usage, end) : joined(finish, end);
    }

    private static ByteBuffer joined(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer joined = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            joined.put(part);
        }
        return joined.flip();
    }
}
