package io.sluice.router.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.wire.UpstreamRequest;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EgressTest {

    private static final int CALLS = 200;

    private final Vertx vertx = Vertx.vertx();
    private final List<HttpServerRequest> arrived = new ArrayList<>();
    private final List<Long> connects = new CopyOnWriteArrayList<>();
    private HttpServer provider;

    /** A provider that answers nobody before all are there. */
    @BeforeEach
    void start() throws Exception {
        provider = vertx.createHttpServer()
                .requestHandler(request -> {
                    arrived.add(request);
                    if (arrived.size() == CALLS) {
                        arrived.forEach(waiting -> waiting.response().end("dot"));
                    }
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    @Test
    void shouldHaveAllCallsOfALoopUnderWayAtOnce() {
        Egress egress = new Egress(vertx, EgressOptions.DEFAULTS);
        assertThat(callsOnOneLoop(egress)).allMatch("200"::equals);
        assertThat(egress.openConnections()).isEqualTo(CALLS);
    }

    @Test
    void shouldMeasureHowLongANewConnectionTakesAndNothingForOneThatIsThere() {
        Egress egress = new Egress(vertx, EgressOptions.DEFAULTS);
        callsOnOneLoop(egress);
        assertThat(connects).hasSize(CALLS).allMatch(micros -> micros > 0);
        arrived.clear();
        callsOnOneLoop(egress);
        assertThat(connects).hasSize(CALLS);
    }

    /** How each ended: the status, or why there is none. */
    private List<String> callsOnOneLoop(Egress egress) {
        UpstreamRequest request = new UpstreamRequest(
                "GET",
                "http://127.0.0.1:" + provider.actualPort() + "/",
                Map.of(),
                List.of(ByteBuffer.allocate(0)),
                List.of());
        Context loop = vertx.getOrCreateContext();
        List<CompletableFuture<String>> calls = IntStream.range(0, CALLS)
                .mapToObj(i -> {
                    CompletableFuture<String> end = new CompletableFuture<>();
                    loop.runOnContext(ignored -> egress.send(request, new End(end, connects)));
                    return end;
                })
                .toList();
        return calls.stream().map(CompletableFuture::join).toList();
    }

    private record End(CompletableFuture<String> how, List<Long> connects) implements ExchangeHandler {

        @Override
        public void connected(long micros) {
            connects.add(micros);
        }

        @Override
        public void head(int status, Map<String, String> headers) {
            how.complete(String.valueOf(status));
        }

        @Override
        public void chunk(ByteBuffer bytes) {}

        @Override
        public void end() {}

        @Override
        public void broken(Throwable cause, boolean sent) {
            how.complete(String.valueOf(cause.getMessage()));
        }
    }
}
