package io.sluice.router.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.usage.Certainty;
import io.sluice.router.engine.AttemptObserver;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts finished provider calls. Names and labels as LiteLLM 1.81 has them ({@code litellm-behaviour.md} 7.1), without the labels
 * of the caller, which the gateway's metrics have. Model names of wildcard groups come from clients, therefore the number of label
 * sets is bounded. Thread-safe.
 */
public final class AttemptMetrics implements AttemptObserver {

    private static final int MAX_LABEL_SETS = 2_000;
    private static final String REST = "other";

    private static final double[] LATENCY_SECONDS = {
        0.005, 0.0125, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2, 3, 5, 7.5, 10, 15, 20, 30, 60, 120, 300
    };

    private final MeterRegistry registry;
    private final Map<Key, Meters> byDeployment = new ConcurrentHashMap<>();

    private record Key(String group, String deployment, String model) {}

    private record Meters(
            Tags tags,
            Counter total,
            Counter succeeded,
            DistributionSummary latency,
            DistributionSummary firstByte,
            Counter tookNothing,
            Map<String, Counter> failures) {}

    public AttemptMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void finished(String modelGroup, Attempt attempt) {
        Meters meters = meters(modelGroup, attempt);
        meters.total.increment();
        String errorClass = attempt.errorClass();
        if (errorClass == null) {
            meters.succeeded.increment();
            meters.latency.record(attempt.durationMicros() / 1e6);
            if (tookNothing(attempt)) {
                meters.tookNothing.increment();
            }
        } else {
            failures(meters, errorClass, attempt.status()).increment();
        }
        if (attempt.firstByteMicros() >= 0) {
            meters.firstByte.record(attempt.firstByteMicros() / 1e6);
        }
    }

    /** A text of a model that its provider says took no token: it is free, and somebody should look whether that is true. */
    private static boolean tookNothing(Attempt attempt) {
        return attempt.finishReason() != null
                && attempt.certainty() == Certainty.EXACT
                && attempt.usage().total() == 0;
    }

    private Meters meters(String group, Attempt attempt) {
        Key key = new Key(group, attempt.deploymentId(), attempt.providerModel());
        Meters known = byDeployment.get(key);
        if (known != null) {
            return known;
        }
        if (byDeployment.size() >= MAX_LABEL_SETS) {
            Key rest = new Key(REST, attempt.provider(), REST);
            return byDeployment.computeIfAbsent(
                    rest, ignored -> create(tags(REST, REST, REST, null, attempt.provider())));
        }
        return byDeployment.computeIfAbsent(
                key,
                ignored -> create(tags(
                        group,
                        attempt.providerModel(),
                        attempt.deploymentId(),
                        attempt.apiBase(),
                        attempt.provider())));
    }

    private static Tags tags(String group, String model, String id, @Nullable String apiBase, String provider) {
        return Tags.of(
                "requested_model",
                group,
                "litellm_model_name",
                model,
                "model_id",
                id,
                "api_base",
                apiBase == null ? "" : apiBase,
                "api_provider",
                provider);
    }

    private Meters create(Tags tags) {
        return new Meters(
                tags,
                Counter.builder("litellm_deployment_total_requests").tags(tags).register(registry),
                Counter.builder("litellm_deployment_success_responses")
                        .tags(tags)
                        .register(registry),
                seconds("litellm_llm_api_latency_metric", tags),
                seconds("litellm_llm_api_time_to_first_token_metric", tags),
                Counter.builder("sluice_deployment_zero_usage_responses")
                        .description("Answers of which the provider said that they took no token")
                        .tags(tags)
                        .register(registry),
                new ConcurrentHashMap<>());
    }

    /** A summary and not a timer: a timer would add a unit to the name that dashboards look for. */
    private DistributionSummary seconds(String name, Tags tags) {
        return DistributionSummary.builder(name)
                .tags(tags)
                .serviceLevelObjectives(LATENCY_SECONDS)
                .register(registry);
    }

    private Counter failures(Meters meters, String errorClass, int status) {
        return meters.failures.computeIfAbsent(
                errorClass + status,
                ignored -> Counter.builder("litellm_deployment_failure_responses")
                        .tags(meters.tags.and(
                                "exception_class", errorClass, "exception_status", Integer.toString(status)))
                        .register(registry));
    }
}
