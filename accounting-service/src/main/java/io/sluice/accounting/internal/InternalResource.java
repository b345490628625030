package io.sluice.accounting.internal;

import io.sluice.contracts.SeamJson;
import io.sluice.contracts.admission.GatewayRoster;
import io.sluice.contracts.admission.Scope;
import io.sluice.contracts.admission.SpendBook;
import io.sluice.contracts.identity.Directory;
import io.sluice.contracts.identity.KeyLookup;
import io.sluice.contracts.routing.StoredModels;
import io.sluice.contracts.usage.UsageEvent;
import io.sluice.contracts.usage.UsageSink;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The seams of {@code contracts} over HTTP for gateways in other processes. JSON by {@link SeamJson}. 503 means: the books cannot be
 * asked now. Never blocks.
 */
@Path("/internal")
@Internal
public class InternalResource {

    private static final Logger LOG = Logger.getLogger(InternalResource.class);

    /** A journal segment and the number of its events. */
    record Segments(String gatewayId, List<UsageSink.SegmentCount> segments) {}

    record Committed(Set<Long> segments) {}

    record Told(String gateway, long incarnation, @Nullable Instant until) {}

    record Clock(Instant now) {}

    private final Directory directory;
    private final SpendBook spend;
    private final GatewayRoster roster;
    private final UsageSink usage;
    private final StoredModels models;

    InternalResource(Directory directory, SpendBook spend, GatewayRoster roster, UsageSink usage, StoredModels models) {
        this.directory = directory;
        this.spend = spend;
        this.roster = roster;
        this.usage = usage;
        this.models = models;
    }

    @GET
    @Path("/keys/{hash}")
    public CompletionStage<Response> key(@PathParam("hash") String hash) {
        return directory.findKey(hash).thenApply(lookup -> switch (lookup) {
            case KeyLookup.Found found -> json(found.key());
            case KeyLookup.Unknown unknown -> Response.status(404).build();
            case KeyLookup.Unavailable unavailable -> unavailable();
            case KeyLookup.NoDirectory none -> unavailable();
        });
    }

    /** Not a GET: the first look at a budget window is remembered. */
    @POST
    @Path("/look")
    public CompletionStage<Response> look(
            @QueryParam("scope") @Nullable String scope,
            @QueryParam("window") @Nullable String window,
            @QueryParam("gateway") @Nullable String gateway) {
        Scope asked;
        Instant start;
        try {
            asked = Scope.parse(String.valueOf(scope));
            start = Instant.ofEpochMilli(Long.parseLong(String.valueOf(window)));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new BadRequestException("scope or window");
        }
        if (gateway == null) {
            throw new BadRequestException("gateway");
        }
        return answered(spend.look(asked, start, gateway).thenApply(InternalResource::json));
    }

    @POST
    @Path("/gateways/told")
    public CompletionStage<Response> told(byte[] body) {
        Told told = read(body, Told.class);
        if (told.gateway() == null) {
            throw new BadRequestException("gateway");
        }
        return answered(
                roster.told(told.gateway(), told.incarnation(), told.until()).thenApply(now -> json(new Clock(now))));
    }

    @DELETE
    @Path("/gateways/{gateway}")
    public CompletionStage<Response> left(@PathParam("gateway") String gateway) {
        return answered(
                roster.left(gateway).thenApply(done -> Response.noContent().build()));
    }

    @POST
    @Path("/usage")
    public CompletionStage<Response> usage(byte[] body) {
        List<@Nullable UsageEvent> events = Arrays.asList(read(body, UsageEvent[].class));
        if (events.contains(null)) {
            throw new BadRequestException("null is no event");
        }
        return answered(usage.append(List.copyOf(events))
                .thenApply(done -> Response.noContent().build()));
    }

    @POST
    @Path("/usage/committed")
    public CompletionStage<Response> committed(byte[] body) {
        Segments asked = read(body, Segments.class);
        if (asked.gatewayId() == null
                || asked.segments() == null
                || asked.segments().contains(null)) {
            throw new BadRequestException("gatewayId and segments are needed");
        }
        return answered(usage.committed(asked.gatewayId(), asked.segments())
                .thenApply(segments -> json(new Committed(segments))));
    }

    /** For routers: 204 when they know what is stored. */
    @GET
    @Path("/stored-models")
    public CompletionStage<Response> storedModels(@QueryParam("known") @DefaultValue("0") long known) {
        return answered(models.unless(known)
                .thenApply(shelf -> shelf.map(InternalResource::json)
                        .orElseGet(() -> Response.noContent().build())));
    }

    private static <T> T read(byte[] body, Class<T> type) {
        try {
            T value = SeamJson.read(body, type);
            if (value == null) {
                throw new BadRequestException("null");
            }
            return value;
        } catch (UncheckedIOException e) {
            throw new BadRequestException(e.getMessage());
        }
    }

    private static CompletionStage<Response> answered(CompletionStage<Response> answer) {
        return answer.exceptionally(fault -> {
            LOG.warnf("The books cannot be asked: %s", fault.getMessage());
            return unavailable();
        });
    }

    private static Response unavailable() {
        return Response.status(503).header("retry-after", "1").build();
    }

    private static Response json(Object value) {
        return Response.ok(SeamJson.bytes(value), MediaType.APPLICATION_JSON_TYPE)
                .build();
    }
}
