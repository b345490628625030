package io.sluice.bench.upstream;

import static io.sluice.bench.upstream.AnswerBytes.bytes;
import static io.sluice.bench.upstream.AnswerBytes.chunk;

/** Objects, events and headers as api.anthropic.com sends them (platform.claude.com/docs/en/build-with-claude/streaming, seen 2026-11-26). */
final class AnthropicAnswers {

    private static final String HEADERS = "anthropic-organization-id: bench\r\n"
            + "anthropic-ratelimit-requests-limit: 4000\r\n"
            + "anthropic-ratelimit-requests-remaining: 3999\r\n"
            + "anthropic-ratelimit-requests-reset: 2026-11-26T00:00:00Z\r\n"
            + "anthropic-ratelimit-tokens-limit: 400000\r\n"
            + "anthropic-ratelimit-tokens-remaining: 399000\r\n"
            + "anthropic-ratelimit-tokens-reset: 2026-11-26T00:00:00Z\r\n"
            + "request-id: req_011CBenchBenchBenchBench\r\n";

    private AnthropicAnswers() {}

    static AnswerBytes of(Model model) {
        String json =
                message(model, "[{\"type\":\"text\",\"text\":\"" + AnswerBytes.SENTENCE + "\"}]", "\"end_turn\"", 20);
        String first = event("message_start", "\"message\":" + message(model, "[]", "null", 1))
                + event("content_block_start", "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}");
        String piece = event(
                "content_block_delta",
                "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"" + AnswerBytes.TOKEN + "\"}");
        byte[] end = AnswerBytes.end(event("content_block_stop", "\"index\":0")
                + event(
                        "message_delta",
                        "\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":"
                                + Model.PIECES + "}")
                + chunk("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"));
        return new AnswerBytes(
                AnswerBytes.whole(HEADERS, json), AnswerBytes.start(HEADERS, first + piece), bytes(piece), end, end);
    }

    private static String message(Model model, String content, String reason, int output) {
        return "{\"id\":\"msg_01BenchBenchBenchBenchBench\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\""
                + model.id() + "\",\"content\":" + content + ",\"stop_reason\":" + reason
                + ",\"stop_sequence\":null,\"usage\":{\"input_tokens\":200,\"cache_creation_input_tokens\":0,"
                + "\"cache_read_input_tokens\":0,\"output_tokens\":" + output + ",\"service_tier\":\"standard\"}}";
    }

    private static String event(String type, String members) {
        return chunk("event: " + type + "\ndata: {\"type\":\"" + type + "\"," + members + "}\n\n");
    }
}
