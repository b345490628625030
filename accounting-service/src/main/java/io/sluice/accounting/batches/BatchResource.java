package io.sluice.accounting.batches;

import static io.sluice.accounting.database.Answers.await;

import io.sluice.accounting.access.ApiException;
import io.sluice.accounting.access.CurrentCaller;
import io.sluice.accounting.access.Json;
import io.sluice.accounting.access.Managed;
import io.sluice.accounting.files.Listing;
import io.sluice.contracts.files.FileStore;
import io.sluice.contracts.files.Owner;
import io.sluice.contracts.files.WorkIds;
import io.sluice.contracts.identity.Caller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** OpenAI's {@code /v1/batches} (platform.openai.com/docs/api-reference/batch, seen 2026-11-26). A batch of somebody else is not there. */
@Path("/v1/batches")
@Managed
@RunOnVirtualThread
public class BatchResource {

    private static final int PAGE = 20;
    private static final int LARGEST_PAGE = 100;

    private static final String OWN = "($1::text IS NULL OR owner = $1)";

    private static final String INSERT = "INSERT INTO batches (id, owner, key_hash, admin, endpoint, input_file_id,"
            + " completion_window, metadata, output_seconds, provider, expires_at)"
            + " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, now() + interval '24 hours') RETURNING *";

    /** The lines say what is done as long as they are there. */
    private static final String COLUMNS =
            "t.id, t.endpoint, t.input_file_id, t.completion_window, t.status, t.errors, t.metadata,"
                    + " t.output_file_id, t.error_file_id, t.created_at, t.in_progress_at, t.expires_at, t.finalizing_at, t.completed_at,"
                    + " t.failed_at, t.expired_at, t.cancelling_at, t.cancelled_at, t.total,"
                    + " t.completed + (SELECT count(*) FROM batch_lines l WHERE l.batch_id = t.id AND l.state = 'done' AND NOT l.failed)::integer"
                    + " AS completed,"
                    + " t.failed + (SELECT count(*) FROM batch_lines l WHERE l.batch_id = t.id AND l.state = 'done' AND l.failed)::integer"
                    + " AS failed";

    private static final String FIND = "SELECT " + COLUMNS + " FROM batches t WHERE " + OWN + " AND id = $2";

    private static final String CANCEL =
            "UPDATE batches SET status = 'cancelling', cancelling_at = now(), remote_at = now()" + " WHERE " + OWN
                    + " AND id = $2 AND status IN ('validating', 'in_progress')";

    private final Pool pool;
    private final FileStore files;
    private final BatchKeeper keeper;
    private final CurrentCaller caller;

    BatchResource(Pool pool, FileStore files, BatchKeeper keeper, CurrentCaller caller) {
        this.pool = pool;
        this.files = files;
        this.keeper = keeper;
        this.caller = caller;
    }

    @POST
    public Response create(
            @HeaderParam("custom-llm-provider") @Nullable String inHeader,
            @QueryParam("custom_llm_provider") @Nullable String inQuery,
            byte @Nullable [] body) {
        BatchRequest request = BatchRequest.read(body, inHeader != null ? inHeader : inQuery);
        Caller by = caller.get();
        boolean there = await(Future.fromCompletionStage(files.find(request.inputFileId(), Owner.scope(by))))
                .filter(file -> file.purpose().equals("batch"))
                .isPresent();
        if (!there) {
            throw ApiException.error(
                    400,
                    "There is no file " + request.inputFileId() + " with the purpose 'batch'.",
                    "invalid_request_error",
                    "input_file_id");
        }
        Row row = await(pool.preparedQuery(INSERT)
                        .execute(Tuple.of(WorkIds.batch(), Owner.of(by), by.keyHash(), by instanceof Caller.Admin)
                                .addString(request.endpoint())
                                .addString(request.inputFileId())
                                .addString(request.window())
                                .addJsonObject(request.metadata())
                                .addLong(request.outputSeconds())
                                .addString(request.provider())))
                .iterator()
                .next();
        keeper.wake();
        return Json.response(200, BatchView.of(row));
    }

    @GET
    public Response list(@QueryParam("after") @Nullable String after, @QueryParam("limit") @Nullable String limit) {
        Listing batches = new Listing(COLUMNS, "batches", OWN, Arrays.asList(new String[] {scope()}));
        return Json.response(
                200, batches.page(pool, after, Listing.limit(limit, PAGE, LARGEST_PAGE), false, BatchView::of));
    }

    @GET
    @Path("/{id}")
    public Response get(@PathParam("id") String id) {
        return Json.response(200, BatchView.of(find(id)));
    }

    @POST
    @Path("/{id}/cancel")
    public Response cancel(@PathParam("id") String id) {
        RowSet<Row> changed = await(pool.preparedQuery(CANCEL).execute(Tuple.of(scope(), id)));
        Row row = find(id);
        if (changed.rowCount() == 0 && !row.getString("status").equals("cancelling")) {
            throw ApiException.error(
                    409,
                    "A batch that is " + row.getString("status") + " cannot be cancelled.",
                    "invalid_request_error",
                    null);
        }
        keeper.wake();
        return Json.response(200, BatchView.of(row));
    }

    private Row find(String id) {
        RowSet<Row> rows = await(pool.preparedQuery(FIND).execute(Tuple.of(scope(), id)));
        return Optional.of(rows)
                .filter(found -> found.size() > 0)
                .map(found -> found.iterator().next())
                .orElseThrow(() ->
                        ApiException.error(404, "No batch found with id '" + id + "'.", "invalid_request_error", "id"));
    }

    private @Nullable String scope() {
        return Owner.scope(caller.get()).orElse(null);
    }
}
