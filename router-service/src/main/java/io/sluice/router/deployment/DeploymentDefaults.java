package io.sluice.router.deployment;

import io.sluice.configuration.DeploymentEntry;
import io.sluice.configuration.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code router_settings} say for every deployment that does not say it itself: {@code default_litellm_params}; and
 * {@code default_max_parallel_requests}, as in LiteLLM for those without any limit of their own ({@code litellm-behaviour.md} 2.4).
 */
final class DeploymentDefaults {

    private static final String PARALLEL = "max_parallel_requests";
    private static final List<String> LIMITS = List.of(PARALLEL, "rpm", "tpm");

    private final Map<String, Object> params;
    private final Optional<Long> parallel;

    DeploymentDefaults(Settings router) {
        params = router.section("default_litellm_params").values();
        parallel = router.wholeNumber("default_max_parallel_requests");
    }

    DeploymentEntry complete(DeploymentEntry entry) {
        Map<String, Object> all = new LinkedHashMap<>(params);
        all.putAll(entry.params().values());
        if (LIMITS.stream()
                .noneMatch(limit -> all.containsKey(limit) || entry.info().has(limit))) {
            parallel.ifPresent(most -> all.put(PARALLEL, most));
        }
        return new DeploymentEntry(
                entry.modelName(),
                entry.id(),
                new Settings(entry.params().path(), all),
                entry.info(),
                entry.unavailable());
    }
}
