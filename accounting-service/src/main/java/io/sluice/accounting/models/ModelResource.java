package io.sluice.accounting.models;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.accounting.access.CurrentCaller;
import io.sluice.accounting.access.Json;
import io.sluice.accounting.access.Managed;
import io.sluice.accounting.access.Violations;
import io.sluice.contracts.routing.ModelChanges;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Models that are added, changed and removed while Sluice runs, as LiteLLM has it (litellm-behaviour 1.5), by the holder of the master key
 * alone. What is answered is in force at this gateway's router; its header says from which revision on other routers have it too.
 */
@Path("/model")
@Managed
@RunOnVirtualThread
public class ModelResource {

    private final ModelAdministration models;
    private final RouterNews news;
    private final CurrentCaller caller;

    ModelResource(ModelAdministration models, RouterNews news, CurrentCaller caller) {
        this.models = models;
        this.news = news;
        this.caller = caller;
    }

    @POST
    @Path("/new")
    public Response add(byte @Nullable [] body) {
        caller.requireAdmin("/model/new");
        return changed(models.add(ModelRequest.ofNew(body)));
    }

    @POST
    @Path("/update")
    public Response update(byte @Nullable [] body) {
        caller.requireAdmin("/model/update");
        ModelRequest request = ModelRequest.read(body);
        String id = request.id()
                .orElseThrow(() -> Violations.single("missing", "Field required", "body", "model_info", "id"));
        return changed(models.update(id, request));
    }

    @PATCH
    @Path("/{id}/update")
    public Response patch(@PathParam("id") String id, byte @Nullable [] body) {
        caller.requireAdmin("/model/{model_id}/update");
        return changed(models.update(id, ModelRequest.read(body)));
    }

    @POST
    @Path("/delete")
    public Response delete(byte @Nullable [] body) {
        caller.requireAdmin("/model/delete");
        String id = id(body);
        long revision = models.delete(id);
        return told(revision, Map.of("message", "Model: " + id + " deleted successfully"));
    }

    @POST
    @Path("/block")
    public Response block(byte @Nullable [] body) {
        caller.requireAdmin("/model/block");
        return changed(models.update(id(body), ModelRequest.ofBlocked(true)));
    }

    @POST
    @Path("/unblock")
    public Response unblock(byte @Nullable [] body) {
        caller.requireAdmin("/model/unblock");
        return changed(models.update(id(body), ModelRequest.ofBlocked(false)));
    }

    private static String id(byte @Nullable [] body) {
        JsonNode json = Json.object(body);
        return Optional.of(json.path("id"))
                .filter(JsonNode::isTextual)
                .or(() -> Optional.of(json.path("model_id")).filter(JsonNode::isTextual))
                .map(JsonNode::asText)
                .orElseThrow(() -> Violations.single("missing", "Field required", "body", "id"));
    }

    private Response changed(ModelAdministration.Changed change) {
        return told(change.revision(), change.model());
    }

    private Response told(long revision, Object answer) {
        news.tell(revision);
        return Response.fromResponse(Json.response(200, answer))
                .header(ModelChanges.REVISION_HEADER, revision)
                .build();
    }
}
