package io.sluice.accounting.spend;

import static io.sluice.accounting.database.Answers.await;

import io.sluice.accounting.access.ApiException;
import io.sluice.accounting.access.CurrentCaller;
import io.sluice.accounting.access.Json;
import io.sluice.accounting.access.Managed;
import io.sluice.accounting.access.Violations;
import io.sluice.accounting.keys.KeyMaterial;
import io.sluice.accounting.keys.Queries;
import io.sluice.contracts.identity.Caller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ledger for people: one row an attempt, newest first, or sums by day (litellm-behaviour 1.7). A virtual key sees its own rows.
 * {@code page} and {@code page_size} are ours; LiteLLM answers its newest 10,000.
 */
@Path("/spend")
@Managed
@RunOnVirtualThread
public class SpendResource {

    private static final int MAX_ROWS = 10_000;
    private static final int DEFAULT_ROWS = 1_000;

    private static final String ROWS = "SELECT * FROM ledger WHERE " + SpendLogQuery.CONDITION
            + " ORDER BY admitted_at DESC, request_id, attempt LIMIT $" + SpendLogQuery.LIMIT + " OFFSET $"
            + SpendLogQuery.OFFSET;

    private static final String DAYS = "SELECT to_char(admitted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day,"
            + " coalesce(user_id, '') AS user_id, provider_model, key_hash, sum(cost)::bigint AS cost"
            + " FROM ledger WHERE " + SpendLogQuery.CONDITION + " GROUP BY 1, 2, 3, 4 ORDER BY 1";

    private final Pool pool;
    private final CurrentCaller caller;

    SpendResource(Pool pool, CurrentCaller caller) {
        this.pool = pool;
        this.caller = caller;
    }

    @GET
    @Path("/logs")
    public Response logs(
            @QueryParam("api_key") @Nullable String apiKey,
            @QueryParam("user_id") @Nullable String userId,
            @QueryParam("request_id") @Nullable String requestId,
            @QueryParam("start_date") @Nullable String startDate,
            @QueryParam("end_date") @Nullable String endDate,
            @QueryParam("summarize") @Nullable String summarize,
            @QueryParam("page") @Nullable String page,
            @QueryParam("page_size") @Nullable String pageSize) {
        Violations wrong = new Violations();
        int pageNumber = Queries.number(page, 1, 1, Integer.MAX_VALUE, wrong, "page");
        int rows = Queries.number(pageSize, DEFAULT_ROWS, 1, MAX_ROWS, wrong, "page_size");
        boolean summary = Queries.flag(summarize, true, wrong, "summarize");
        wrong.throwIfAny();
        SpendLogQuery query = new SpendLogQuery(
                visibleKey(apiKey),
                userId,
                requestId,
                SpendLogQuery.day(startDate, "start_date", false),
                SpendLogQuery.day(endDate, "end_date", true));
        boolean dated = query.from() != null && query.until() != null;
        return Json.response(200, dated && summary ? summary(query) : rows(query, pageNumber, rows));
    }

    private @Nullable String visibleKey(@Nullable String asked) {
        String hash = asked == null || asked.isBlank() ? null : KeyMaterial.hashOf(asked);
        return switch (caller.get()) {
            case Caller.Admin admin -> hash;
            case Caller.KeyHolder holder -> {
                if (hash != null && !hash.equals(holder.key().hash())) {
                    throw ApiException.forbidden("A virtual key may read its own spend logs only.");
                }
                yield holder.key().hash();
            }
        };
    }

    private List<Map<String, @Nullable Object>> rows(SpendLogQuery query, int page, int size) {
        List<Map<String, @Nullable Object>> views = new ArrayList<>();
        for (Row row : await(pool.preparedQuery(ROWS).execute(query.page(page, size)))) {
            views.add(SpendLogView.of(row));
        }
        return views;
    }

    private List<Map<String, Object>> summary(SpendLogQuery query) {
        Map<String, Map<String, Object>> days = new LinkedHashMap<>();
        for (Row row : await(pool.preparedQuery(DAYS).execute(query.values()))) {
            Map<String, Object> day = days.computeIfAbsent(row.getString("day"), SpendLogView::day);
            double cost = SpendLogView.dollars(row.getLong("cost"));
            day.merge("spend", cost, SpendResource::sum);
            add(day, "users", row.getString("user_id"), cost);
            add(day, "models", row.getString("provider_model"), cost);
            add(day, "api_keys", row.getString("key_hash"), cost);
        }
        return List.copyOf(days.values());
    }

    @SuppressWarnings("unchecked")
    private static void add(Map<String, Object> day, String group, String name, double cost) {
        ((Map<String, Object>) day.computeIfAbsent(group, ignored -> new LinkedHashMap<String, Object>()))
                .merge(name, cost, SpendResource::sum);
    }

    private static Object sum(Object left, Object right) {
        return (Double) left + (Double) right;
    }
}
