package io.sluice.contracts.routing;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Status and headers of the answer to the client.
 *
 * @param headers lower-case names; {@code content-type} and the {@code x-litellm-*} headers that the engine knows
 * @param outcome known already for answers that are not streamed; null for streams, whose outcome comes at their end
 */
public record RouteHead(
        int status, Map<String, String> headers, @Nullable RouteOutcome outcome) {}
