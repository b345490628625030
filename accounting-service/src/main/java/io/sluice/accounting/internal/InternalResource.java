package io.sluice.accounting.internal;

import io.sluice.contracts.SeamJson;
import io.sluice.contracts.admission.Scope;
import io.sluice.contracts.admission.SpendBook;
import io.sluice.contracts.identity.Directory;
import io.sluice.contracts.identity.KeyLookup;
import io.sluice.contracts.usage.UsageEvent;
import io.sluice.contracts.usage.UsageSink;
import jakarta.ws.rs.BadRequestException;
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
import java.util.Map;
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

    private final Directory directory;
    private final SpendBook spend;
    private final UsageSink usage;

    InternalResource(Directory directory, SpendBook spend, UsageSink usage) {
        this.directory = directory;
        this.spend = spend;
        this.usage = usage;
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

    @GET
    @Path("/settled")
    public CompletionStage<Response> settled(
            @QueryParam("scope") @Nullable String scope, @QueryParam("window") @Nullable String window) {
        Scope asked;
        Instant start;
        try {
            asked = Scope.parse(String.valueOf(scope));
            start = Instant.ofEpochMilli(Long.parseLong(String.valueOf(window)));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new BadRequestException("scope or window");
        }
        return answered(spend.settled(asked, start).thenApply(money -> json(Map.of("nanos", money.nanos()))));
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
