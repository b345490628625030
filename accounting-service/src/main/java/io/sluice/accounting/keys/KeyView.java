package io.sluice.accounting.keys;

import io.sluice.contracts.admission.BudgetWindow;
import io.sluice.contracts.money.Money;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A key as the management API shows it (recorded in conformance cases keys/key-block and keys/key-update). */
final class KeyView {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'");

    private KeyView() {}

    /** The whole row. */
    static Map<String, @Nullable Object> row(Row row, KeySpend spend) {
        Map<String, Object> settings = KeyRow.object(row, "settings");
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("token", row.getString("hash"));
        view.put("key_name", row.getString("key_name"));
        view.put("key_alias", row.getString("key_alias"));
        view.put("soft_budget_cooldown", false);
        view.put("spend", dollars(spend.current()));
        view.put("total_spend", dollars(spend.total()));
        view.put("expires", time(row, "expires"));
        view.put("models", KeyRow.texts(row, "models"));
        view.put("aliases", KeyRow.object(row, "aliases"));
        view.put("config", kept(settings, "config", Map.of()));
        view.put("router_settings", kept(settings, "router_settings", Map.of()));
        view.put("user_id", row.getString("user_id"));
        view.put("team_id", row.getString("team_id"));
        view.put("agent_id", kept(settings, "agent_id", null));
        view.put("project_id", kept(settings, "project_id", null));
        view.put("permissions", KeyRow.object(row, "permissions"));
        view.put("max_parallel_requests", row.getLong("max_parallel_requests"));
        view.put("metadata", metadata(row, settings));
        view.put("blocked", row.getBoolean("blocked"));
        view.put("tpm_limit", row.getLong("tpm_limit"));
        view.put("rpm_limit", row.getLong("rpm_limit"));
        view.put("tpd_limit", kept(settings, "tpd_limit", null));
        view.put("max_budget", KeyRow.dollars(row, "max_budget"));
        view.put("soft_budget", KeyRow.dollars(row, "soft_budget"));
        view.put("budget_duration", row.getString("budget_duration"));
        view.put("budget_mode", row.getString("budget_mode"));
        view.put("budget_reset_at", resetAt(row.getString("budget_duration")));
        view.put("allowed_cache_controls", kept(settings, "allowed_cache_controls", List.of()));
        view.put("allowed_routes", KeyRow.texts(row, "allowed_routes"));
        view.put("key_type", row.getString("key_type"));
        view.put("policies", kept(settings, "policies", List.of()));
        view.put("access_group_ids", kept(settings, "access_group_ids", List.of()));
        view.put("model_spend", Map.of());
        view.put("model_max_budget", kept(settings, "model_max_budget", Map.of()));
        view.put("budget_fallbacks", kept(settings, "budget_fallbacks", Map.of()));
        view.put("budget_id", kept(settings, "budget_id", null));
        view.put("budget_limits", kept(settings, "budget_limits", null));
        view.put("object_permission_id", null);
        view.put("object_permission", kept(settings, "object_permission", null));
        view.put("created_at", time(row, "created_at"));
        view.put("created_by", row.getString("created_by"));
        view.put("updated_at", time(row, "updated_at"));
        view.put("updated_by", row.getString("updated_by"));
        view.put("settings_updated_at", time(row, "updated_at"));
        view.put("last_active", null);
        view.put("rotation_count", 0);
        view.put("auto_rotate", kept(settings, "auto_rotate", false));
        view.put("rotation_interval", kept(settings, "rotation_interval", null));
        view.put("last_rotation_at", null);
        view.put("key_rotation_at", null);
        view.put("litellm_budget_table", null);
        return view;
    }

    /** Names that differ between LiteLLM's answers. */
    static Map<String, @Nullable Object> authRow(Row row, KeySpend spend) {
        Map<String, @Nullable Object> view = row(row, spend);
        view.put("org_id", row.getString("organization_id"));
        view.remove("policies");
        return view;
    }

    static Map<String, @Nullable Object> tableRow(Row row, KeySpend spend) {
        Map<String, @Nullable Object> view = row(row, spend);
        view.put("organization_id", row.getString("organization_id"));
        view.put("litellm_organization_table", null);
        view.put("litellm_project_table", null);
        view.put("jwt_key_mappings", null);
        return view;
    }

    /** The answer of {@code /key/generate}: the only one that ever holds the key. */
    static Map<String, @Nullable Object> generated(Row row, String key, KeyFields fields) {
        Map<String, Object> settings = KeyRow.object(row, "settings");
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        Map<String, @Nullable Object> shown = tableRow(row, KeySpend.atStart(row));
        for (KeyField field : KeyField.values()) {
            view.put(
                    field.json(),
                    shown.containsKey(field.json()) ? shown.get(field.json()) : kept(settings, field.json(), null));
        }
        view.put("duration", fields.value(KeyField.DURATION));
        view.put("metadata", KeyRow.object(row, "metadata"));
        view.put("model_rpm_limit", orNull(KeyRow.object(row, "model_rpm_limit")));
        view.put("model_tpm_limit", orNull(KeyRow.object(row, "model_tpm_limit")));
        view.put("tags", fields.value(KeyField.TAGS));
        view.put("send_invite_email", fields.value(KeyField.SEND_INVITE_EMAIL));
        view.put("key", key);
        view.put("key_name", row.getString("key_name"));
        view.put("expires", time(row, "expires"));
        view.put("token_id", row.getString("hash"));
        view.put("token", row.getString("hash"));
        view.put("litellm_budget_table", null);
        view.put("created_by", row.getString("created_by"));
        view.put("updated_by", row.getString("updated_by"));
        view.put("created_at", time(row, "created_at"));
        view.put("updated_at", time(row, "updated_at"));
        return view;
    }

    private static Map<String, @Nullable Object> metadata(Row row, Map<String, Object> settings) {
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>(KeyRow.object(row, "metadata"));
        for (KeyField field : KeyField.values()) {
            if (field.home() == KeyField.Home.KEPT_IN_METADATA && settings.get(field.json()) != null) {
                metadata.put(field.json(), settings.get(field.json()));
            }
        }
        for (String name : List.of("model_rpm_limit", "model_tpm_limit")) {
            Map<String, Object> limits = KeyRow.object(row, name);
            if (!limits.isEmpty()) {
                metadata.put(name, limits);
            }
        }
        List<String> tags = KeyRow.texts(row, "tags");
        if (!tags.isEmpty()) {
            metadata.put("tags", tags);
        }
        return metadata;
    }

    private static @Nullable Map<String, Object> orNull(Map<String, Object> map) {
        return map.isEmpty() ? null : map;
    }

    private static @Nullable Object kept(Map<String, Object> settings, String name, @Nullable Object whenAbsent) {
        return switch (settings.get(name)) {
            case null -> whenAbsent;
            case JsonObject object -> object.getMap();
            case JsonArray array -> array.getList();
            case Object value -> value;
        };
    }

    static double dollars(Money money) {
        return money.toDollars().doubleValue();
    }

    static @Nullable String time(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : TIME.format(time.withOffsetSameInstant(ZoneOffset.UTC));
    }

    private static @Nullable String resetAt(@Nullable String duration) {
        return duration == null
                ? null
                : BudgetWindow.at(duration, Instant.now()).end().toString();
    }
}
