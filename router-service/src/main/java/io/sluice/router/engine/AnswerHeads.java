package io.sluice.router.engine;

import io.sluice.contracts.error.ErrorBody;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.RouteHead;
import io.sluice.contracts.routing.RouteOutcome;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.router.client.gemini.StreamForm;
import io.sluice.router.deployment.Target;
import io.sluice.router.wire.audio.TextAnswers;
import io.sluice.router.wire.passthrough.PassThroughWire;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Status and headers of the answer to one client, with LiteLLM's names. */
final class AnswerHeads {

    /** Anthropic's names of its limits to OpenAI's, which clients look for: docs.anthropic.com/en/api/rate-limits (seen 2026-11-25). */
    private static final Map<String, String> ANTHROPIC_LIMITS = Map.of(
            "anthropic-ratelimit-requests-limit", "x-ratelimit-limit-requests",
            "anthropic-ratelimit-requests-remaining", "x-ratelimit-remaining-requests",
            "anthropic-ratelimit-tokens-limit", "x-ratelimit-limit-tokens",
            "anthropic-ratelimit-tokens-remaining", "x-ratelimit-remaining-tokens");

    /** The status of a session that is open. */
    static final int SWITCHING = 101;

    private final RouteRequest request;
    private final boolean exposeApiBase;

    AnswerHeads(RouteRequest request, boolean exposeApiBase) {
        this.request = request;
        this.exposeApiBase = exposeApiBase;
    }

    /** Of an answer: the provider's own where the client speaks with the provider itself. */
    int status(AttemptRun run) {
        return switch (request.protocol()) {
            case PASS_THROUGH, OPENAI_REALTIME -> run.status();
            default -> 200;
        };
    }

    RouteHead ofStream(AttemptRun run, Way way) {
        Map<String, String> headers = headers(run, way);
        switch (request.protocol()) {
            case PASS_THROUGH, OPENAI_REALTIME -> {} // bytes and messages are the provider's
            case OPENAI_SPEECH ->
                headers.put("content-type", run.providerHeaders().getOrDefault("content-type", "audio/mpeg"));
            case GEMINI_GENERATE -> events(StreamForm.of(request).contentType(), headers);
            default -> events("text/event-stream; charset=utf-8", headers);
        }
        return new RouteHead(status(run), headers, null);
    }

    private static void events(String contentType, Map<String, String> headers) {
        headers.put("content-type", contentType);
        headers.put("cache-control", "no-cache");
        headers.put("x-accel-buffering", "no");
    }

    RouteHead ofWhole(AttemptRun run, Way way, RouteOutcome outcome) {
        Map<String, String> headers = headers(run, way);
        if (request.protocol() != Protocol.PASS_THROUGH) {
            String type = run.providerHeaders().getOrDefault("content-type", "application/json");
            boolean text = request.protocol().hears() && !type.contains("json") && TextAnswers.asked(request);
            headers.put("content-type", text ? type : "application/json");
        }
        return new RouteHead(status(run), headers, outcome);
    }

    /** Whether an error in the middle of a streamed answer has a place in it; sound that breaks off is a connection that breaks off. */
    boolean hasEvents(AttemptRun run) {
        return request.protocol() != Protocol.OPENAI_SPEECH
                || run.providerHeaders().getOrDefault("content-type", "").startsWith("text/event-stream");
    }

    private Map<String, String> headers(AttemptRun run, Way way) {
        Map<String, String> headers = new HashMap<>(32);
        if (request.protocol() == Protocol.PASS_THROUGH) {
            PassThroughWire.answerHeaders(run.providerHeaders(), headers);
        } else {
            passOn(run.providerHeaders(), headers);
        }
        Target target = run.lane().deployment.target();
        headers.put("x-litellm-model-id", headerSafe(target.deploymentId()));
        way(way, headers);
        if (exposeApiBase) {
            headers.put("x-litellm-model-api-base", target.apiBase());
        }
        List<String> dropped = run.lane().notes;
        if (!dropped.isEmpty()) {
            headers.put("x-sluice-dropped-params", headerSafe(String.join(", ", dropped)));
        }
        return headers;
    }

    private static void way(Way way, Map<String, String> headers) {
        headers.put("x-litellm-model-group", headerSafe(way.name()));
        headers.put("x-litellm-attempted-retries", Integer.toString(way.retriesMade()));
        headers.put("x-litellm-attempted-fallbacks", Integer.toString(way.fallbacksMade()));
    }

    /** The provider's own headers under LiteLLM's prefix; its rate limits also under their own names. */
    private static void passOn(Map<String, String> provider, Map<String, String> headers) {
        provider.forEach((name, value) -> {
            if (name.startsWith("x-")
                    || name.startsWith("openai-")
                    || name.startsWith("anthropic-")
                    || name.startsWith("retry-after")
                    || name.equals("request-id")) {
                headers.put("llm_provider-" + name, value);
                if (name.startsWith("x-ratelimit-") || name.equals("request-id")) {
                    headers.put(name, value);
                }
                String openAis = ANTHROPIC_LIMITS.get(name);
                if (openAis != null) {
                    headers.put(openAis, value);
                    headers.put("llm_provider-" + openAis, value);
                }
            }
        });
    }

    /** Names come from clients and configurations: what RFC 9110, 5.5 does not let into a field value becomes {@code ?}. */
    static String headerSafe(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (!visible(value.charAt(i))) {
                StringBuilder safe = new StringBuilder(value);
                for (int k = i; k < safe.length(); k++) {
                    safe.setCharAt(k, visible(safe.charAt(k)) ? safe.charAt(k) : '?');
                }
                return safe.toString();
            }
        }
        return value;
    }

    private static boolean visible(char c) {
        return c >= ' ' && c < 0x7f;
    }

    RouteHead ofRefusal(Refusal refusal, Way way, RouteOutcome outcome) {
        Map<String, String> headers = new HashMap<>(refusal.headers());
        headers.put("content-type", "application/json");
        way(way, headers);
        ErrorBody error = refusal.error();
        if (error.shouldRetry() != null) {
            headers.put("x-should-retry", error.shouldRetry().toString());
        }
        if (error.retryAfterSeconds() >= 0) {
            headers.put("retry-after", Long.toString(error.retryAfterSeconds()));
        }
        return new RouteHead(error.status(), headers, outcome);
    }
}
