package io.sluice.router.engine;

import io.sluice.contracts.routing.Protocol;
import io.sluice.router.failure.ErrorClass;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.group.Step;
import io.sluice.router.strategy.Verdict;

/** Failures that the engine finds by itself: nobody of a group could be asked, or the answer is none. */
final class Unserved {

    private Unserved() {}

    static ProviderFailure noDeployment(String group, String reason) {
        return failure(ErrorClass.OVERLOADED, 503, group, reason, -1);
    }

    static ProviderFailure nobody(String group, Step.Nobody nobody) {
        Verdict why = nobody.why();
        ErrorClass errorClass = switch (why) {
            case CONTEXT_WINDOW -> ErrorClass.CONTEXT_WINDOW;
            case TAGS -> ErrorClass.AUTHENTICATION;
            case RESIDENCY -> ErrorClass.PERMISSION;
            default -> ErrorClass.RATE_LIMIT;
        };
        String wait = nobody.queue().map(end -> ", and " + end.says()).orElse("");
        return failure(errorClass, why.status(), group, "each of them " + why.says() + wait, nobody.retryAfterMillis());
    }

    static ProviderFailure noMock(Protocol protocol) {
        String message = "mock_response is there for chats, not for " + protocol.endpoint();
        return new ProviderFailure(ErrorClass.BAD_REQUEST, 400, message, null, "mock_response", null, -1, false);
    }

    /** An answer came and was paid for, but the provider's filter cut it. */
    static ProviderFailure filtered() {
        return new ProviderFailure(
                ErrorClass.CONTENT_POLICY,
                400,
                "Response output was blocked by the provider's content filter",
                null,
                null,
                "content_filter",
                -1,
                true);
    }

    private static ProviderFailure failure(
            ErrorClass errorClass, int status, String group, String reason, long retryAfterMillis) {
        String message = "No deployments available for model group '" + group + "': " + reason;
        return new ProviderFailure(errorClass, status, message, null, null, null, retryAfterMillis, false);
    }
}
