package io.sluice.router.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.contracts.routing.RouteCall;
import io.sluice.contracts.routing.RouteRequest;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls that wait for a place at a deployment, over real sockets. */
class EngineQueueTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String QUEUED = "sluice_settings: {queue: {max_wait: 60}}\n";

    private final EngineFixture fixture = new EngineFixture();
    private final BlockingQueue<NetSocket> asked = new LinkedBlockingQueue<>();
    private final Upstream upstream = fixture.upstream((socket, request) -> asked.add(socket));

    @AfterEach
    void close() {
        fixture.close();
    }

    private void oneAtOnce(String more) {
        fixture.configure(EngineFixture.single("g", upstream, ", max_parallel_requests: 1") + more);
    }

    private NetSocket next() throws InterruptedException {
        NetSocket socket = asked.poll(30, TimeUnit.SECONDS);
        assertThat(socket).as("a call that reached the provider").isNotNull();
        return socket;
    }

    private void answer(String text) throws InterruptedException {
        Upstream.ok(text).answer(next(), new Upstream.Request(0, "", ""));
    }

    private Recorded priority(int priority) {
        return fixture.call(
                EngineFixture.CHAT.formatted("g").replace("{\"model\"", "{\"priority\":" + priority + ",\"model\""),
                Long.MAX_VALUE,
                Map.of(),
                ignored -> {});
    }

    private static RouteRequest named(String id) {
        RouteRequest chat = EngineFixture.request(EngineFixture.CHAT.formatted("g"), Long.MAX_VALUE, -1, Map.of());
        return new RouteRequest(
                id,
                chat.protocol(),
                chat.caller(),
                chat.model(),
                chat.requestedModel(),
                chat.scan(),
                chat.body(),
                chat.outputCap(),
                chat.spendable(),
                chat.deadlineMillis(),
                chat.headers(),
                null,
                List.of());
    }

    private int waiting() throws Exception {
        var request = EngineFixture.request(EngineFixture.CHAT.formatted("g"), Long.MAX_VALUE, -1, Map.of());
        JsonNode page = JSON.readTree(
                fixture.engine().explain(request).toCompletableFuture().join());
        return page.at("/groups/0/queue/waiting").asInt();
    }

    private void until(int waiting) throws Exception {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (waiting() != waiting && System.nanoTime() < limit) {
            Thread.sleep(5);
        }
        assertThat(waiting()).isEqualTo(waiting);
    }

    @Test
    void shouldWaitForAPlaceAndSaySo() throws Exception {
        oneAtOnce(QUEUED);
        Recorded first = fixture.chat("g");
        NetSocket busy = next();
        Recorded second = fixture.call(named("second"));
        until(1);
        Thread.sleep(100);
        assertThat(upstream.requests()).hasSize(1);

        Upstream.ok("one").answer(busy, new Upstream.Request(0, "", ""));
        assertThat(first.text()).contains("one");
        answer("two");

        assertThat(second.text()).contains("two");
        assertThat(second.outcome().attempts()).hasSize(1);
        JsonNode page = JSON.readTree(fixture.engine()
                .explained("second", null)
                .toCompletableFuture()
                .join()
                .orElseThrow());
        assertThat(page.at("/groups/0/waited_ms").asLong()).isGreaterThanOrEqualTo(100);
        until(0);
    }

    @Test
    void shouldAskForALowerPriorityFirst() throws Exception {
        oneAtOnce("");
        Recorded first = priority(5);
        NetSocket busy = next();
        Recorded later = priority(5);
        until(1);
        Recorded sooner = priority(1);
        until(2);

        Upstream.ok("first").answer(busy, new Upstream.Request(0, "", ""));
        answer("sooner");
        answer("later");

        assertThat(first.text()).contains("first");
        assertThat(sooner.text()).contains("sooner");
        assertThat(later.text()).contains("later");
        assertThat(upstream.requests()).noneMatch(request -> request.body().contains("priority"));
    }

    @Test
    void shouldNotWaitUnlessAskedTo() throws Exception {
        oneAtOnce("");
        fixture.chat("g");
        next();
        Recorded refused = fixture.chat("g");
        assertThat(refused.outcome().status()).isEqualTo(429);
        assertThat(refused.head.join().headers()).containsKey("retry-after");
    }

    @Test
    void shouldRefuseWhenTheWaitIsOver() throws Exception {
        oneAtOnce("sluice_settings: {queue: {max_wait: 0.2}}\n");
        fixture.chat("g");
        next();
        Recorded late = fixture.chat("g");
        assertThat(late.outcome().status()).isEqualTo(429);
        assertThat(late.text()).contains("nothing came free in time");
        assertThat(late.head.join().headers()).containsKey("retry-after");
        until(0);
    }

    @Test
    void shouldRefuseWhenTheQueueIsFull() throws Exception {
        oneAtOnce("sluice_settings: {queue: {max_length: 1}}\n");
        fixture.chat("g");
        next();
        fixture.chat("g");
        until(1);
        Recorded full = fixture.chat("g");
        assertThat(full.outcome().status()).isEqualTo(429);
        assertThat(full.text()).contains("the queue is full");
    }

    @Test
    void shouldForgetACallWhoseClientLeft() throws Exception {
        oneAtOnce(QUEUED);
        fixture.chat("g");
        NetSocket busy = next();
        Recorded leaving = fixture.chat("g");
        until(1);
        Recorded staying = fixture.chat("g");
        until(2);

        leaving.onLoop(RouteCall::cancel);
        assertThat(leaving.outcome().attempts()).isEmpty();
        until(1);
        Upstream.ok("one").answer(busy, new Upstream.Request(0, "", ""));
        answer("two");

        assertThat(staying.text()).contains("two");
        assertThat(upstream.requests()).hasSize(2);
    }

    @Test
    void shouldWaitNoLongerThanTheCallMayTake() {
        oneAtOnce(QUEUED);
        fixture.chat("g");
        Recorded call = fixture.withDeadline(EngineFixture.CHAT.formatted("g"), 200);
        assertThat(call.outcome().status()).isEqualTo(429);
    }

    @Test
    void shouldGoToAFallbackInsteadOfWaiting() throws Exception {
        Upstream other = fixture.upstream(Upstream.ok("other"));
        fixture.configure("model_list:\n"
                + EngineFixture.entry("g", upstream.url(), ", max_parallel_requests: 1")
                + EngineFixture.entry("h", other.url(), "")
                + "router_settings: {num_retries: 0, fallbacks: [{g: [h]}]}\n"
                + QUEUED);
        fixture.chat("g");
        next();
        assertThat(fixture.chat("g").text()).contains("other");
    }
}
