package io.sluice.router.wire;

import io.sluice.contracts.routing.RouteRequest;
import io.sluice.router.deployment.Target;
import io.sluice.router.media.MediaSource;

/**
 * One attempt as a wire sees it.
 *
 * @param answerModel what the answer's {@code model} says: the name that the client asked for, or after a fallback the fallback's model
 * @param media where pictures are fetched that the provider does not fetch itself
 */
public record WireCall(Target target, RouteRequest request, String answerModel, MediaSource media) {

    /** A call for which nothing is fetched. */
    public WireCall(Target target, RouteRequest request, String answerModel) {
        this(target, request, answerModel, MediaSource.NONE);
    }
}
