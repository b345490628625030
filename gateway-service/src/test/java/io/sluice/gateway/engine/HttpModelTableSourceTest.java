package io.sluice.gateway.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.identity.ServiceToken;
import io.sluice.contracts.routing.ModelTable;
import io.sluice.contracts.routing.RouteCodec;
import io.sluice.gateway.seam.ServiceAddress;
import io.sluice.gateway.seam.ServiceClient;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpModelTableSourceTest {

    private static final String VERSION = ModelTable.version(1, "a");

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldTellWhetherTheRouterAnsweredTheLastTime() throws Exception {
        HttpServer router = router(0);
        int port = router.actualPort();
        HttpModelTableSource source = new HttpModelTableSource(new ServiceClient(
                vertx, new ServiceAddress("127.0.0.1", port, false), ServiceToken.of(Optional.of("token"), "")));
        source.start(vertx);
        until(() -> source.current().version().equals(VERSION));
        assertThat(source.reached()).isTrue();

        router.close().toCompletionStage().toCompletableFuture().join();
        until(() -> !source.reached());
        assertThat(source.current().version()).as("what it said still serves").isEqualTo(VERSION);

        router(port); // with nothing new to say
        until(source::reached);
    }

    private HttpServer router(int port) {
        return vertx.createHttpServer()
                .requestHandler(request -> {
                    if (('"' + VERSION + '"').equals(request.getHeader("if-none-match"))) {
                        request.response().setStatusCode(304).end();
                    } else {
                        request.response()
                                .end(Buffer.buffer(RouteCodec.modelTable(new ModelTable(VERSION, List.of()))));
                    }
                })
                .listen(port, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private static void until(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(5);
        }
    }
}
