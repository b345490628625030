package io.sluice.accounting.spend;

import io.sluice.contracts.money.Money;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A ledger row in the shape of LiteLLM's SpendLogs (litellm-behaviour 5.2); what only Sluice knows is under {@code metadata}. */
final class SpendLogView {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'");
    private static final int OK_END = 300;
    private static final int OK_START = 200;

    private SpendLogView() {}

    static Map<String, @Nullable Object> of(Row row) {
        OffsetDateTime start = row.getOffsetDateTime("started_at");
        long micros = row.getLong("duration_micros");
        long firstByte = row.getLong("first_byte_micros");
        long input = row.getLong("input_tokens");
        long output = row.getLong("output_tokens");
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("request_id", row.getString("request_id"));
        view.put("call_type", row.getString("call_type"));
        view.put("api_key", row.getString("key_hash"));
        view.put("spend", dollars(row.getLong("cost")));
        view.put("total_tokens", input + output);
        view.put("prompt_tokens", input);
        view.put("completion_tokens", output);
        view.put("startTime", time(start));
        view.put("endTime", time(start.plus(Duration.of(micros, java.time.temporal.ChronoUnit.MICROS))));
        view.put(
                "completionStartTime",
                firstByte > 0 ? time(start.plus(Duration.of(firstByte, java.time.temporal.ChronoUnit.MICROS))) : null);
        view.put("request_duration_ms", TimeUnit.MICROSECONDS.toMillis(micros));
        view.put("model", row.getString("provider_model"));
        view.put("model_id", row.getString("deployment_id"));
        view.put("model_group", row.getString("model_group"));
        view.put("custom_llm_provider", row.getString("provider"));
        view.put("api_base", orEmpty(row.getString("api_base")));
        view.put("user", orEmpty(row.getString("user_id")));
        view.put("metadata", metadata(row));
        view.put("cache_hit", "False");
        view.put("cache_key", "");
        view.put("request_tags", row.get(JsonArray.class, "tags").getList());
        view.put("team_id", row.getString("team_id"));
        view.put("organization_id", row.getString("organization_id"));
        view.put("end_user", orEmpty(row.getString("end_user")));
        view.put("requester_ip_address", null);
        view.put("messages", Map.of());
        view.put("response", Map.of());
        view.put("proxy_server_request", Map.of());
        view.put("session_id", null);
        view.put("status", succeeded(row) ? "success" : "failure");
        view.put("mcp_namespaced_tool_name", null);
        view.put("agent_id", null);
        return view;
    }

    private static Map<String, @Nullable Object> metadata(Row row) {
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
        metadata.put("user_api_key", row.getString("key_hash"));
        metadata.put("user_api_key_alias", row.getString("key_alias"));
        metadata.put("user_api_key_team_id", row.getString("team_id"));
        metadata.put("user_api_key_org_id", row.getString("organization_id"));
        metadata.put("user_api_key_user_id", row.getString("user_id"));
        metadata.put("status", succeeded(row) ? "success" : "failure");
        metadata.put("usage_object", usage(row));
        if (!succeeded(row)) {
            metadata.put("error_information", error(row));
        }
        metadata.put("attempt", row.getInteger("attempt"));
        metadata.put("kind", row.getString("kind"));
        if ("shadow".equals(row.getString("kind"))) {
            metadata.put("is_silent_experiment", true);
        }
        metadata.put("requested_model", row.getString("requested_model"));
        metadata.put("stream", row.getBoolean("stream"));
        metadata.put("finish_reason", row.getString("finish_reason"));
        metadata.put("settled_as", row.getString("certainty"));
        metadata.put("cost_known", row.getBoolean("cost_known"));
        metadata.put("cost_nanos", row.getLong("cost"));
        metadata.put("cost_lines", row.get(JsonArray.class, "cost_lines").getList());
        metadata.put("charges", row.get(JsonObject.class, "charges").getMap());
        return metadata;
    }

    private static Map<String, Object> usage(Row row) {
        Map<String, Object> usage = new LinkedHashMap<>();
        usage.put("prompt_tokens", row.getLong("input_tokens"));
        usage.put("completion_tokens", row.getLong("output_tokens"));
        usage.put("total_tokens", row.getLong("input_tokens") + row.getLong("output_tokens"));
        usage.put("cache_read_input_tokens", row.getLong("cached_input_tokens"));
        usage.put(
                "cache_creation_input_tokens",
                row.getLong("cache_write_5m_tokens") + row.getLong("cache_write_1h_tokens"));
        usage.put("reasoning_tokens", row.getLong("reasoning_tokens"));
        return usage;
    }

    private static Map<String, @Nullable Object> error(Row row) {
        Map<String, @Nullable Object> error = new LinkedHashMap<>();
        error.put("error_code", Integer.toString(row.getInteger("status")));
        error.put("error_class", row.getString("error_class"));
        error.put("llm_provider", row.getString("provider"));
        return error;
    }

    private static boolean succeeded(Row row) {
        int status = row.getInteger("status");
        return status >= OK_START && status < OK_END && row.getString("error_class") == null;
    }

    static double dollars(long nanos) {
        return Money.ofNanos(nanos).toDollars().doubleValue();
    }

    private static String time(OffsetDateTime time) {
        return TIME.format(time.withOffsetSameInstant(ZoneOffset.UTC));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** One day of a summary. */
    static Map<String, Object> day(String day) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("startTime", day);
        view.put("spend", 0.0);
        view.put("users", new LinkedHashMap<String, Object>());
        view.put("models", new LinkedHashMap<String, Object>());
        view.put("api_keys", new LinkedHashMap<String, Object>());
        return view;
    }
}
