package io.sluice.gateway.health;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.routing.DeploymentOffer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The answer of {@code GET /health}: ours, with LiteLLM's counts and members beside it. */
final class HealthPage {

    /** @param status 503 when nothing of what was asked for is healthy, as LiteLLM has it ({@code FACTS.md}, "Lists") */
    record Page(int status, byte[] json) {}

    private HealthPage() {}

    /**
     * @param notProbed why a deployment is not looked at; those are named apart and count as neither
     * @param details with addresses and reasons that only administrators may see
     */
    static Page write(
            List<DeploymentOffer> asked,
            List<ProbeResult> results,
            Function<DeploymentOffer, String> notProbed,
            boolean details,
            String version,
            Duration uptime) {
        Map<String, ProbeResult> byId = results.stream()
                .collect(Collectors.toMap(ProbeResult::deploymentId, Function.identity(), (one, same) -> one));
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        page.put("status", "healthy");
        ArrayNode healthy = page.putArray("healthy_endpoints");
        ArrayNode unhealthy = page.putArray("unhealthy_endpoints");
        ArrayNode skipped = JsonNodeFactory.instance.arrayNode();
        for (DeploymentOffer deployment : asked) {
            ProbeResult result = byId.get(deployment.id());
            if (result == null) {
                entry(skipped, deployment, details).put("status", "unknown").put("reason", notProbed.apply(deployment));
            } else if (result.error() == null) {
                measured(entry(healthy, deployment, details).put("status", "healthy"), result);
            } else {
                measured(entry(unhealthy, deployment, details).put("status", "unhealthy"), result)
                        .put("error", result.error());
            }
        }
        boolean served = !healthy.isEmpty() || (unhealthy.isEmpty() && !skipped.isEmpty());
        page.put("status", !served ? "unhealthy" : unhealthy.isEmpty() ? "healthy" : "degraded");
        page.put("healthy_count", healthy.size());
        page.put("unhealthy_count", unhealthy.size());
        if (!skipped.isEmpty()) {
            page.set("not_probed_endpoints", skipped);
        }
        page.put("version", version);
        page.put("uptime", text(uptime));
        return new Page(served ? 200 : 503, page.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode entry(ArrayNode list, DeploymentOffer deployment, boolean details) {
        ObjectNode entry = list.addObject()
                .put("model", deployment.model())
                .put("model_name", deployment.group())
                .put("model_id", deployment.id());
        if (details) {
            entry.put("api_base", deployment.apiBase());
        }
        return entry;
    }

    private static ObjectNode measured(ObjectNode entry, ProbeResult result) {
        return entry.put("latency_ms", result.latencyMillis())
                .put(
                        "checked_at",
                        Instant.ofEpochMilli(result.checkedAtMillis()).toString())
                .put("cost", BigDecimal.valueOf(result.costNanos(), 9).stripTrailingZeros());
    }

    /** As {@code 2h 15m 30s}; days before it when there are any. */
    static String text(Duration uptime) {
        String days = uptime.toDays() > 0 ? uptime.toDays() + "d " : "";
        return days + uptime.toHoursPart() + "h " + uptime.toMinutesPart() + "m " + uptime.toSecondsPart() + "s";
    }
}
