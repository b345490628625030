package io.sluice.router.engine;

import io.sluice.contracts.error.ErrorBody;
import io.sluice.contracts.error.ErrorJson;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.router.client.gemini.StreamForm;
import io.sluice.router.cooldown.Fault;
import io.sluice.router.deployment.Target;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.retry.Retryable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one client is told when its call fails. Texts and types as LiteLLM 1.109.1 has them (FACTS.md, "Errors"). */
final class Refusals {

    private final RouteRequest request;

    Refusals(RouteRequest request) {
        this.request = request;
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
            headers.put("x-litellm-model-id", AnswerHeads.headerSafe(asked.deploymentId()));
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

    /** By status, except where LiteLLM passes the provider's type (422, and all of moderations). */
    private String errorType(ProviderFailure failure) {
        String said = failure.type();
        if (said != null && request.protocol() == Protocol.OPENAI_MODERATIONS) {
            return said;
        }
        return switch (failure.status()) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 422 -> said == null ? "invalid_request_error" : said;
            case 429 -> "throttling_error";
            default -> failure.status() < 500 ? "invalid_request_error" : "internal_server_error";
        };
    }

    /** In mid-stream: an event in the client's protocol, never followed by a false end mark. */
    ByteBuffer event(ProviderFailure failure, Target target, String group) {
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
