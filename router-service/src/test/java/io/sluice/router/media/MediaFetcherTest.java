package io.sluice.router.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.router.conversation.Media;
import io.sluice.router.egress.Egress;
import io.sluice.router.egress.EgressOptions;
import io.sluice.router.egress.Fetch;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.InetAddress;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaFetcherTest {

    private final Vertx vertx = Vertx.vertx();
    private HttpServer server;
    private volatile int asked;

    @BeforeEach
    void start() throws Exception {
        server = vertx.createHttpServer()
                .requestHandler(request -> {
                    asked++;
                    switch (request.path()) {
                        case "/away" ->
                            request.response()
                                    .setStatusCode(302)
                                    .putHeader("location", "http://169.254.169.254/latest/meta-data")
                                    .end();
                        case "/big" -> request.response().end("x".repeat(2_000));
                        default ->
                            request.response()
                                    .putHeader("content-type", "image/png")
                                    .end("dot");
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
    void shouldFetchFromAHostThatIsAllowed() throws Exception {
        assertThat(fetch("/cat", "127.0.0.1").get()).isEqualTo(new Media.Inline("image/png", "ZG90"));
    }

    @Test
    void shouldNotEvenAskAHostThatIsNotPublic() {
        assertThatThrownBy(() -> fetch("/cat", "elsewhere").get()).hasMessageContaining("no public address");
        assertThat(asked).isZero();
    }

    @Test
    void shouldNotFollowARedirectToAnAddressOfTheMachine() {
        assertThatThrownBy(() -> fetch("/away", "127.0.0.1").get()).hasMessageContaining("no public address");
    }

    @Test
    void shouldRefuseWhatIsLargerThanAllowed() {
        assertThatThrownBy(() -> fetch("/big", "127.0.0.1").get()).hasMessageContaining("larger than 1000 bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.2.3",
                "172.31.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "100.100.100.200",
                "0.0.0.0",
                "::1",
                "::",
                "fe80::1",
                "fd00:ec2::254",
                "::ffff:127.0.0.1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::"
            })
    void shouldKnowAddressesThatAreNotPublic(String address) throws Exception {
        assertThat(PublicAddress.is(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "172.32.0.1", "2a00:1450:4001:82a::200e", "64:ff9b::808:808"})
    void shouldKnowAddressesThatArePublic(String address) throws Exception {
        assertThat(PublicAddress.is(InetAddress.getByName(address))).isTrue();
    }

    private CompletableFuture<Media.Inline> fetch(String path, String allowed) {
        MediaFetcher fetcher = new MediaFetcher(
                vertx,
                new Fetch(vertx, new Egress(vertx, EgressOptions.DEFAULTS)),
                new MediaSettings(1_000, 10_000, Set.of(allowed), true));
        CompletableFuture<Media.Inline> fetched = new CompletableFuture<>();
        vertx.runOnContext(ignored -> fetcher.fetch(
                        new Media.Url("http://127.0.0.1:" + server.actualPort() + path, null))
                .whenComplete((media, fault) -> {
                    if (fault == null) {
                        fetched.complete(media);
                    } else {
                        fetched.completeExceptionally(fault.getCause() == null ? fault : fault.getCause());
                    }
                }));
        return fetched;
    }
}
