package io.sluice.accounting.keys;

import io.sluice.accounting.access.CurrentCaller;
import io.sluice.accounting.access.Json;
import io.sluice.accounting.access.Managed;
import io.sluice.accounting.access.Violations;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.sqlclient.Row;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Management of virtual keys, as LiteLLM has it (litellm-behaviour 1.6, conformance area keys). Only the holder of the master key
 * changes keys; a virtual key sees itself.
 */
@Path("/key")
@Managed
@RunOnVirtualThread
public class KeyResource {

    private final KeyAdministration keys;
    private final KeyReading reading;
    private final CurrentCaller caller;

    KeyResource(KeyAdministration keys, KeyReading reading, CurrentCaller caller) {
        this.keys = keys;
        this.reading = reading;
        this.caller = caller;
    }

    @POST
    @Path("/generate")
    public Response generate(byte @Nullable [] body) {
        caller.requireAdmin("/key/generate");
        KeyFields fields = KeyFields.read(body);
        Response.ResponseBuilder response = Response.fromResponse(Json.response(200, keys.generate(fields)));
        notEnforced(fields).ifPresent(names -> response.header("x-sluice-not-enforced", names));
        return response.build();
    }

    @POST
    @Path("/update")
    public Response update(byte @Nullable [] body) {
        caller.requireAdmin("/key/update");
        KeyFields fields = KeyFields.read(body);
        Response.ResponseBuilder response =
                Response.fromResponse(Json.response(200, keys.update(required(fields), fields)));
        notEnforced(fields).ifPresent(names -> response.header("x-sluice-not-enforced", names));
        return response.build();
    }

    @POST
    @Path("/delete")
    public Response delete(byte @Nullable [] body) {
        caller.requireAdmin("/key/delete");
        return Json.response(200, keys.delete(KeyNames.read(body)));
    }

    @POST
    @Path("/block")
    public Response block(byte @Nullable [] body) {
        caller.requireAdmin("/key/block");
        return Json.response(200, keys.block(required(KeyFields.read(body)), true));
    }

    @POST
    @Path("/unblock")
    public Response unblock(byte @Nullable [] body) {
        caller.requireAdmin("/key/unblock");
        return Json.response(200, keys.block(required(KeyFields.read(body)), false));
    }

    @POST
    @Path("/regenerate")
    public Response regenerate(@QueryParam("key") @Nullable String key, byte @Nullable [] body) {
        caller.requireAdmin("/key/regenerate");
        KeyFields fields = KeyFields.read(body);
        String named = key != null ? key : required(fields);
        return Json.response(200, keys.regenerate(named, fields, NewKey.read(body)));
    }

    @POST
    @Path("/{key}/regenerate")
    public Response regenerateNamed(@PathParam("key") String key, byte @Nullable [] body) {
        caller.requireAdmin("/key/{key}/regenerate");
        return Json.response(200, keys.regenerate(key, KeyFields.read(body), NewKey.read(body)));
    }

    @GET
    @Path("/info")
    public Response info(@QueryParam("key") @Nullable String key) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        Row row = reading.find(caller.get(), key);
        answer.put("key", key == null ? row.getString("hash") : key);
        answer.put("info", reading.info(row));
        return Json.response(200, answer);
    }

    @GET
    @Path("/list")
    public Response list(
            @QueryParam("page") @Nullable String page,
            @QueryParam("size") @Nullable String size,
            @QueryParam("user_id") @Nullable String userId,
            @QueryParam("team_id") @Nullable String teamId,
            @QueryParam("organization_id") @Nullable String organizationId,
            @QueryParam("key_hash") @Nullable String keyHash,
            @QueryParam("key_alias") @Nullable String alias,
            @QueryParam("status") @Nullable String status,
            @QueryParam("substring_matching") @Nullable String substring,
            @QueryParam("return_full_object") @Nullable String full,
            @QueryParam("sort_by") @Nullable String sortBy,
            @QueryParam("sort_order") @Nullable String sortOrder) {
        Violations wrong = new Violations();
        int pageNumber = Queries.number(page, 1, 1, Integer.MAX_VALUE, wrong, "page");
        int pageSize = Queries.number(size, 10, 1, KeyQuery.MAX_SIZE, wrong, "size");
        boolean substrings = Queries.flag(substring, wrong, "substring_matching");
        boolean fullObjects = Queries.flag(full, wrong, "return_full_object");
        wrong.throwIfAny();
        KeyQuery query = new KeyQuery(
                KeyReading.onlyHash(caller.get()),
                userId,
                teamId,
                organizationId,
                keyHash == null ? null : KeyMaterial.hashOf(keyHash),
                alias,
                status,
                substrings,
                KeyQuery.order(sortBy, sortOrder),
                pageNumber,
                pageSize);
        return Json.response(200, reading.list(query, fullObjects));
    }

    /** Limits that are kept and shown but that no gateway enforces yet: said, not passed over in silence. */
    private static Optional<String> notEnforced(KeyFields fields) {
        String names = String.join(
                ", ",
                java.util.stream.Stream.of(
                                KeyField.MODEL_MAX_BUDGET,
                                KeyField.BUDGET_LIMITS,
                                KeyField.TPD_LIMIT,
                                KeyField.MCP_RPM_LIMIT,
                                KeyField.TAG_RPM_LIMIT,
                                KeyField.GUARDRAILS,
                                KeyField.BUDGET_ID)
                        .filter(field -> fields.value(field) != null)
                        .map(KeyField::json)
                        .toList());
        return names.isEmpty() ? Optional.empty() : Optional.of(names);
    }

    private static String required(KeyFields fields) {
        return fields.text(KeyField.KEY)
                .orElseThrow(() -> Violations.single("missing", "Field required", "body", "key"));
    }
}
