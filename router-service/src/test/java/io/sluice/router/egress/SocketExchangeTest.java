package io.sluice.router.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.wire.UpstreamRequest;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A WebSocket to a provider over a real connection. */
class SocketExchangeTest {

    private static final String BIG = "x".repeat(64 * 1024);
    private static final int MANY = 400;

    private Vertx vertx;
    private HttpServer server;
    private Context loop;
    private final CompletableFuture<ServerWebSocket> accepted = new CompletableFuture<>();
    private final Told told = new Told();

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        server = vertx.createHttpServer(new HttpServerOptions().setMaxWebSocketMessageSize(SocketExchange.MOST_BYTES))
                .requestHandler(request -> {
                    if (request.path().equals("/refused")) {
                        request.response()
                                .setStatusCode(429)
                                .putHeader("Retry-After", "7")
                                .end("{\"error\":{\"message\":\"later\"}}");
                    } else {
                        request.toWebSocket().onSuccess(accepted::complete);
                    }
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldTellARefusedUpgradeAsAnAnswer() throws Exception {
        open("/refused");

        assertThat(told.next()).isEqualTo("head 429 7");
        assertThat(told.next()).contains("later");
        assertThat(told.next()).isEqualTo("end");
    }

    @Test
    void shouldTellWithWhichCodeTheProviderCloses() throws Exception {
        open("/");
        assertThat(told.next()).isEqualTo("head 101 null");
        accepted.join().close((short) 4001, "enough");

        assertThat(told.next()).isEqualTo("closed 4001 enough");
        assertThat(told.next()).isEqualTo("end");
    }

    @Test
    void shouldTellThatNobodyIsThere() throws Exception {
        server.close().toCompletionStage().toCompletableFuture().join();
        open("/");

        assertThat(told.next()).isEqualTo("broken false");
    }

    @Test
    void shouldNotRepeatAKeyThatCannotBeSent() throws Exception {
        open("/", "key-1234567890\n");

        assertThat(told.next()).isEqualTo("broken false");
        assertThat(told.cause).hasMessage("a header cannot be sent");
    }

    @Test
    void shouldCloseTheProvidersSideAtOnceWhenItIsCancelled() throws Exception {
        Exchange exchange = open("/");
        assertThat(told.next()).isEqualTo("head 101 null");
        CompletableFuture<Short> code = new CompletableFuture<>();
        ServerWebSocket provider = accepted.join();
        onLoop(() -> provider.closeHandler(gone -> code.complete(provider.closeStatusCode())));
        onLoop(exchange::cancel);

        assertThat(code.get(60, TimeUnit.SECONDS)).isEqualTo((short) 1000);
        assertThat(told.heard).isEmpty();
    }

    @Test
    void shouldStopReadingWhileItIsPaused() throws Exception {
        Exchange exchange = open("/");
        assertThat(told.next()).isEqualTo("head 101 null");
        onLoop(exchange::pause);
        ServerWebSocket provider = accepted.join();
        for (int i = 0; i < MANY; i++) {
            provider.writeTextMessage(BIG);
        }
        CompletableFuture<Boolean> full = new CompletableFuture<>();
        vertx.setTimer(500, ignored -> full.complete(provider.writeQueueFull()));
        assertThat(full.get(60, TimeUnit.SECONDS)).isTrue();
        assertThat(told.heard).isEmpty();
        onLoop(exchange::resume);
        for (int i = 0; i < MANY; i++) {
            assertThat(told.next()).hasSize(BIG.length());
        }
    }

    @Test
    void shouldSayWhenTheProviderTakesNoMore() throws Exception {
        Exchange exchange = open("/");
        assertThat(told.next()).isEqualTo("head 101 null");
        ServerWebSocket provider = accepted.join();
        provider.pause();
        CompletableFuture<Void> drained = new CompletableFuture<>();
        CompletableFuture<Integer> taken = new CompletableFuture<>();
        onLoop(() -> {
            int count = 0;
            ByteBuffer message = ByteBuffer.wrap(BIG.getBytes(StandardCharsets.UTF_8));
            while (exchange.say(message, () -> drained.complete(null))) {
                count++;
            }
            taken.complete(count + 1);
        });
        int sent = taken.get(60, TimeUnit.SECONDS);
        assertThat(drained).isNotDone();
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        provider.textMessageHandler(heard::add);
        provider.resume();
        drained.get(60, TimeUnit.SECONDS);
        for (int i = 0; i < sent; i++) {
            assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo(BIG);
        }
    }

    private Exchange open(String path) throws Exception {
        return open(path, "k");
    }

    private Exchange open(String path, String key) throws Exception {
        CompletableFuture<Exchange> opened = new CompletableFuture<>();
        Egress egress = new Egress(vertx, EgressOptions.DEFAULTS);
        onLoop(() -> opened.complete(egress.send(
                new UpstreamRequest(
                        "GET",
                        "ws://127.0.0.1:" + server.actualPort() + path,
                        Map.of("authorization", "Bearer " + key),
                        List.of(),
                        List.of()),
                told)));
        return opened.get(60, TimeUnit.SECONDS);
    }

    private void onLoop(Runnable task) {
        if (loop == null) {
            loop = vertx.getOrCreateContext();
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.runOnContext(ignored -> {
            task.run();
            done.complete(null);
        });
        done.join();
    }

    /** What a handler is told, in order. */
    private static final class Told implements ExchangeHandler {

        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private volatile Throwable cause;

        String next() throws InterruptedException {
            return heard.poll(60, TimeUnit.SECONDS);
        }

        @Override
        public void head(int status, Map<String, String> headers) {
            heard.add("head " + status + ' ' + headers.get("retry-after"));
        }

        @Override
        public void chunk(ByteBuffer bytes) {
            heard.add(StandardCharsets.UTF_8.decode(bytes).toString());
        }

        @Override
        public void closed(int code, String reason) {
            heard.add("closed " + code + ' ' + reason);
        }

        @Override
        public void end() {
            heard.add("end");
        }

        @Override
        public void broken(Throwable cause, boolean sent) {
            this.cause = cause;
            heard.add("broken " + sent);
        }
    }
}
