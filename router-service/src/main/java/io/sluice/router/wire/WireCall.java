package io.sluice.router.wire;

import io.sluice.contracts.routing.RouteRequest;
import io.sluice.router.deployment.Target;

/**
 * One attempt as a wire sees it.
 *
 * @param answerModel what the answer's {@code model} says: the name that the client asked for, or after a fallback the fallback's model
 */
public record WireCall(Target target, RouteRequest request, String answerModel) {}
