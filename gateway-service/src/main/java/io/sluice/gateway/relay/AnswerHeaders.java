package io.sluice.gateway.relay;

import io.netty.util.AsciiString;
import io.sluice.contracts.admission.Meter;
import io.sluice.contracts.identity.VirtualKey;
import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.routing.RouteHead;
import io.sluice.contracts.routing.RouteOutcome;
import io.sluice.gateway.admission.Reservation;
import io.sluice.gateway.errors.PythonFloat;
import io.vertx.core.MultiMap;
import java.util.Map;

/** Headers of a relayed answer: the engine's, then the gateway's own ({@code litellm-behaviour.md} 4.8). */
final class AnswerHeaders {

    private static final CharSequence DURATION = AsciiString.cached("x-litellm-response-duration-ms");
    private static final CharSequence OVERHEAD = AsciiString.cached("x-litellm-overhead-duration-ms");
    private static final CharSequence MODEL_GROUP = AsciiString.cached("x-litellm-model-group");
    private static final CharSequence OUTPUT_CAP = AsciiString.cached("x-sluice-output-cap");
    private static final CharSequence KEY_RPM = AsciiString.cached("x-litellm-key-rpm-limit");
    private static final CharSequence KEY_TPM = AsciiString.cached("x-litellm-key-tpm-limit");
    private static final CharSequence KEY_BUDGET = AsciiString.cached("x-litellm-key-max-budget");
    private static final CharSequence LIMIT_REQUESTS = AsciiString.cached("x-ratelimit-api_key-limit-requests");
    private static final CharSequence LIMIT_TOKENS = AsciiString.cached("x-ratelimit-api_key-limit-tokens");
    private static final CharSequence LIMIT_PARALLEL =
            AsciiString.cached("x-ratelimit-api_key-limit-max_parallel_requests");
    private static final CharSequence REMAINING_REQUESTS = AsciiString.cached("x-ratelimit-api_key-remaining-requests");
    private static final CharSequence REMAINING_TOKENS = AsciiString.cached("x-ratelimit-api_key-remaining-tokens");
    private static final CharSequence REMAINING_PARALLEL =
            AsciiString.cached("x-ratelimit-api_key-remaining-max_parallel_requests");

    private AnswerHeaders() {}

    static void put(MultiMap headers, RouteHead head, CallFacts facts, Reservation reservation) {
        for (Map.Entry<String, String> header : head.headers().entrySet()) {
            headers.set(header.getKey(), header.getValue());
        }
        if (!head.headers().containsKey("x-litellm-model-group")) {
            headers.set(MODEL_GROUP, facts.model());
        }
        if (reservation.capImposed()) {
            headers.set(OUTPUT_CAP, Long.toString(reservation.outputCap()));
        }
        VirtualKey key = facts.caller().virtualKey();
        if (key != null) {
            putLimits(headers, key);
            putLeft(headers, REMAINING_REQUESTS, reservation.left(Meter.REQUESTS));
            putLeft(headers, REMAINING_TOKENS, reservation.left(Meter.TOKENS));
            putLeft(headers, REMAINING_PARALLEL, reservation.left(Meter.PARALLEL));
        }
    }

    private static void putLeft(MultiMap headers, CharSequence name, long left) {
        if (left >= 0) {
            headers.set(name, Long.toString(left));
        }
    }

    private static void putLimits(MultiMap headers, VirtualKey key) {
        if (key.rpmLimit() != null) {
            headers.set(KEY_RPM, key.rpmLimit().toString());
            headers.set(LIMIT_REQUESTS, key.rpmLimit().toString());
        }
        if (key.tpmLimit() != null) {
            headers.set(KEY_TPM, key.tpmLimit().toString());
            headers.set(LIMIT_TOKENS, key.tpmLimit().toString());
        }
        if (key.maxParallelRequests() != null) {
            headers.set(LIMIT_PARALLEL, key.maxParallelRequests().toString());
        }
        if (key.maxBudget() != null) {
            headers.set(KEY_BUDGET, PythonFloat.dollars(key.maxBudget()));
        }
    }

    /** What is only known at the end: not for streams, whose head has left by then. */
    static void putOutcome(MultiMap headers, RouteOutcome outcome, CallFacts facts, long nowNanos) {
        long totalMicros = (nowNanos - facts.startedNanos()) / 1_000;
        long providerMicros = 0;
        for (Attempt attempt : outcome.attempts()) {
            providerMicros += attempt.durationMicros();
        }
        headers.set(DURATION, PythonFloat.millis(totalMicros));
        headers.set(OVERHEAD, PythonFloat.millis(Math.max(0, totalMicros - providerMicros)));
        CostHeaders.put(headers, outcome);
    }
}
