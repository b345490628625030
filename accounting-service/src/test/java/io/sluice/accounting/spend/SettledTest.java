package io.sluice.accounting.spend;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.sluice.accounting.books.Books;
import io.sluice.accounting.books.Events;
import io.sluice.accounting.books.WithMachine;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the grantor asks when it has to know what a budget has left. */
@QuarkusTest
@QuarkusTestResource(WithMachine.class)
class SettledTest {

    private static final long MONDAY = 1_790_000_000_000L;
    private static final long TUESDAY = MONDAY + 86_400_000L;

    private final String gateway = Events.gateway();
    private final String hash = Events.hash();

    @Test
    void shouldSumPerScopeAndWindow() {
        Events first = Events.of(gateway, hash, 1_000).charged(Map.of("key:" + hash, MONDAY, "user:u-" + hash, 0L));
        Events second = Events.of(gateway, hash, 200).charged(Map.of("key:" + hash, TUESDAY, "user:u-" + hash, 0L));
        Events third = Events.of(gateway, hash, 30).charged(Map.of("key:" + hash, TUESDAY));

        Books.deliver(List.of(first.event(), second.event(), third.event()));

        assertThat(settled("key:" + hash, MONDAY)).isEqualTo(1_000);
        assertThat(settled("key:" + hash, TUESDAY)).isEqualTo(230);
        assertThat(settled("user:u-" + hash, 0)).isEqualTo(1_200);
        assertThat(settled("key:" + hash, 0)).isZero();
        assertThat(settled("user:u-" + hash, MONDAY)).isZero();
    }

    @Test
    void shouldTakeIdsWithColonsAndMore() {
        String id = "a:b c'\"; DROP TABLE scope_spend; --ü " + hash;
        Books.deliver(List.of(Events.of(gateway, hash, 77)
                .charged(Map.of("end_user:" + id, 0L))
                .event()));

        assertThat(settled("end_user:" + id, 0)).isEqualTo(77);
    }

    @Test
    void shouldHoldAmountsBeyondADouble() {
        long much = (1L << 53) + 1;
        Books.deliver(List.of(Events.of(gateway, hash, much).event()));

        assertThat(settled("key:" + hash, 0)).isEqualTo(much);
    }

    @Test
    void shouldRefuseWhatIsNoScopeOrWindow() {
        for (Map<String, String> query : List.of(
                Map.of("scope", "key:" + hash),
                Map.of("window", "0"),
                Map.of("scope", "nothing", "window", "0"),
                Map.of("scope", "planet:earth", "window", "0"),
                Map.of("scope", "key:" + hash, "window", "soon"))) {
            assertThat(ask(query).statusCode()).as("%s", query).isEqualTo(400);
        }
    }

    private static long settled(String scope, long window) {
        Response response = ask(Map.of("scope", scope, "window", Long.toString(window)));
        assertThat(response.statusCode()).isEqualTo(200);
        return response.jsonPath().getLong("spent");
    }

    private static Response ask(Map<String, String> query) {
        return Books.internal()
                .queryParams(query)
                .queryParam("gateway", "looker")
                .post("/internal/look");
    }
}
