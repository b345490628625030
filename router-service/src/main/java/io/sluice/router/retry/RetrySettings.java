package io.sluice.router.retry;

import io.sluice.configuration.Settings;
import io.sluice.router.failure.ErrorClass;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * LiteLLM's settings of retries.
 *
 * @param retries {@code num_retries}, after the first attempt and by group
 * @param retryAfterMillis {@code retry_after}: least wait before the same deployment is asked again
 * @param policy {@code retry_policy}
 * @param byGroup {@code model_group_retry_policy}, which wins for its group
 */
public record RetrySettings(
        int retries, long retryAfterMillis, Optional<RetryPolicy> policy, Map<String, RetryPolicy> byGroup) {

    /** Recorded from LiteLLM 1.109.1: three attempts ({@code conformance/FACTS.md}). */
    public static final int DEFAULT_RETRIES = 2;

    public static final RetrySettings DEFAULT = new RetrySettings(DEFAULT_RETRIES, 0, Optional.empty(), Map.of());

    public static RetrySettings read(Settings router, Settings litellm) {
        Map<String, RetryPolicy> byGroup = new HashMap<>();
        Settings groups = router.section("model_group_retry_policy");
        groups.values().keySet().forEach(group -> byGroup.put(group, RetryPolicy.read(groups.section(group))));
        return new RetrySettings(
                router.wholeNumber("num_retries")
                        .or(() -> litellm.wholeNumber("num_retries"))
                        .map(Math::toIntExact)
                        .orElse(DEFAULT_RETRIES),
                Math.max(0, router.millis("retry_after")),
                router.has("retry_policy")
                        ? Optional.of(RetryPolicy.read(router.section("retry_policy")))
                        : Optional.empty(),
                byGroup);
    }

    /** The policy that holds for a group. */
    public Optional<RetryPolicy> policyOf(String group) {
        return Optional.ofNullable(byGroup.get(group)).or(() -> policy);
    }

    /**
     * How often a failure may be tried again in this group, the policy before all counts, as in LiteLLM.
     *
     * @param asked {@code num_retries} of the request or the header, or -1
     * @param deployment {@code num_retries} of the deployment, or -1
     */
    public int allowed(String group, ErrorClass errorClass, int asked, int deployment) {
        var byPolicy = policyOf(group).map(policy -> policy.retries(errorClass));
        if (byPolicy.isPresent() && byPolicy.get().isPresent()) {
            return byPolicy.get().getAsInt();
        }
        return asked >= 0 ? asked : deployment >= 0 ? deployment : retries;
    }
}
