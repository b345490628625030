package io.sluice.router.engine;

import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.router.asked.AskedRoute;
import io.sluice.router.deployment.Deployment;

/** How long one call may take, as a whole and at each deployment: what the client asks for, the deployment's settings, the router's. */
final class TimeLimits {

    /** Longer than any provider's; OpenAI ends a session after an hour. */
    private static final long SESSION_MILLIS = 24 * 3_600_000L;

    /** Without a word from either side. */
    private static final long SESSION_IDLE_MILLIS = 15 * 60_000L;

    /** Of a stream that has begun, however slowly it comes or is read: LiteLLM's {@code request_timeout}. */
    private static final long STREAM_MILLIS = 6_000_000;

    private final RouteRequest client;
    private final AskedRoute asked;
    private final EngineSettings settings;
    private final long deadlineNanos;
    private final long streamEndNanos;
    private final long deadlineMillis;

    /** @param nowMillis on the clock of the groups */
    TimeLimits(RouteRequest client, AskedRoute asked, EngineSettings settings, long nowMillis) {
        this.client = client;
        this.asked = asked;
        this.settings = settings;
        long own = callersMillis();
        long limit = own >= 0 ? own : isSession() ? SESSION_MILLIS : settings.timeoutMillis();
        long now = System.nanoTime();
        this.deadlineNanos = now + limit * 1_000_000;
        this.streamEndNanos = now + Math.max(limit, STREAM_MILLIS) * 1_000_000;
        this.deadlineMillis = nowMillis + limit;
    }

    /** A session lasts as long as both sides like. */
    private boolean isSession() {
        return client.protocol() == Protocol.OPENAI_REALTIME;
    }

    private long callersMillis() {
        long ofStream = client.scan().stream() ? asked.streamTimeoutMillis() : -1;
        if (ofStream >= 0) {
            return ofStream;
        }
        return client.deadlineMillis() >= 0 ? client.deadlineMillis() : asked.timeoutMillis();
    }

    /** Whether the limit of the whole call is the client's own. */
    boolean callersOwn() {
        return callersMillis() >= 0;
    }

    /** @param nowNanos as of {@link System#nanoTime} */
    boolean isPast(long nowNanos) {
        return nowNanos > deadlineNanos;
    }

    /** As {@link #isPast}, of a stream that has begun: it may take longer, but not for ever. */
    boolean isStreamPast(long nowNanos) {
        return nowNanos > streamEndNanos;
    }

    /** When the whole call has to be over, on the clock of the groups. */
    long deadlineMillis() {
        return deadlineMillis;
    }

    AttemptClock.Limits of(Deployment deployment) {
        boolean stream = client.scan().stream();
        long firstByte = deployment.timeoutMillis() >= 0 ? deployment.timeoutMillis() : settings.timeoutMillis();
        if (stream) {
            firstByte = deployment.streamTimeoutMillis() >= 0
                    ? deployment.streamTimeoutMillis()
                    : Math.min(firstByte, settings.streamTimeoutMillis());
        }
        return AttemptClock.Limits.ofMillis(
                firstByte,
                stream ? firstContentMillis(deployment) : -1,
                isSession() ? SESSION_IDLE_MILLIS : settings.idleTimeoutMillis());
    }

    private long firstContentMillis(Deployment deployment) {
        long own = deployment.target().params().millis("ttft_timeout");
        return own >= 0 ? own : settings.ttftTimeoutMillis();
    }
}
