package io.sluice.router.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.routing.RouteCall;
import io.sluice.contracts.usage.Certainty;
import io.vertx.core.net.NetSocket;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Back-pressure and clients that leave. */
class EngineFlowTest {

    private static final String PIECE = Upstream.chunk(Upstream.delta("x".repeat(16_000)));

    private final EngineFixture fixture = new EngineFixture();
    private final AtomicLong written = new AtomicLong();

    @AfterEach
    void close() {
        fixture.close();
    }

    private Upstream flood() {
        return fixture.upstream((socket, request) -> {
            socket.write(Upstream.STREAM_HEAD);
            pour(socket);
        });
    }

    private void pour(NetSocket socket) {
        while (!socket.writeQueueFull()) {
            written.addAndGet(PIECE.length());
            socket.write(PIECE).onFailure(ignored -> written.addAndGet(0));
        }
        socket.drainHandler(ignored -> pour(socket));
    }

    @Test
    void shouldStopReadingFromTheProviderWhileTheClientStalls() throws InterruptedException {
        Upstream upstream = flood();
        fixture.configure(EngineFixture.single("g", upstream, ""));
        Recorded call = fixture.call(
                EngineFixture.STREAM.formatted("g"),
                Long.MAX_VALUE,
                Map.of(),
                recorded -> recorded.onLoop(RouteCall::pause));
        Recorded.await(call.firstChunk);

        long settled = settle();
        assertThat(settled)
                .as("bytes the provider could send to a client that does not read")
                .isLessThan(64_000_000);
        assertThat(call.received.get()).isLessThanOrEqualTo(settled);

        call.onLoop(RouteCall::resume);
        while (written.get() < settled + 10_000_000) {
            Thread.sleep(10);
        }
        call.onLoop(RouteCall::cancel);
        Recorded.await(upstream.closedByPeer());
        call.outcome();
    }

    /** Waits until nothing more is written for a while. */
    private long settle() throws InterruptedException {
        long before = -1;
        while (before != written.get()) {
            before = written.get();
            Thread.sleep(400);
        }
        return before;
    }

    @Test
    void shouldCancelTheProviderAndBillWhatItProduced() {
        Upstream upstream =
                fixture.upstream(Upstream.raw(Upstream.STREAM_HEAD + Upstream.chunk(Upstream.delta("Hello, world"))));
        fixture.configure(EngineFixture.single("g", upstream, ""));
        Recorded call = fixture.stream("g");
        Recorded.await(call.firstChunk);

        call.onLoop(RouteCall::cancel);

        Recorded.await(upstream.closedByPeer());
        assertThat(call.outcome().status()).isEqualTo(499);
        Attempt attempt = call.attempt(1);
        assertThat(attempt.certainty()).isEqualTo(Certainty.ESTIMATED);
        assertThat(attempt.usage().output()).isEqualTo(3);
        assertThat(attempt.cost().nanos()).isPositive();
    }

    @Test
    void shouldCancelACallWhoseClientStalledAndLeft() throws InterruptedException {
        Upstream upstream = flood();
        fixture.configure(EngineFixture.single("g", upstream, ""));
        Recorded call = fixture.call(
                EngineFixture.STREAM.formatted("g"),
                Long.MAX_VALUE,
                Map.of(),
                recorded -> recorded.onLoop(RouteCall::pause));
        Recorded.await(call.firstChunk);
        settle();

        call.onLoop(RouteCall::cancel);

        Recorded.await(upstream.closedByPeer());
        assertThat(call.outcome().errorType()).isEqualTo("client_disconnected");
    }

    @Test
    void shouldCancelBeforeTheProviderAnswered() throws InterruptedException {
        Upstream upstream = fixture.upstream((socket, request) -> {});
        fixture.configure(EngineFixture.single("g", upstream, ""));
        Recorded call = fixture.chat("g");
        while (upstream.requests().isEmpty()) {
            Thread.sleep(5);
        }

        call.onLoop(RouteCall::cancel);

        Recorded.await(upstream.closedByPeer());
        assertThat(call.attempt(1).certainty()).isIn(Certainty.ESTIMATED, Certainty.UPPER_BOUND);
        assertThat(call.attempt(1).cost().nanos()).isPositive();
    }

    @Test
    void shouldEndACallThatIsCancelledWhileItWaitsForARetry() {
        Upstream upstream = fixture.upstream(Upstream.error(500, "boom", "retry-after: 8"));
        fixture.configure(EngineFixture.deployment("g", upstream.url(), ""));
        Recorded call = fixture.chat("g");
        while (call.announced.isEmpty()) {
            Thread.onSpinWait();
        }

        call.onLoop(RouteCall::cancel);

        assertThat(call.outcome().attempts()).hasSize(1);
        assertThat(upstream.requests()).hasSize(1);
    }

    @Test
    void shouldReportTheEndOnceWhenCancelledTwice() {
        Upstream upstream = fixture.upstream(Upstream.raw(Upstream.STREAM_HEAD + Upstream.chunk(Upstream.delta("Hi"))));
        fixture.configure(EngineFixture.single("g", upstream, ""));
        Recorded call = fixture.stream("g");
        Recorded.await(call.firstChunk);

        call.onLoop(RouteCall::cancel);
        call.onLoop(RouteCall::cancel);

        assertThat(call.outcome().attempts()).hasSize(1);
    }
}
