package io.sluice.bench.upstream;

import static io.sluice.bench.upstream.AnswerBytes.bytes;
import static io.sluice.bench.upstream.AnswerBytes.chunk;

/** Objects, events and headers as api.openai.com sends them (platform.openai.com/docs/api-reference/chat, seen 2026-11-24). */
final class OpenAiAnswers {

    private static final String HEADERS = "openai-organization: bench\r\n"
            + "openai-processing-ms: 7\r\n"
            + "openai-version: 2020-10-01\r\n"
            + "x-ratelimit-limit-requests: 10000\r\n"
            + "x-ratelimit-limit-tokens: 30000000\r\n"
            + "x-ratelimit-remaining-requests: 9999\r\n"
            + "x-ratelimit-remaining-tokens: 29999742\r\n"
            + "x-ratelimit-reset-requests: 6ms\r\n"
            + "x-ratelimit-reset-tokens: 0s\r\n"
            + "x-request-id: req_5f1e0ac1d2b34e7a9c8d7e6f5a4b3c2d\r\n";

    private OpenAiAnswers() {}

    static AnswerBytes of(Model model) {
        String json =
                "{\"id\":\"chatcmpl-BenchBenchBenchBenchBenchBench\",\"object\":\"chat.completion\",\"created\":1764000000,"
                        + "\"model\":\"" + model.id()
                        + "\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
                        + AnswerBytes.SENTENCE
                        + "\",\"refusal\":null,\"annotations\":[]},\"logprobs\":null,\"finish_reason\":\"stop\"}],"
                        + "\"usage\":" + usageObject(20)
                        + ",\"service_tier\":\"default\",\"system_fingerprint\":\"fp_bench\"}";
        String first = event(model, "{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", "null");
        String piece = event(model, "{\"content\":\"" + AnswerBytes.TOKEN + "\"}", "null");
        String finish = event(model, "{}", "\"stop\"");
        String usage =
                chunk("data: " + envelope(model) + "\"choices\":[],\"usage\":" + usageObject(Model.PIECES) + "}\n\n");
        String done = chunk("data: [DONE]\n\n");
        return new AnswerBytes(
                AnswerBytes.whole(HEADERS, json),
                AnswerBytes.start(HEADERS, first + piece),
                bytes(piece),
                AnswerBytes.end(finish + done),
                AnswerBytes.end(finish + usage + done));
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
}
