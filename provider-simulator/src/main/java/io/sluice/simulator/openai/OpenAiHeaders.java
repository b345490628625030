package io.sluice.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.journal.Usage;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

/**
 * The headers of every answer. The rate limits are far away and never counted down. Source:
 * platform.openai.com/docs/guides/rate-limits and /docs/api-reference/debugging-requests, seen 2026-11-24.
 */
final class OpenAiHeaders {

    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-request-id");
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence EVENTS = HttpHeaders.createOptimized("text/event-stream; charset=utf-8");
    private static final CharSequence[] FIXED = {
        HttpHeaders.createOptimized("openai-organization"), HttpHeaders.createOptimized("sluice-simulator"),
        HttpHeaders.createOptimized("openai-processing-ms"), HttpHeaders.createOptimized("1"),
        HttpHeaders.createOptimized("openai-version"), HttpHeaders.createOptimized("2020-10-01"),
        HttpHeaders.createOptimized("x-ratelimit-limit-requests"), HttpHeaders.createOptimized("10000"),
        HttpHeaders.createOptimized("x-ratelimit-limit-tokens"), HttpHeaders.createOptimized("30000000"),
        HttpHeaders.createOptimized("x-ratelimit-remaining-requests"), HttpHeaders.createOptimized("9999"),
        HttpHeaders.createOptimized("x-ratelimit-remaining-tokens"), HttpHeaders.createOptimized("29999900"),
        HttpHeaders.createOptimized("x-ratelimit-reset-requests"), HttpHeaders.createOptimized("6ms"),
        HttpHeaders.createOptimized("x-ratelimit-reset-tokens"), HttpHeaders.createOptimized("0s")
    };

    private OpenAiHeaders() {}

    /** JSON that took nothing. */
    static Reply reply(Call call, JsonNode json) {
        return new Reply.Whole(200, json(call), Json.bytes(json), null, Usage.NONE);
    }

    static MultiMap json(Call call) {
        return with(call, JSON);
    }

    static MultiMap events(Call call) {
        return with(call, EVENTS);
    }

    static MultiMap with(Call call, CharSequence type) {
        MultiMap headers = HttpHeaders.headers();
        headers.add(HttpHeaders.CONTENT_TYPE, type);
        headers.add(REQUEST_ID, "req_" + Long.toHexString(call.number()));
        for (int i = 0; i < FIXED.length; i += 2) {
            headers.add(FIXED[i], FIXED[i + 1]);
        }
        return headers;
    }
}
