package io.sluice.gateway.providers;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.routing.ProviderDirectory;
import io.sluice.gateway.routes.GatewayRoutes;
import io.sluice.gateway.routes.Permission;
import io.sluice.gateway.routes.RouteMatch;
import io.sluice.gateway.routes.RouteTable;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProviderPagesTest {

    private static final String ALL = "[{\"name\":\"anthropic\",\"endpoints\":{}},{\"name\":\"openai\"}]";

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldShowWhatIsKnownAndTheNamesAlone() throws Exception {
        int port = serve(() -> CompletableFuture.completedStage(ALL.getBytes(StandardCharsets.UTF_8)));

        assertThat(get(port, "/providers").body()).isEqualTo(ALL);
        assertThat(get(port, "/public/providers").body()).isEqualTo("[\"anthropic\",\"openai\"]");
        assertThat(get(port, "/providers").headers().firstValue("content-type")).contains("application/json");
    }

    @Test
    void shouldSayThatTheRouterIsAway() throws Exception {
        int port = serve(() -> CompletableFuture.failedStage(new IOException("refused")));

        HttpResponse<String> answer = get(port, "/providers");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("service_unavailable").doesNotContain("refused");
    }

    @Test
    void shouldAskForAKeyBeforeMoreThanTheNamesAreShown() {
        RouteTable routes = new RouteTable(GatewayRoutes.all(false));

        assertThat(permission(routes, "/providers")).isEqualTo(Permission.INFO);
        assertThat(permission(routes, "/public/providers")).isEqualTo(Permission.PUBLIC);
    }

    private static Permission permission(RouteTable routes, String path) {
        return ((RouteMatch.Found) routes.match("GET", path)).route().requiredPermission();
    }

    private int serve(ProviderDirectory directory) {
        Router router = Router.router(vertx);
        new ProviderPages().register(router, directory);
        HttpServer server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return server.actualPort();
    }

    private static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
