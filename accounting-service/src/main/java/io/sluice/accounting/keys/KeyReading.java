package io.sluice.accounting.keys;

import io.sluice.accounting.access.ApiException;
import io.sluice.configuration.Configuration;
import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.money.BudgetMode;
import io.sluice.contracts.money.Money;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a caller may see of keys: the holder of the master key all, a virtual key itself. Blocks its (virtual) thread. */
@ApplicationScoped
class KeyReading {

    private static final String DENIED = "You are not allowed to access this key's info. Your role=unknown";

    /** docs/decisions/0004: the allowance of a bounded budget is the greater of a tenth of the limit and this. */
    private static final BigDecimal OVERSHOOT = BigDecimal.ONE;

    private static final int TENTH = 10;

    private final KeyStore store;
    private final KeySpends spends;
    private final BudgetMode defaultMode;
    private final Money overshoot;

    KeyReading(KeyStore store, KeySpends spends, Configuration configuration) {
        this.store = store;
        this.spends = spends;
        this.defaultMode = configuration
                .sluice()
                .string("budget_mode")
                .map(BudgetMode::parse)
                .orElse(BudgetMode.BOUNDED);
        this.overshoot = Money.ofDollars(
                configuration.sluice().decimal("bounded_overshoot").orElse(OVERSHOOT));
    }

    /** The restriction that {@code caller} is under, if any. */
    static @Nullable String onlyHash(Caller caller) {
        return switch (caller) {
            case Caller.Admin admin -> null;
            case Caller.KeyHolder holder -> holder.key().hash();
        };
    }

    /**
     * @param key a key or its hash; null: the caller's own
     * @throws ApiException 403 for another's key, whether it exists or not; 404
     */
    Row find(Caller caller, @Nullable String key) {
        String only = onlyHash(caller);
        if (key == null && only == null) {
            throw ApiException.notFound("Key not found in database: the master key has no row. Pass ?key=");
        }
        String hash = key == null ? only : KeyMaterial.hashOf(key);
        if (hash == null || (only != null && !only.equals(hash))) {
            throw ApiException.forbidden(DENIED);
        }
        return store.find(hash).orElseThrow(() -> ApiException.notFound("Key not found in database"));
    }

    Map<String, @Nullable Object> info(Row row) {
        Map<String, @Nullable Object> info = KeyView.tableRow(row, spends.of(row));
        info.remove("token");
        ceiling(row).ifPresent(money -> info.put("budget_ceiling", KeyView.dollars(money)));
        return info;
    }

    Map<String, @Nullable Object> list(KeyQuery query, boolean full) {
        List<Row> rows = store.list(query);
        long total = rows.isEmpty() ? store.count(query) : rows.getFirst().getLong("total");
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put(
                "keys",
                full
                        ? objects(rows)
                        : rows.stream().map(row -> row.getString("hash")).toList());
        answer.put("total_count", total);
        answer.put("current_page", query.page());
        answer.put("total_pages", Math.ceilDiv(total, (long) query.size()));
        return answer;
    }

    private List<Map<String, @Nullable Object>> objects(List<Row> rows) {
        Map<String, KeySpend> spent = spends.of(rows);
        return rows.stream()
                .map(row -> KeyView.authRow(row, spent.getOrDefault(row.getString("hash"), KeySpend.atStart(row))))
                .toList();
    }

    /** The most that a bounded budget can ever come to. */
    private Optional<Money> ceiling(Row row) {
        Money limit = KeyRow.money(row, "max_budget");
        BudgetMode own = KeyRow.mode(row);
        BudgetMode mode = own == null ? defaultMode : own;
        if (limit == null || mode != BudgetMode.BOUNDED) {
            return Optional.empty();
        }
        Money tenth = Money.ofNanos(limit.nanos() / TENTH);
        return Optional.of(limit.plus(tenth.compareTo(overshoot) > 0 ? tenth : overshoot));
    }
}
