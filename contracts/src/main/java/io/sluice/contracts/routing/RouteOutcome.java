package io.sluice.contracts.routing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a call.
 *
 * @param status the HTTP status that the client saw, or would have seen
 * @param modelGroup the group that answered, or the one asked for
 * @param attempts every provider attempt in order; empty when none was made
 * @param errorType null when the answer was complete; else the type of the error that the client got
 */
public record RouteOutcome(
        int status,
        String modelGroup,
        List<Attempt> attempts,
        @Nullable String errorType) {}
