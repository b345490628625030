package io.sluice.accounting.files;

import static io.sluice.accounting.database.Answers.await;

import io.sluice.accounting.access.ApiException;
import io.sluice.accounting.access.CurrentCaller;
import io.sluice.accounting.access.Json;
import io.sluice.accounting.access.Managed;
import io.sluice.contracts.files.Owner;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** OpenAI's {@code /v1/files} (platform.openai.com/docs/api-reference/files, seen 2026-11-26). A file of somebody else is not there. */
@Path("/v1/files")
@Managed
@RunOnVirtualThread
public class FileResource {

    private static final int MOST = 10_000;

    private static final String FIND = "SELECT * FROM files WHERE " + PgFileStore.VISIBLE + " AND id = $2";

    private static final String OF_PURPOSE = PgFileStore.VISIBLE + " AND ($2::text IS NULL OR purpose = $2)";

    private final Pool pool;
    private final CurrentCaller caller;

    FileResource(Pool pool, CurrentCaller caller) {
        this.pool = pool;
        this.caller = caller;
    }

    @GET
    public Response list(
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("order") @Nullable String order,
            @QueryParam("purpose") @Nullable String purpose) {
        Listing files = new Listing("*", "files", OF_PURPOSE, Arrays.asList(scope(), purpose));
        return Json.response(
                200,
                files.page(
                        pool,
                        after,
                        Listing.limit(limit, MOST, MOST),
                        "asc".equals(order),
                        row -> PgFileStore.file(row).view()));
    }

    @GET
    @Path("/{id}")
    public Response get(@PathParam("id") String id) {
        return Json.response(200, PgFileStore.file(one(FIND, id)).view());
    }

    private Row one(String sql, String id) {
        RowSet<Row> rows = await(pool.preparedQuery(sql).execute(Tuple.of(scope(), id)));
        if (rows.size() == 0) {
            throw ApiException.error(404, "No such File object: " + id, "invalid_request_error", "id");
        }
        return rows.iterator().next();
    }

    private @Nullable String scope() {
        return Owner.scope(caller.get()).orElse(null);
    }
}
