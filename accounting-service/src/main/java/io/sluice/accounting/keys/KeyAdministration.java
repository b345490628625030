package io.sluice.accounting.keys;

import io.sluice.accounting.access.ApiException;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Changes of keys by the holder of the master key. Every change is told to the gateways. Blocks its (virtual) thread. */
@ApplicationScoped
class KeyAdministration {

    /** LiteLLM's name for the holder of the master key (litellm-behaviour 4.2). */
    static final String ADMIN = "default_user_id";

    private final KeyStore store;
    private final KeySpends spends;
    private final KeyChanges changes;

    KeyAdministration(KeyStore store, KeySpends spends, KeyChanges changes) {
        this.store = store;
        this.spends = spends;
        this.changes = changes;
    }

    Map<String, @Nullable Object> generate(KeyFields fields) {
        String key = fields.text(KeyField.KEY).map(KeyMaterial::chosen).orElseGet(KeyMaterial::generate);
        Map<String, @Nullable Object> columns = KeyColumns.columns(fields);
        columns.put("hash", KeyMaterial.hashOf(key));
        columns.put("key_name", KeyMaterial.nameOf(key));
        columns.put("created_by", ADMIN);
        columns.put("updated_by", ADMIN);
        columns.put(
                "spend_at_start",
                fields.money(KeyField.SPEND).map(money -> money.nanos()).orElse(0L));
        KeyType type = fields.text(KeyField.KEY_TYPE).flatMap(KeyType::byName).orElse(KeyType.DEFAULT);
        columns.put("key_type", type.json());
        if (!(fields.value(KeyField.ALLOWED_ROUTES) instanceof List<?> routes) || routes.isEmpty()) {
            columns.put("allowed_routes", type.routes().toArray(String[]::new));
        }
        fields.text(KeyField.DURATION).ifPresent(duration -> columns.put("expires", Lifetime.end(now(), duration)));
        JsonObject kept = new JsonObject();
        KeyColumns.kept(fields).forEach((name, value) -> {
            if (value != null) {
                kept.put(name, KeyStore.jsonValue(value));
            }
        });
        columns.put("settings", kept);
        Row row = store.insert(columns);
        changes.changed(row.getString("hash"));
        return KeyView.generated(row, key, fields);
    }

    Map<String, @Nullable Object> update(String key, KeyFields fields) {
        String hash = KeyMaterial.hashOf(key);
        Map<String, @Nullable Object> columns = changed(hash, fields);
        Row row = store.update(hash, columns, KeyColumns.kept(fields)).orElseThrow(() -> unknown(key));
        changes.changed(hash);
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("key", key);
        answer.putAll(KeyView.tableRow(row, spends.of(row)));
        return answer;
    }

    Map<String, @Nullable Object> block(String key, boolean blocked) {
        String hash = KeyMaterial.hashOf(key);
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        columns.put("blocked", blocked);
        columns.put("updated_by", ADMIN);
        Row row = store.update(hash, columns, Map.of()).orElseThrow(() -> unknown(key));
        changes.changed(hash);
        return KeyView.authRow(row, spends.of(row));
    }

    Map<String, @Nullable Object> delete(KeyNames names) {
        List<Row> deleted = store.delete(names.hashes(), names.aliases());
        if (deleted.isEmpty()) {
            throw ApiException.notFound("{'error': 'No keys found'}");
        }
        List<String> hashes = deleted.stream().map(row -> row.getString("hash")).toList();
        hashes.forEach(changes::changed);
        List<String> gone = Stream.concat(
                        names.keys().stream().filter(key -> hashes.contains(KeyMaterial.hashOf(key))),
                        deleted.stream()
                                .filter(row -> !names.hashes().contains(row.getString("hash")))
                                .map(row -> row.getString("key_alias")))
                .toList();
        return Map.of("deleted_keys", gone);
    }

    /** The key gets a new secret and keeps everything else; the old secret stops at once. Its spend is carried over. */
    Map<String, @Nullable Object> regenerate(String key, KeyFields fields, String newKey) {
        String hash = KeyMaterial.hashOf(key);
        Row old = store.find(hash).orElseThrow(() -> unknown(key));
        Map<String, @Nullable Object> columns = changed(hash, fields);
        columns.put("hash", KeyMaterial.hashOf(newKey));
        columns.put("key_name", KeyMaterial.nameOf(newKey));
        if (!fields.has(KeyField.SPEND)) {
            columns.put("spend_at_start", spends.of(old).current().nanos());
            columns.put("spend_set_at", now());
        }
        Row row = store.update(hash, columns, KeyColumns.kept(fields)).orElseThrow(() -> unknown(key));
        changes.changed(hash);
        changes.changed(row.getString("hash"));
        return KeyView.generated(row, newKey, fields);
    }

    private Map<String, @Nullable Object> changed(String hash, KeyFields fields) {
        Map<String, @Nullable Object> columns = KeyColumns.columns(fields);
        columns.put("updated_by", ADMIN);
        if (fields.has(KeyField.DURATION)) {
            columns.put(
                    "expires",
                    fields.text(KeyField.DURATION)
                            .filter(duration -> !duration.equals("-1"))
                            .map(duration -> Lifetime.end(now(), duration))
                            .orElse(null));
        }
        fields.money(KeyField.SPEND).ifPresent(spend -> {
            Row row = store.find(hash).orElseThrow(() -> ApiException.notFound("{'error': 'No keys found'}"));
            KeySpend spent = spends.of(row);
            long settled =
                    spent.current().minus(KeySpend.atStart(row).current()).nanos();
            columns.put("spend_at_start", spend.nanos() - settled);
            columns.put("spend_set_at", now());
        });
        return columns;
    }

    private static ApiException unknown(String key) {
        return ApiException.notFound("Key not found. Passed key=" + shown(key));
    }

    /** A key is never repeated in full: this text may be logged. */
    private static String shown(String key) {
        return key.length() < 8 ? "***" : KeyMaterial.nameOf(key);
    }

    private static OffsetDateTime now() {
        return OffsetDateTime.now(ZoneOffset.UTC);
    }
}
