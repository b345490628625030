package io.sluice.router.engine;

import io.sluice.router.failure.ErrorClass;
import io.sluice.router.failure.ProviderFailure;
import java.util.random.RandomGenerator;

/** When the same group is asked again, and after what wait. Rules: LiteLLM 1.109.1, {@code conformance/FACTS.md}, "Retries". */
final class RetryRules {

    private static final long FIRST_WAIT_MILLIS = 200;
    private static final long LONGEST_WAIT_MILLIS = 8_000;

    private RetryRules() {}

    static boolean retryable(ProviderFailure failure) {
        return switch (failure.errorClass()) {
            case RATE_LIMIT, TIMEOUT, OVERLOADED, INTERNAL, BAD_GATEWAY, BAD_RESPONSE, CONNECTION -> true;
            case AUTHENTICATION, NOT_FOUND, CONTEXT_WINDOW, CONTENT_POLICY, UNPROCESSABLE -> false;
            case PERMISSION -> true;
            case BAD_REQUEST -> failure.status() == 408 || failure.status() == 409;
        };
    }

    /** Jittered exponential; what the provider asks for when that is bearable. */
    static long waitMillis(int retry, ProviderFailure failure, RandomGenerator random) {
        if (failure.retryAfterMillis() > 0 && failure.retryAfterMillis() <= LONGEST_WAIT_MILLIS) {
            return failure.retryAfterMillis();
        }
        long ceiling = Math.min(LONGEST_WAIT_MILLIS, FIRST_WAIT_MILLIS << Math.min(retry, 10));
        return ceiling / 2 + random.nextLong(ceiling / 2 + 1);
    }

    /** {@link ErrorClass#PERMISSION} is retried for OpenAI-like and Google providers only; Anthropic's is final. */
    static boolean retryable(ProviderFailure failure, String wire) {
        return retryable(failure) && !(failure.errorClass() == ErrorClass.PERMISSION && !wire.startsWith("openai"));
    }
}
