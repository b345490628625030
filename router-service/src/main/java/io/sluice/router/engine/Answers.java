package io.sluice.router.engine;

import io.sluice.contracts.error.ErrorBody;
import io.sluice.contracts.error.ErrorJson;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.RouteHead;
import io.sluice.contracts.routing.RouteOutcome;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.router.client.gemini.StreamForm;
import io.sluice.router.cooldown.Fault;
import io.sluice.router.deployment.Target;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.retry.Retryable;
import io.sluice.router.wire.passthrough.PassThroughWire;
import io.sluice.router.wire.plain.TextAnswers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Heads, headers and errors of the answer to one client. Texts and types as LiteLLM 1.109.1 has them (FACTS.md, "Errors"). */
final class Answers {

    /** Anthropic's names of its limits to OpenAI's, which clients look for: docs.anthropic.com/en/api/rate-limits (seen 2026-11-25). */
    private static final Map<String, String> ANTHROPIC_LIMITS = Map.of(
            "anthropic-ratelimit-requests-limit", "x-ratelimit-limit-requests",
            "anthropic-ratelimit-requests-remaining", "x-ratelimit-remaining-requests",
            "anthropic-ratelimit-tokens-limit", "x-ratelimit-limit-tokens",
            "anthropic-ratelimit-tokens-remaining", "x-ratelimit-remaining-tokens");

    /** nginx' status for a client that left; never on the wire, only in the outcome. */
    static final int CLIENT_CLOSED_REQUEST = 499;

    /** The status of a session that is open. */
    static final int SWITCHING = 101;

    /** An error and whether our own retries were already spent on it. */
    record Refusal(ErrorBody error, Map<String, String> headers) {}

    private final RouteRequest request;
    private final boolean exposeApiBase;

    Answers(RouteRequest request, boolean exposeApiBase) {
        this.request = request;
        this.exposeApiBase = exposeApiBase;
    }

    RouteHead streamHead(AttemptRun run, String group, int retries, int fallbacks, List<String> notes) {
        Map<String, String> headers = headers(run, group, retries, fallbacks, notes);
        if (request.protocol() == Protocol.PASS_THROUGH) {
            return new RouteHead(run.status(), headers, null);
        }
        if (request.protocol() == Protocol.OPENAI_REALTIME) {
            return new RouteHead(SWITCHING, headers, null);
        }
        if (request.protocol() == Protocol.OPENAI_SPEECH) {
            headers.put("content-type", run.providerHeaders().getOrDefault("content-type", "audio/mpeg"));
            return new RouteHead(200, headers, null);
        }
        headers.put(
                "content-type",
                request.protocol() == Protocol.GEMINI_GENERATE
                        ? StreamForm.of(request).contentType()
                        : "text/event-stream; charset=utf-8");
        headers.put("cache-control", "no-cache");
        headers.put("x-accel-buffering", "no");
        return new RouteHead(200, headers, null);
    }

    RouteHead wholeHead(
            AttemptRun run, String group, int retries, int fallbacks, List<String> notes, RouteOutcome outcome) {
        Map<String, String> headers = headers(run, group, retries, fallbacks, notes);
        if (request.protocol() == Protocol.PASS_THROUGH) {
            return new RouteHead(run.status(), headers, outcome);
        }
        String type = run.providerHeaders().getOrDefault("content-type", "application/json");
        boolean text = request.protocol().hears() && !type.contains("json") && TextAnswers.asked(request);
        headers.put("content-type", text ? type : "application/json");
        return new RouteHead(200, headers, outcome);
    }

    /** Whether an error in the middle of a streamed answer has a place in it; sound that breaks off is a connection that breaks off. */
    boolean hasEvents(AttemptRun run) {
        return request.protocol() != Protocol.OPENAI_SPEECH
                || run.providerHeaders().getOrDefault("content-type", "").startsWith("text/event-stream");
    }

    private Map<String, String> headers(AttemptRun run, String group, int retries, int fallbacks, List<String> notes) {
        Map<String, String> headers = new HashMap<>(32);
        if (request.protocol() == Protocol.PASS_THROUGH) {
            PassThroughWire.answerHeaders(run.providerHeaders(), headers);
        } else {
            passOn(run.providerHeaders(), headers);
        }
        Target target = run.lane().deployment.target();
        headers.put("x-litellm-model-id", headerSafe(target.deploymentId()));
        headers.put("x-litellm-model-group", headerSafe(group));
        headers.put("x-litellm-attempted-retries", Integer.toString(retries));
        headers.put("x-litellm-attempted-fallbacks", Integer.toString(fallbacks));
        if (exposeApiBase) {
            headers.put("x-litellm-model-api-base", target.apiBase());
        }
        if (!notes.isEmpty()) {
            headers.put("x-sluice-dropped-params", headerSafe(String.join(", ", notes)));
        }
        return headers;
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

    RouteHead errorHead(Refusal refusal, String group, int retries, int fallbacks, RouteOutcome outcome) {
        Map<String, String> headers = new HashMap<>(refusal.headers());
        headers.put("content-type", "application/json");
        headers.put("x-litellm-model-group", headerSafe(group));
        headers.put("x-litellm-attempted-retries", Integer.toString(retries));
        headers.put("x-litellm-attempted-fallbacks", Integer.toString(fallbacks));
        ErrorBody error = refusal.error();
        if (error.shouldRetry() != null) {
            headers.put("x-should-retry", error.shouldRetry().toString());
        }
        if (error.retryAfterSeconds() >= 0) {
            headers.put("retry-after", Long.toString(error.retryAfterSeconds()));
        }
        return new RouteHead(error.status(), headers, outcome);
    }

    ByteBuffer errorBody(Refusal refusal) {
        return ByteBuffer.wrap(ErrorJson.write(refusal.error(), request.protocol()));
    }

    Refusal unknownModel() {
        String message = "{'error': '/chat/completions: Invalid model name passed in model=" + request.requestedModel()
                + ". Call `/v1/models` to view available models for your key.'}";
        return new Refusal(ErrorBody.of(400, "invalid_request_error", message).withRetry(false, -1), Map.of());
    }

    /** LiteLLM's words. */
    Refusal noMockTesting(List<String> names) {
        String message = "Mock testing request params are disabled on this proxy: " + String.join(", ", names)
                + ". An admin can enable them by setting `general_settings.dangerously_allow_mock_testing_request_params:"
                + " true` in config.yaml. This setting cannot be changed from the Admin UI or the API.";
        return new Refusal(ErrorBody.of(400, "invalid_request_error", message).withRetry(false, -1), Map.of());
    }

    Refusal internalFault() {
        return new Refusal(
                ErrorBody.of(500, "internal_server_error", "Sluice could not prepare this call; its log says why.")
                        .withRetry(false, -1),
                Map.of());
    }

    /** @param before the failure after which another attempt was due; null when even the first does not fit */
    Refusal noMoneyForAttempt(String group, @Nullable ProviderFailure before, @Nullable Target target) {
        if (before == null) {
            String message =
                    "The most that a call of model group '" + group + "' can cost is more than its budget can pay now.";
            return new Refusal(ErrorBody.of(422, "budget_exceeded", message).withRetry(false, -1), Map.of());
        }
        String message = text(before, target) + "\n\nLiteLLM: model group '" + group
                + "' failed with the error above. It was not"
                + " tried again: what is left of the reservation cannot pay for another attempt.";
        return new Refusal(
                new ErrorBody(
                        before.status(),
                        message,
                        errorType(before),
                        before.param(),
                        Integer.toString(before.status()),
                        Boolean.FALSE,
                        -1),
                Map.of());
    }

    /** No other group was asked. @param fallbacksOff the client wanted none */
    Refusal failure(Trouble trouble, int attemptsMade, boolean fallbacksOff) {
        String what = text(trouble.failure(), trouble.target());
        String message = fallbacksOff
                ? what
                : what + "\n\nLiteLLM: model group '" + trouble.name()
                        + "' failed with the error above. No fallback was attempted.";
        boolean retriedOrFinal = attemptsMade > 1 || !retryable(trouble);
        return failure(trouble.failure(), message, retriedOrFinal, trouble.target());
    }

    /** The errors of the first group and of its first fallback. @param lastAsked the deployment that was asked last */
    Refusal failure(Trouble first, Trouble fallback, List<String> fallbacks, @Nullable Target lastAsked) {
        String message = text(first.failure(), first.target()) + "\n\nLiteLLM: model group '" + first.name()
                + "' failed with the error above. Fallback to " + String.join(", ", fallbacks) + " also failed: "
                + text(fallback.failure(), fallback.target());
        return failure(first.failure(), message, true, lastAsked);
    }

    private Refusal failure(ProviderFailure failure, String message, boolean lastWord, @Nullable Target asked) {
        long retryAfter =
                failure.retryAfterMillis() < 0 ? -1 : Math.max(1, Math.ceilDiv(failure.retryAfterMillis(), 1_000));
        ErrorBody error = new ErrorBody(
                failure.status(),
                message,
                errorType(failure),
                failure.param(),
                Integer.toString(failure.status()),
                lastWord ? Boolean.FALSE : null,
                retryAfter);
        Map<String, String> headers = new HashMap<>();
        if (retryAfter >= 0) {
            headers.put("llm_provider-retry-after", Long.toString(retryAfter));
            // OpenAI's packages look at it first: it is not rounded to seconds
            headers.put("retry-after-ms", Long.toString(failure.retryAfterMillis()));
        }
        if (asked != null) {
            headers.put("x-litellm-model-id", headerSafe(asked.deploymentId()));
        }
        return new Refusal(error, headers);
    }

    private static boolean retryable(Trouble trouble) {
        ProviderFailure failure = trouble.failure();
        Fault fault = Fault.answered(failure.errorClass(), failure.status(), failure.retryAfterMillis());
        Target target = trouble.target();
        return Retryable.is(fault, target == null ? "" : target.provider().wire(), false);
    }

    private static String text(ProviderFailure failure, @Nullable Target target) {
        if ("UnsupportedParamsError".equals(failure.type())) {
            return "litellm.UnsupportedParamsError: " + failure.message();
        }
        String provider = target == null ? "" : target.provider().displayName() + "Exception - ";
        return "litellm." + failure.errorClass().litellmName() + ": " + provider + failure.message();
    }

    /** By status, except where LiteLLM passes the provider's type (422). */
    private static String errorType(ProviderFailure failure) {
        return switch (failure.status()) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 422 -> failure.type() == null ? "invalid_request_error" : failure.type();
            case 429 -> "throttling_error";
            default -> failure.status() < 500 ? "invalid_request_error" : "internal_server_error";
        };
    }

    /** In mid-stream: an event in the client's protocol, never followed by a false end mark. */
    ByteBuffer errorEvent(ProviderFailure failure, Target target, String group) {
        ErrorBody error = new ErrorBody(
                failure.status(),
                text(failure, target) + " (model group '" + group + "')",
                errorType(failure),
                failure.param(),
                Integer.toString(failure.status()),
                null,
                -1);
        if (request.protocol() == Protocol.OPENAI_REALTIME) {
            return ByteBuffer.wrap(ErrorJson.event(error));
        }
        byte[] json = ErrorJson.write(error, request.protocol());
        if (request.protocol() == Protocol.GEMINI_GENERATE) {
            return StreamForm.of(request).failure(json);
        }
        String name = request.protocol() == Protocol.ANTHROPIC_MESSAGES ? "event: error\n" : "";
        byte[] start = (name + "data: ").getBytes(StandardCharsets.UTF_8);
        byte[] end = {'\n', '\n'};
        return ByteBuffer.allocate(start.length + json.length + end.length)
                .put(start)
                .put(json)
                .put(end)
                .flip();
    }
}
