package io.sluice.accounting.batches;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** OpenAI's {@code Batch} object: platform.openai.com/docs/api-reference/batch/object (seen 2026-11-26). */
final class BatchView {

    private static final List<String> TIMES = List.of(
            "created_at",
            "in_progress_at",
            "expires_at",
            "finalizing_at",
            "completed_at",
            "failed_at",
            "expired_at",
            "cancelling_at",
            "cancelled_at");

    private BatchView() {}

    static Map<String, Object> of(Row row) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("id", row.getString("id"));
        view.put("object", "batch");
        for (String name : List.of("endpoint", "input_file_id", "completion_window", "status")) {
            view.put(name, row.getString(name));
        }
        JsonArray errors = row.getJsonArray("errors");
        view.put("errors", errors == null ? null : Map.of("object", "list", "data", errors.getList()));
        view.put("output_file_id", row.getString("output_file_id"));
        view.put("error_file_id", row.getString("error_file_id"));
        for (String name : TIMES) {
            OffsetDateTime time = row.getOffsetDateTime(name);
            view.put(name, time == null ? null : time.toEpochSecond());
        }
        view.put(
                "request_counts",
                Map.of(
                        "total", row.getInteger("total"),
                        "completed", row.getInteger("completed"),
                        "failed", row.getInteger("failed")));
        JsonObject metadata = row.getJsonObject("metadata");
        view.put("metadata", metadata == null ? null : metadata.getMap());
        return view;
    }
}
