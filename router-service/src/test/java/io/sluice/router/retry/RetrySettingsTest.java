package io.sluice.router.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.configuration.Settings;
import io.sluice.router.cooldown.Fault;
import io.sluice.router.failure.ErrorClass;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetrySettingsTest {

    private static RetrySettings read(Map<String, Object> router) {
        return RetrySettings.read(new Settings("router_settings", router), Settings.empty("litellm_settings"));
    }

    private static Fault limited(long retryAfterMillis) {
        return Fault.answered(ErrorClass.RATE_LIMIT, 429, retryAfterMillis);
    }

    @Test
    void shouldTakeTheNearestNumber() {
        assertThat(read(Map.of()).allowed("g", ErrorClass.INTERNAL, -1, -1)).isEqualTo(2);
        assertThat(read(Map.of("num_retries", 5)).allowed("g", ErrorClass.INTERNAL, -1, -1))
                .isEqualTo(5);
        assertThat(read(Map.of("num_retries", 5)).allowed("g", ErrorClass.INTERNAL, -1, 3))
                .isEqualTo(3);
        assertThat(read(Map.of("num_retries", 5)).allowed("g", ErrorClass.INTERNAL, 0, 3))
                .isZero();
        assertThat(RetrySettings.read(Settings.empty("r"), new Settings("l", Map.of("num_retries", 1)))
                        .retries())
                .isEqualTo(1);
    }

    @Test
    void shouldFollowLitellmsPolicyByErrorAndLeaveTheRestToTheNumber() {
        RetrySettings settings = read(Map.of(
                "num_retries",
                0,
                "retry_policy",
                Map.of("RateLimitErrorRetries", 2, "TimeoutErrorRetries", "1", "InternalServerErrorRetries", 4)));

        assertThat(settings.allowed("g", ErrorClass.RATE_LIMIT, -1, -1)).isEqualTo(2);
        assertThat(settings.allowed("g", ErrorClass.TIMEOUT, 7, -1)).isEqualTo(1);
        assertThat(settings.allowed("g", ErrorClass.OVERLOADED, -1, -1)).isEqualTo(4);
        assertThat(settings.allowed("g", ErrorClass.PERMISSION, -1, -1)).isZero();
    }

    @Test
    void shouldPreferThePolicyOfTheGroup() {
        RetrySettings settings = read(Map.of(
                "retry_policy", Map.of("RateLimitErrorRetries", 2),
                "model_group_retry_policy", Map.of("g", Map.of("RateLimitErrorRetries", 5))));

        assertThat(settings.allowed("g", ErrorClass.RATE_LIMIT, -1, -1)).isEqualTo(5);
        assertThat(settings.allowed("h", ErrorClass.RATE_LIMIT, -1, -1)).isEqualTo(2);
    }

    @Test
    void shouldReadThePolicyOfCountAndDelays() {
        RetrySettings settings =
                read(Map.of("retry_policy", Map.of("max_retries", 4, "base_delay", 0.5, "max_delay", 2)));

        assertThat(settings.policy()).isEqualTo(Optional.of(new RetryPolicy.Backoff(4, 500, 2_000)));
        assertThat(settings.allowed("g", ErrorClass.INTERNAL, -1, -1)).isEqualTo(4);
        long[] ceilings = {500, 1_000, 2_000, 2_000};
        for (int made = 0; made < ceilings.length; made++) {
            for (long seed = 0; seed < 200; seed++) {
                assertThat(RetryWait.millis(settings, settings.policy(), made, limited(-1), seed))
                        .isBetween(ceilings[made] / 2, ceilings[made]);
            }
        }
    }

    @Test
    void shouldSpreadWaitsOverTheUpperHalfOfTheirCeiling() {
        double sum = 0;
        long shortest = Long.MAX_VALUE;
        long longest = 0;
        for (long seed = 0; seed < 10_000; seed++) {
            long wait = RetryWait.millis(RetrySettings.DEFAULT, Optional.empty(), 3, limited(-1), seed);
            sum += wait;
            shortest = Math.min(shortest, wait);
            longest = Math.max(longest, wait);
        }
        assertThat(shortest).isBetween(800L, 810L);
        assertThat(longest).isBetween(1_590L, 1_600L);
        assertThat(sum / 10_000).isBetween(1_190.0, 1_210.0);
    }

    @Test
    void shouldNeverComeBeforeTheProviderAsked() {
        for (long seed = 0; seed < 500; seed++) {
            assertThat(RetryWait.millis(RetrySettings.DEFAULT, Optional.empty(), 0, limited(3_000), seed))
                    .isBetween(3_000L, 3_300L);
        }
        assertThat(RetryWait.millis(RetrySettings.DEFAULT, Optional.empty(), 0, limited(61_000), 1))
                .isEqualTo(-1);
    }

    @Test
    void shouldKeepLitellmsLeastWait() {
        RetrySettings settings = read(Map.of("retry_after", 2));
        assertThat(RetryWait.millis(settings, Optional.empty(), 0, limited(-1), 1))
                .isEqualTo(2_000);
    }

    @Test
    void shouldRetryWhatLitellmRetries() {
        for (ErrorClass yes : new ErrorClass[] {
            ErrorClass.RATE_LIMIT,
            ErrorClass.TIMEOUT,
            ErrorClass.OVERLOADED,
            ErrorClass.INTERNAL,
            ErrorClass.BAD_GATEWAY,
            ErrorClass.BAD_RESPONSE,
            ErrorClass.CONNECTION
        }) {
            assertThat(Retryable.is(Fault.answered(yes, yes.status(), -1), "openai-chat", false))
                    .as(yes.name())
                    .isTrue();
        }
        for (ErrorClass no : new ErrorClass[] {
            ErrorClass.AUTHENTICATION,
            ErrorClass.NOT_FOUND,
            ErrorClass.CONTEXT_WINDOW,
            ErrorClass.CONTENT_POLICY,
            ErrorClass.UNPROCESSABLE,
            ErrorClass.BAD_REQUEST
        }) {
            assertThat(Retryable.is(Fault.answered(no, no.status(), -1), "openai-chat", false))
                    .as(no.name())
                    .isFalse();
        }
        Fault conflict = Fault.answered(ErrorClass.BAD_REQUEST, 409, -1);
        assertThat(Retryable.is(conflict, "openai-chat", false)).isTrue();
        Fault forbidden = Fault.answered(ErrorClass.PERMISSION, 403, -1);
        assertThat(Retryable.is(forbidden, "openai-chat", false)).isTrue();
        assertThat(Retryable.is(forbidden, "anthropic-messages", false)).isFalse();
        Fault key = Fault.answered(ErrorClass.AUTHENTICATION, 401, -1);
        assertThat(Retryable.is(key, "openai-chat", true)).isTrue();
    }
}
