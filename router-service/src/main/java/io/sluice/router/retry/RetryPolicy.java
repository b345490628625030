package io.sluice.router.retry;

import io.sluice.configuration.Settings;
import io.sluice.router.failure.ErrorClass;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** A {@code retry_policy} in one of its two forms. */
public sealed interface RetryPolicy {

    /** How often a failure of this class is tried again; empty when the policy does not say. */
    OptionalInt retries(ErrorClass errorClass);

    /** LiteLLM's: a count by class of error. What it does not name is left to {@code num_retries}. */
    record PerError(Map<ErrorClass, Integer> counts) implements RetryPolicy {

        @Override
        public OptionalInt retries(ErrorClass errorClass) {
            Integer count = counts.get(errorClass);
            return count == null ? OptionalInt.empty() : OptionalInt.of(count);
        }
    }

    /** {@code {max_retries, base_delay, max_delay}}: one count, and an exponential wait; delays are written in seconds. */
    record Backoff(int maxRetries, long baseDelayMillis, long maxDelayMillis) implements RetryPolicy {

        @Override
        public OptionalInt retries(ErrorClass errorClass) {
            return OptionalInt.of(maxRetries);
        }
    }

    /** Throws {@link io.sluice.configuration.ConfigurationException} when a value cannot be meant. */
    static RetryPolicy read(Settings section) {
        boolean backoff = section.has("max_retries") || section.has("base_delay") || section.has("max_delay");
        return backoff ? readBackoff(section) : new PerError(readCounts(section));
    }

    private static Backoff readBackoff(Settings section) {
        long base = section.millis("base_delay");
        long max = section.millis("max_delay");
        return new Backoff(
                section.wholeNumber("max_retries").map(Math::toIntExact).orElse(RetrySettings.DEFAULT_RETRIES),
                base < 0 ? RetryWait.BASE_MILLIS : base,
                max < 0 ? RetryWait.LONGEST_MILLIS : max);
    }

    private static Map<ErrorClass, Integer> readCounts(Settings section) {
        Map<ErrorClass, Integer> counts = new EnumMap<>(ErrorClass.class);
        section.values()
                .keySet()
                .forEach(name -> section.wholeNumber(name)
                        .map(Math::toIntExact)
                        .ifPresent(count -> classes(name).forEach(errorClass -> counts.put(errorClass, count))));
        return counts;
    }

    /** LiteLLM's names; {@code InternalServerErrorRetries} works here too, which LiteLLM declares and ignores. */
    private static List<ErrorClass> classes(String name) {
        return switch (name) {
            case "BadRequestErrorRetries" -> List.of(ErrorClass.BAD_REQUEST, ErrorClass.UNPROCESSABLE);
            case "AuthenticationErrorRetries" -> List.of(ErrorClass.AUTHENTICATION);
            case "TimeoutErrorRetries" -> List.of(ErrorClass.TIMEOUT);
            case "RateLimitErrorRetries" -> List.of(ErrorClass.RATE_LIMIT);
            case "ContentPolicyViolationErrorRetries" -> List.of(ErrorClass.CONTENT_POLICY);
            case "InternalServerErrorRetries" ->
                List.of(
                        ErrorClass.INTERNAL,
                        ErrorClass.OVERLOADED,
                        ErrorClass.BAD_GATEWAY,
                        ErrorClass.BAD_RESPONSE,
                        ErrorClass.CONNECTION);
            default -> List.of();
        };
    }
}
