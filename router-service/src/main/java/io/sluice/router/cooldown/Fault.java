package io.sluice.router.cooldown;

import io.sluice.router.failure.ErrorClass;

/**
 * What health and retries need to know of a failed attempt.
 *
 * @param status the provider's HTTP status, or what stands for it
 * @param retryAfterMillis what the provider asked for; -1 when it did not
 * @param answered the provider said it itself; false: only our side of the network did (refused, reset, silent)
 * @param callersLimit the time limit that ran out was set by the caller, not by the operator
 */
public record Fault(ErrorClass errorClass, int status, long retryAfterMillis, boolean answered, boolean callersLimit) {

    public static Fault answered(ErrorClass errorClass, int status, long retryAfterMillis) {
        return new Fault(errorClass, status, retryAfterMillis, true, false);
    }

    public static Fault unanswered(ErrorClass errorClass) {
        return new Fault(errorClass, errorClass.status(), -1, false, false);
    }
}
