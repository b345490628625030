package io.sluice.router.asked;

import io.sluice.contracts.routing.RouteRequest;
import io.sluice.router.deployment.Deployment;
import io.sluice.router.deployment.Target;
import io.sluice.router.group.GroupPlan;
import io.sluice.router.tokens.TokenEstimate;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.Wires;
import org.jboss.logging.Logger;

/**
 * How many tokens a prompt has, for the choice of a deployment; never for money. Four bytes a token is near enough unless
 * {@code enable_pre_call_checks} asks whether the prompt fits into a window: then it is counted, but only when its bytes do not show already that
 * it fits, since no token is shorter than a byte.
 */
public final class PromptLength {

    private static final Logger LOG = Logger.getLogger(PromptLength.class);

    private static final int BYTES_PER_TOKEN = 4;

    private PromptLength() {}

    public static long guess(RouteRequest request) {
        return request.scan().textBytes() / BYTES_PER_TOKEN;
    }

    /** Whether somebody's window is smaller than the prompt in the worst case. */
    public static boolean isUnclear(RouteRequest request, GroupPlan plan) {
        return plan.rules().preCallChecks()
                && request.scan().textBytes() > plan.candidates().smallestWindow()
                && Wires.client(request.protocol()).isPresent();
    }

    /** Takes milliseconds for a long prompt: not for an event loop. What cannot be read is guessed; the wire says better what is wrong with it. */
    public static long count(RouteRequest request, Deployment deployment) {
        Target target = deployment.target();
        try {
            return TokenEstimate.of(
                    Wires.client(request.protocol())
                            .orElseThrow()
                            .read(new WireCall(target, request, request.requestedModel())),
                    target.knownModel());
        } catch (RuntimeException unreadable) {
            LOG.debugf(unreadable, "the prompt of %s is not counted", request.requestId());
            return guess(request);
        }
    }
}
