package io.sluice.router.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.routing.RouteOutcome;
import io.sluice.contracts.usage.Certainty;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A second attempt beside a stream whose first token is late, over real sockets. */
class EngineHedgeTest {

    private static final String HEDGE = "\nsluice_settings: {hedge: {after: 50, budget_pct: 100}}";

    private final EngineFixture fixture = new EngineFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    /** {@code order} makes the first one be asked first. */
    private void pair(Upstream one, Upstream two, String more) {
        fixture.configure("model_list:\n"
                + EngineFixture.entry("g", one.url(), ", order: 1").replace("id-g", "one")
                + EngineFixture.entry("g", two.url(), ", order: 2").replace("id-g", "two")
                + "router_settings: {num_retries: 0}" + more);
    }

    @Test
    void shouldAskASecondDeploymentWhenTheFirstTokenIsLateAndBillTheLoser() {
        Upstream silent = fixture.upstream((socket, request) -> {});
        Upstream quick = fixture.upstream(Upstream.stream());
        pair(silent, quick, HEDGE);

        Recorded call = fixture.stream("g");
        RouteOutcome outcome = call.outcome();

        assertThat(outcome.status()).isEqualTo(200);
        assertThat(call.text()).contains("Hel", "lo", "[DONE]");
        assertThat(outcome.attempts()).extracting(Attempt::deploymentId).containsExactly("one", "two");
        assertThat(outcome.attempts()).extracting(Attempt::number).containsExactly(1, 2);
        Attempt loser = outcome.attempts().getFirst();
        assertThat(loser.errorClass()).isEqualTo("HedgeLost");
        assertThat(loser.certainty()).isEqualTo(Certainty.ESTIMATED);
        assertThat(loser.cost().nanos()).as("its prompt was read").isPositive();
        assertThat(call.announced).as("the journal knows of it before the head").containsExactly(loser);
    }

    @Test
    void shouldKeepTheFirstOneWhenItIsFasterAfterAll() {
        Upstream slow = fixture.upstream((socket, request) -> fixture.vertx.setTimer(
                600,
                ignored -> socket.write(Upstream.STREAM_HEAD + Upstream.chunk(Upstream.WHOLE_STREAM) + "0\r\n\r\n")));
        Upstream silent = fixture.upstream((socket, request) -> {});
        pair(slow, silent, HEDGE);

        RouteOutcome outcome = fixture.stream("g").outcome();

        assertThat(outcome.status()).isEqualTo(200);
        assertThat(outcome.attempts()).extracting(Attempt::deploymentId).containsExactly("two", "one");
        assertThat(outcome.attempts()).extracting(Attempt::number).containsExactly(2, 1);
        assertThat(outcome.attempts().getFirst().errorClass()).isEqualTo("HedgeLost");
    }

    @Test
    void shouldGoOnWithTheOtherWhenOneFails() {
        Upstream failing =
                fixture.upstream((socket, request) -> fixture.vertx.setTimer(300, ignored -> socket.close()));
        Upstream slow = fixture.upstream((socket, request) -> fixture.vertx.setTimer(
                600,
                ignored -> socket.write(Upstream.STREAM_HEAD + Upstream.chunk(Upstream.WHOLE_STREAM) + "0\r\n\r\n")));
        pair(failing, slow, HEDGE);

        RouteOutcome outcome = fixture.stream("g").outcome();

        assertThat(outcome.status()).isEqualTo(200);
        assertThat(outcome.attempts()).extracting(Attempt::errorClass).containsExactly("APIConnectionError", null);
    }

    @Test
    void shouldNotHedgeWhatTheBudgetCannotPayTwice() {
        Upstream slow = fixture.upstream((socket, request) -> fixture.vertx.setTimer(
                600,
                ignored -> socket.write(Upstream.STREAM_HEAD + Upstream.chunk(Upstream.WHOLE_STREAM) + "0\r\n\r\n")));
        Upstream other = fixture.upstream(Upstream.stream());
        pair(slow, other, HEDGE);
        String body =
                EngineFixture.STREAM.formatted("g").replace("\"stream\":true", "\"stream\":true,\"max_tokens\":10");
        Attempt once =
                fixture.call(body, Long.MAX_VALUE, Map.of(), ignored -> {}).attempt(1);
        int before = other.requests().size();

        long spendable = once.upperBound().nanos() * 3 / 2;
        RouteOutcome outcome =
                fixture.call(body, spendable, Map.of(), ignored -> {}).outcome();

        assertThat(outcome.status()).isEqualTo(200);
        assertThat(outcome.attempts()).hasSize(1);
        assertThat(other.requests()).hasSize(before);
    }

    @Test
    void shouldBillBothWhenTheClientLeaves() {
        Upstream silent = fixture.upstream((socket, request) -> {});
        Upstream alsoSilent = fixture.upstream((socket, request) -> {});
        pair(silent, alsoSilent, HEDGE);

        Recorded call = fixture.stream("g");
        while (alsoSilent.requests().isEmpty()) {
            Thread.onSpinWait();
        }
        call.onLoop(running -> running.cancel());

        assertThat(call.outcome().attempts())
                .hasSize(2)
                .allSatisfy(attempt -> assertThat(attempt.cost().nanos()).isPositive());
    }

    @Test
    void shouldTimeOutAStreamWithoutATokenAndTryAnother() {
        Upstream late = fixture.upstream(
                (socket, request) -> socket.write(Upstream.STREAM_HEAD + Upstream.chunk(Upstream.ROLE)));
        Upstream quick = fixture.upstream(Upstream.stream());
        fixture.configure("model_list:\n"
                + EngineFixture.entry("g", late.url(), ", order: 1, ttft_timeout: 0.2")
                        .replace("id-g", "one")
                + EngineFixture.entry("g", quick.url(), ", order: 2").replace("id-g", "two")
                + "router_settings: {num_retries: 1, ttft_timeout: 30}");

        RouteOutcome outcome = fixture.stream("g").outcome();

        assertThat(outcome.status()).isEqualTo(200);
        assertThat(outcome.attempts()).extracting(Attempt::errorClass).containsExactly("Timeout", null);
    }
}
