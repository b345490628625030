package io.sluice.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.bench.upstream.AnswerBytes;
import io.sluice.bench.upstream.Model;
import io.sluice.bench.upstream.Upstream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The generator against the upstream, over sockets. */
class LoadTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void shouldAskAgainAsSoonAsAnAnswerIsInWhenTheLoopIsClosed() throws IOException {
        try (Upstream upstream = Upstream.start(0)) {
            Load load = Load.start(new Pace.Closed(4, 0), List.of(target(upstream.address(), Model.CHAT, 1)));
            Tally tally = load.tally(0);
            await(() -> tally.answers() >= 100);
            load.stop(PATIENCE);
            assertThat(tally.firstFailure()).isNull();
        }
    }

    @Test
    void shouldCountEveryEventOfStreamsAndFindThemWhole() throws IOException {
        try (Upstream upstream = Upstream.start(0)) {
            Load load =
                    Load.start(new Pace.Closed(2, 0), List.of(target(upstream.address(), Model.FLOOD, Model.PIECES)));
            Tally tally = load.tally(0);
            await(() -> tally.answers() >= 3);
            load.stop(PATIENCE);
            assertThat(tally.firstFailure()).isNull();
            // role, pieces, finish, end mark
            assertThat(tally.events()).isEqualTo(tally.answers() * (Model.PIECES + 3));
        }
    }

    @Test
    void shouldBeAnsweredInAnthropicsProtocol() throws IOException {
        try (Upstream upstream = Upstream.start(0)) {
            List<Target> targets = List.of(
                    target(upstream.address(), Model.CLAUDE, 1),
                    target(upstream.address(), Model.CLAUDE_FLOOD, Model.PIECES));
            Load load = Load.start(new Pace.Closed(2, 0), targets);
            await(() -> load.tally(0).answers() >= 3 && load.tally(1).answers() >= 3);
            load.stop(PATIENCE);
            assertThat(load.tally(0).firstFailure()).isNull();
            assertThat(load.tally(1).firstFailure()).isNull();
        }
    }

    @Test
    void shouldCallAnAnswerWrongThatIsNotWhole() throws IOException {
        try (Upstream upstream = Upstream.start(0)) {
            Load load = Load.start(new Pace.Closed(1, 0), List.of(target(upstream.address(), Model.CHAT, 2)));
            await(() -> load.tally(0).failures() > 0);
            load.stop(PATIENCE);
            assertThat(load.tally(0).answers()).isZero();
            assertThat(load.tally(0).firstFailure()).contains("not as expected");
        }
    }

    @Test
    void shouldCountLatencyFromWhenARequestWasDue() throws IOException {
        try (Upstream upstream = Upstream.start(0)) {
            Load load = Load.start(
                    new Pace.Open(2_000),
                    List.of(target(upstream.address(), Model.CHAT, 1), target(upstream.address(), Model.CHAT, 1)));
            load.record(true);
            await(() -> load.tally(1).answers() >= 50);
            load.stop(PATIENCE);
            assertThat(load.tally(0).firstFailure()).isNull();
            assertThat(load.tally(0).answers() - load.tally(1).answers()).isBetween(0L, 1L);
            assertThat(load.tally(0).latency().micros(0.5)).isPositive();
        }
    }

    private static Target target(InetSocketAddress address, Model model, int tokens) {
        Client client = model.provider().equals("openai") ? Client.OPENAI : Client.ANTHROPIC;
        String end = model.streams() ? client.streamEnd() : "}";
        String body = "{\"messages\":[],\"model\":\"" + model.id() + "\"}";
        return Target.of(
                client,
                address,
                "sk-test",
                bytes(body),
                Expectation.holds(bytes(AnswerBytes.TOKEN), tokens, bytes(end)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
