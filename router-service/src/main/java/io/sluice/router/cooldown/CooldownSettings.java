package io.sluice.router.cooldown;

import io.sluice.configuration.Settings;
import io.sluice.router.failure.ErrorClass;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * LiteLLM's settings of cooldowns ({@code router_settings}).
 *
 * @param enabled not {@code disable_cooldowns}
 * @param cooldownMillis {@code cooldown_time}, 5 s unless said otherwise
 * @param allowedFails {@code allowed_fails} when it is set: the failure after so many rests the deployment, whatever the share of
 *     failures
 * @param policy {@code allowed_fails_policy}: the same by class of error
 */
public record CooldownSettings(
        boolean enabled, long cooldownMillis, OptionalInt allowedFails, Map<ErrorClass, Integer> policy) {

    private static final long DEFAULT_COOLDOWN_MILLIS = 5_000;

    /** LiteLLM's {@code allowed_fails} where a policy is set that does not name the class. */
    private static final int DEFAULT_ALLOWED_FAILS = 3;

    public static final CooldownSettings DEFAULT =
            new CooldownSettings(true, DEFAULT_COOLDOWN_MILLIS, OptionalInt.empty(), Map.of());

    public static CooldownSettings read(Settings router) {
        long cooldown = router.millis("cooldown_time");
        OptionalInt fails = router.wholeNumber("allowed_fails")
                .map(number -> OptionalInt.of(Math.toIntExact(number)))
                .orElse(OptionalInt.empty());
        return new CooldownSettings(
                !router.flag("disable_cooldowns", false),
                cooldown < 0 ? DEFAULT_COOLDOWN_MILLIS : cooldown,
                fails,
                policy(router.section("allowed_fails_policy")));
    }

    /** These, but for what a deployment's {@code model_info} says itself ({@code allowed_fails}, {@code allowed_fails_policy}). */
    public CooldownSettings of(Settings info) {
        if (!info.has("allowed_fails") && !info.has("allowed_fails_policy")) {
            return this;
        }
        CooldownSettings own = read(info);
        return new CooldownSettings(enabled, cooldownMillis, own.allowedFails, own.policy);
    }

    private static Map<ErrorClass, Integer> policy(Settings section) {
        Map<ErrorClass, Integer> policy = new EnumMap<>(ErrorClass.class);
        section.values().keySet().forEach(name -> {
            for (ErrorClass errorClass : classes(name)) {
                section.wholeNumber(name).ifPresent(fails -> policy.put(errorClass, Math.toIntExact(fails)));
            }
        });
        return policy;
    }

    /** LiteLLM's names; those of the caller's faults are known and change nothing, there as here. */
    private static ErrorClass[] classes(String name) {
        return switch (name) {
            case "AuthenticationErrorAllowedFails" -> new ErrorClass[] {ErrorClass.AUTHENTICATION};
            case "TimeoutErrorAllowedFails" -> new ErrorClass[] {ErrorClass.TIMEOUT};
            case "RateLimitErrorAllowedFails" -> new ErrorClass[] {ErrorClass.RATE_LIMIT};
            case "InternalServerErrorAllowedFails" ->
                new ErrorClass[] {
                    ErrorClass.INTERNAL,
                    ErrorClass.OVERLOADED,
                    ErrorClass.BAD_GATEWAY,
                    ErrorClass.BAD_RESPONSE,
                    ErrorClass.CONNECTION
                };
            default -> new ErrorClass[0];
        };
    }

    /** How many failures of this class are allowed; empty when the share of failures decides. */
    OptionalInt allowed(ErrorClass errorClass) {
        @Nullable Integer byClass = policy.get(errorClass);
        if (byClass != null) {
            return OptionalInt.of(byClass);
        }
        return allowedFails.isPresent() || policy.isEmpty() ? allowedFails : OptionalInt.of(DEFAULT_ALLOWED_FAILS);
    }
}
