package io.sluice.accounting.internal;

import io.sluice.contracts.SeamJson;
import io.sluice.contracts.batches.BatchWork;
import io.sluice.contracts.batches.LineResult;
import io.sluice.contracts.batches.ProviderBatches;
import io.sluice.contracts.batches.ProviderNews;
import io.sluice.contracts.files.FileStore;
import io.sluice.contracts.files.NewFile;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Files and the lines of batches for gateways in other processes. JSON by {@link SeamJson}, pieces as they are. 503: the books cannot be asked now. */
@Path("/internal")
@Internal
public class WorkResource {

    private static final Logger LOG = Logger.getLogger(WorkResource.class);

    record Renewal(List<String> callIds) {}

    record Begun(boolean mine) {}

    private final FileStore files;
    private final BatchWork work;
    private final ProviderBatches remote;

    WorkResource(FileStore files, BatchWork work, ProviderBatches remote) {
        this.files = files;
        this.work = work;
        this.remote = remote;
    }

    @POST
    @Path("/files")
    public CompletionStage<Response> begin(byte[] body) {
        return answered(files.begin(SeamJson.read(body, NewFile.class)).thenApply(done -> nothing()));
    }

    @PUT
    @Path("/files/{id}/{piece}")
    public CompletionStage<Response> append(@PathParam("id") String id, @PathParam("piece") int piece, byte[] bytes) {
        return answered(files.append(id, piece, bytes).thenApply(done -> nothing()));
    }

    @POST
    @Path("/files/{id}/complete")
    public CompletionStage<Response> complete(@PathParam("id") String id) {
        return answered(files.complete(id).thenApply(WorkResource::json));
    }

    @POST
    @Path("/files/elsewhere/{provider}")
    public CompletionStage<Response> note(
            @PathParam("provider") String provider, @QueryParam("bytes") long bytes, byte[] body) {
        return answered(
                files.note(SeamJson.read(body, NewFile.class), provider, bytes).thenApply(WorkResource::json));
    }

    /** 204 when none is. */
    @POST
    @Path("/files/foreign")
    public CompletionStage<Response> foreign(@QueryParam("owner") String owner, byte[] body) {
        return answered(files.foreign(Set.of(SeamJson.read(body, String[].class)), owner)
                .thenApply(id -> id.map(WorkResource::json).orElseGet(WorkResource::nothing)));
    }

    @DELETE
    @Path("/files/{id}")
    public CompletionStage<Response> delete(@PathParam("id") String id, @QueryParam("owner") @Nullable String owner) {
        return answered(
                files.delete(id, Optional.ofNullable(owner)).thenApply(deleted -> deleted ? nothing() : missing()));
    }

    @GET
    @Path("/files/{id}")
    public CompletionStage<Response> find(@PathParam("id") String id, @QueryParam("owner") @Nullable String owner) {
        return answered(files.find(id, Optional.ofNullable(owner))
                .thenApply(file -> file.map(WorkResource::json).orElseGet(WorkResource::missing)));
    }

    @GET
    @Path("/files/{id}/{piece}")
    public CompletionStage<Response> piece(@PathParam("id") String id, @PathParam("piece") int piece) {
        return answered(files.piece(id, piece)
                .thenApply(bytes -> bytes.map(some -> Response.ok(some, MediaType.APPLICATION_OCTET_STREAM_TYPE)
                                .build())
                        .orElseGet(WorkResource::missing)));
    }

    @POST
    @Path("/batches/claim")
    public CompletionStage<Response> claim(@QueryParam("most") int most) {
        return answered(work.claim(most).thenApply(WorkResource::json));
    }

    @POST
    @Path("/batches/begin/{call}")
    public CompletionStage<Response> begin(@PathParam("call") String callId) {
        return answered(work.begin(callId).thenApply(mine -> json(new Begun(mine))));
    }

    @POST
    @Path("/batches/renew")
    public CompletionStage<Response> renew(byte[] body) {
        return answered(work.renew(SeamJson.read(body, Renewal.class).callIds()).thenApply(done -> nothing()));
    }

    @POST
    @Path("/batches/later/{call}")
    public CompletionStage<Response> later(@PathParam("call") String callId, @QueryParam("millis") long millis) {
        return answered(work.putBack(callId, millis).thenApply(done -> nothing()));
    }

    @POST
    @Path("/batches/done")
    public CompletionStage<Response> done(byte[] body) {
        return answered(work.done(SeamJson.read(body, LineResult.class)).thenApply(done -> nothing()));
    }

    /** 204 when none is due. */
    @POST
    @Path("/provider-batches/claim")
    public CompletionStage<Response> claimRemote() {
        return answered(
                remote.claim().thenApply(batch -> batch.map(WorkResource::json).orElseGet(WorkResource::nothing)));
    }

    @POST
    @Path("/provider-batches/submit/{id}")
    public CompletionStage<Response> submit(@PathParam("id") String id, @QueryParam("model") String model) {
        return answered(remote.submit(id, model).thenApply(mine -> json(new Begun(mine))));
    }

    @POST
    @Path("/provider-batches/renew")
    public CompletionStage<Response> renewRemote(byte[] body) {
        return answered(
                remote.renew(List.of(SeamJson.read(body, String[].class))).thenApply(done -> nothing()));
    }

    @POST
    @Path("/provider-batches/told/{id}")
    public CompletionStage<Response> told(@PathParam("id") String id, byte[] body) {
        return answered(remote.told(id, SeamJson.read(body, ProviderNews.class)).thenApply(done -> nothing()));
    }

    private static CompletionStage<Response> answered(CompletionStage<Response> answer) {
        return answer.exceptionally(fault -> {
            LOG.warnf("The books cannot be asked: %s", fault.getMessage());
            return Response.status(503).header("retry-after", "1").build();
        });
    }

    private static Response nothing() {
        return Response.noContent().build();
    }

    private static Response missing() {
        return Response.status(404).build();
    }

    private static Response json(Object value) {
        return Response.ok(SeamJson.bytes(value), MediaType.APPLICATION_JSON_TYPE)
                .build();
    }
}
