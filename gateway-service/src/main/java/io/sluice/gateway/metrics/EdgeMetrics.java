package io.sluice.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.routing.RouteOutcome;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/**
 * Metrics of the edge, under LiteLLM's names where it has them ({@code litellm-behaviour.md} 7.1). Labels are bounded: configured model
 * groups, statuses and error types, never keys or what a client wrote. Thread-safe; meters are looked up once a label set.
 */
public final class EdgeMetrics {

    private static final int MAX_GROUPS = 2_000;

    private final MeterRegistry registry;
    private final ConcurrentMap<String, GroupMeters> groups = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Counter> refusals = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Counter> shadows = new ConcurrentHashMap<>();
    private final Counter cancelled;

    public EdgeMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.cancelled = Counter.builder("sluice_client_disconnects")
                .description("Calls whose client left before the answer's end")
                .register(registry);
    }

    private final class GroupMeters {
        private final String group;
        private final ConcurrentMap<Integer, Counter> byStatus = new ConcurrentHashMap<>();
        private final Timer total;
        private final Timer firstByte;
        private final Counter retries;
        private final Counter spend;
        private final Counter inputTokens;
        private final Counter outputTokens;
        private final Counter allTokens;

        GroupMeters(String group) {
            this.group = group;
            total = Timer.builder("litellm_request_total_latency_metric")
                    .tag("model", group)
                    .register(registry);
            firstByte = Timer.builder("litellm_llm_api_time_to_first_token_metric")
                    .tag("model", group)
                    .register(registry);
            retries = counter("sluice_attempts_repeated");
            spend = counter("litellm_spend_metric");
            inputTokens = counter("litellm_input_tokens_metric");
            outputTokens = counter("litellm_output_tokens_metric");
            allTokens = counter("litellm_total_tokens_metric");
        }

        private Counter counter(String name) {
            return Counter.builder(name).tag("model", group).register(registry);
        }

        private Counter status(int status) {
            Counter known = byStatus.get(status);
            return known != null
                    ? known
                    : byStatus.computeIfAbsent(
                            status,
                            code -> Counter.builder("litellm_proxy_total_requests_metric")
                                    .tag("requested_model", group)
                                    .tag("status_code", Integer.toString(code))
                                    .tag("route", "/chat/completions")
                                    .register(registry));
        }
    }

    private GroupMeters group(String name) {
        GroupMeters known = groups.get(name);
        if (known != null) {
            return known;
        }
        return groups.computeIfAbsent(groups.size() < MAX_GROUPS ? name : "other", GroupMeters::new);
    }

    public void firstByte(String group, long nanos) {
        group(group).firstByte.record(nanos, TimeUnit.NANOSECONDS);
    }

    public void retried(String group) {
        group(group).retries.increment();
    }

    public void ended(String group, RouteOutcome outcome, long nanos, boolean clientLeft) {
        GroupMeters meters = group(group);
        meters.status(outcome.status()).increment();
        meters.total.record(nanos, TimeUnit.NANOSECONDS);
        if (clientLeft) {
            cancelled.increment();
        }
        for (Attempt attempt : outcome.attempts()) {
            meters.spend.increment(attempt.cost().nanos() / 1e9);
            meters.inputTokens.increment((double) attempt.usage().input());
            meters.outputTokens.increment((double) attempt.usage().output());
            meters.allTokens.increment((double) attempt.usage().total());
        }
    }

    /** @param outcome what became of a shadow of a call */
    public void shadow(String outcome) {
        shadows.computeIfAbsent(
                        outcome,
                        key -> Counter.builder("sluice_shadow_calls")
                                .description("Calls repeated at a silent_model, or left out")
                                .tag("outcome", key)
                                .register(registry))
                .increment();
    }

    /** A call that never reached the engine. */
    public void refused(int status, String type) {
        refusals.computeIfAbsent(
                        status + " " + type,
                        key -> Counter.builder("litellm_proxy_failed_requests_metric")
                                .tag("exception_status", Integer.toString(status))
                                .tag("exception_class", type)
                                .register(registry))
                .increment();
    }
}
