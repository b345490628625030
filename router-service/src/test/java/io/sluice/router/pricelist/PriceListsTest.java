package io.sluice.router.pricelist;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.sluice.contracts.money.Money;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.catalog.Catalog;
import io.sluice.router.catalog.CostCalculator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriceListsTest {

    @TempDir
    Path folder;

    private final Catalog catalog = Catalog.load();
    private final PriceLists lists = new PriceLists(catalog, Duration.ofMillis(500));
    private HttpServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    @Test
    void shouldUseAFileAndItsChanges() throws IOException {
        Path file = write("prices.json", list("1e-06"));
        PriceListSettings settings = settings(file.toString());

        assertThat(lists.look(settings).changed()).isTrue();
        assertThat(price()).isEqualTo(Money.ofNanos(1_000));
        assertThat(lists.look(settings).changed()).isFalse();

        write("prices.json", list("3e-06"));
        assertThat(lists.look(settings).changed()).isTrue();
        assertThat(price()).isEqualTo(Money.ofNanos(3_000));
    }

    @Test
    void shouldKeepTheLastGoodListWhenAChangedOneIsBad() throws IOException {
        Path file = write("prices.json", list("1e-06"));
        PriceListSettings settings = settings(file.toString());
        lists.look(settings);

        for (String bad :
                new String[] {"{", "{}", "[]", "{\"m\": {\"litellm_provider\": \"openai\", \"mode\": \"chat\"}}"}) {
            write("prices.json", bad);
            PriceLists.Outcome outcome = lists.look(settings);

            assertThat(outcome.changed()).as(bad).isFalse();
            assertThat(outcome.problem()).as(bad).isPresent();
            assertThat(outcome.news()).as(bad).isEqualTo(outcome.problem());
            assertThat(lists.look(settings).news()).as("said once").isEmpty();
            assertThat(price()).isEqualTo(Money.ofNanos(1_000));
        }
        Files.delete(file);
        assertThat(lists.look(settings).problem())
                .hasValueSatisfying(text -> assertThat(text).contains("no file"));
        assertThat(price()).isEqualTo(Money.ofNanos(1_000));
    }

    @Test
    void shouldRefuseAListThatShrankByHalf() throws IOException {
        StringBuilder many = new StringBuilder("{");
        for (int i = 0; i < 10; i++) {
            many.append("\"m")
                    .append(i)
                    .append("\": {\"litellm_provider\": \"openai\", \"input_cost_per_token\": 1e-06},");
        }
        Path file = write("prices.json", many + list("1e-06").substring(1));
        PriceListSettings settings = settings(file.toString());
        lists.look(settings);

        write("prices.json", list("2e-06"));

        assertThat(lists.look(settings).problem()).contains("it has 1 models, the last one had 11");
        assertThat(price()).isEqualTo(Money.ofNanos(1_000));
    }

    @Test
    void shouldFetchAnAddressAndRememberItOverARestart() throws IOException {
        String address = serve(200, list("4e-06"));
        PriceListSettings settings =
                new PriceListSettings(address, 60, Optional.of(folder.resolve("data/price-list.json")));

        assertThat(lists.look(settings).problem()).isEmpty();
        assertThat(price()).isEqualTo(Money.ofNanos(4_000));
        server.stop(0);

        Catalog restarted = Catalog.load();
        PriceLists.Outcome outcome = new PriceLists(restarted, Duration.ofMillis(500)).look(settings);
        assertThat(outcome.problem()).isPresent();
        assertThat(outcome.changed()).isTrue();
        assertThat(price(restarted)).isEqualTo(Money.ofNanos(4_000));
    }

    @Test
    void shouldKeepTheBuiltInPricesWhenAnAddressFailsAtTheFirstLook() throws IOException {
        Money builtIn = price();

        PriceLists.Outcome refused = lists.look(settings(serve(503, list("4e-06"))));

        assertThat(refused.problem()).contains("the address answers with status 503");
        assertThat(refused.models()).isZero();
        assertThat(price()).isEqualTo(builtIn);
    }

    @Test
    void shouldNotWaitForAnAddressThatSaysNothing() throws IOException {
        CountDownLatch never = new CountDownLatch(1);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();

        PriceLists.Outcome outcome =
                lists.look(settings("http://127.0.0.1:" + server.getAddress().getPort() + "/"));

        assertThat(outcome.problem()).isPresent();
        never.countDown();
    }

    @Test
    void shouldGoBackToTheBuiltInPricesWhenNoListIsNamedAnyMore() throws IOException {
        Money builtIn = price();
        lists.look(settings(write("prices.json", list("9e-06")).toString()));

        assertThat(lists.none()).isTrue();
        assertThat(price()).isEqualTo(builtIn);
        assertThat(lists.none()).isFalse();
    }

    private String serve(int status, String body) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/prices.json";
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static PriceListSettings settings(String location) {
        return new PriceListSettings(location, 60, Optional.empty());
    }

    private static String list(String input) {
        return "{\"gpt-4o\": {\"litellm_provider\": \"openai\", \"mode\": \"chat\", \"input_cost_per_token\": " + input
                + ", \"output_cost_per_token\": 1e-06}}";
    }

    private Money price() {
        return price(catalog);
    }

    private static Money price(Catalog of) {
        return CostCalculator.cost(of.card("openai", "gpt-4o"), TokenUsage.of(1, 0), null)
                .total();
    }
}
