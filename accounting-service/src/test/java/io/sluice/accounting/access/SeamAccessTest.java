package io.sluice.accounting.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.sluice.accounting.books.Books;
import io.sluice.accounting.books.Events;
import io.sluice.accounting.books.Sql;
import io.sluice.accounting.books.WithMachine;
import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.identity.CallerCodec;
import io.sluice.contracts.identity.ServiceToken;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Only services of the installation get in, and nobody says by himself who he is. */
@QuarkusTest
@QuarkusTestResource(WithMachine.class)
class SeamAccessTest {

    private static final String ADMIN = CallerCodec.header(new Caller.Admin("0".repeat(64)));

    @Inject
    Sql sql;

    @ParameterizedTest
    @CsvSource({
        "GET,/internal/keys/abc",
        "POST,/internal/look?scope=key:a&window=0&gateway=g",
        "POST,/internal/look?scope=key:a&window=never&gateway=g",
        "POST,/internal/gateways/told",
        "DELETE,/internal/gateways/g",
        "POST,/internal/usage",
        "POST,/internal/usage/committed",
        "GET,/internal/stored-models",
        "POST,/key/generate",
        "POST,/key/update",
        "POST,/key/delete",
        "POST,/key/block",
        "POST,/key/unblock",
        "POST,/key/regenerate",
        "POST,/key/sk-x/regenerate",
        "GET,/key/info",
        "GET,/key/list",
        "GET,/spend/logs",
        "POST,/model/new",
        "POST,/model/update",
        "POST,/model/delete",
        "POST,/model/block",
        "POST,/model/unblock",
        "PATCH,/model/x/update",
    })
    void shouldDemandTheServiceToken(String method, String path) {
        String wrong =
                ServiceToken.of(Optional.empty(), "sk-another-master-key").value();

        assertThat(status(given(), method, path)).isEqualTo(401);
        assertThat(status(given().header(CallerCodec.HEADER, ADMIN), method, path))
                .isEqualTo(401);
        assertThat(status(given().header(ServiceToken.HEADER, wrong).header(CallerCodec.HEADER, ADMIN), method, path))
                .isEqualTo(401);
        assertThat(status(
                        given().header("authorization", "Bearer " + io.sluice.accounting.books.Machine.MASTER_KEY),
                        method,
                        path))
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "e30", "bm90IGpzb24", "%%%", "eyJhZG1pbiI6bnVsbH0", "eyJrZXkiOiJ4In0"})
    void shouldNotGuessACaller(String header) {
        assertThat(Books.internal().get("/key/list").statusCode()).isEqualTo(401);
        assertThat(Books.internal()
                        .header(CallerCodec.HEADER, header)
                        .get("/key/list")
                        .statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}", "[null]", "[1]", "not json", "[{\"requestId\": 5, \"cost\": \"much\"}]"})
    void shouldCallWhatIsNoBatchABadRequest(String body) {
        assertThat(Books.internal()
                        .contentType("application/json")
                        .body(body)
                        .post("/internal/usage")
                        .statusCode())
                .isEqualTo(400);
        assertThat(Books.internal()
                        .contentType("application/json")
                        .body(body)
                        .post("/internal/usage/committed")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void shouldKeepAsideAnEventThatLacksMembersAndBookTheRest() {
        String hash = Events.hash();
        Events good = Events.of(Events.gateway(), hash, 12);
        String json = new String(io.sluice.contracts.SeamJson.bytes(List.of(good.event())));
        String batch = "[{}, {\"requestId\": \"half-" + hash + "\", \"gatewayId\": \"" + good.gatewayId()
                + "\", \"segment\": 1}, " + json.substring(1);

        assertThat(Books.internal()
                        .contentType("application/json")
                        .body(batch)
                        .post("/internal/usage")
                        .statusCode())
                .isEqualTo(204);

        assertThat(sql.settled("key:" + hash, 0)).isEqualTo(12);
        assertThat(sql.counted(good.gatewayId(), 1)).isEqualTo(2);
        assertThat(sql.number(
                        "SELECT count(*) FROM ledger_rejects WHERE convert_from(event, 'UTF8') LIKE $1",
                        "%half-" + hash + '%'))
                .isEqualTo(1);
    }

    @Test
    void shouldKnowNoKeyOfAnotherForm() {
        for (String hash : List.of("abc", "sk-12345678", "%00", "' OR '1'='1")) {
            assertThat(Books.internal()
                            .get("/internal/keys/{hash}", Map.of("hash", hash))
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    private static int status(RequestSpecification call, String method, String path) {
        return call.urlEncodingEnabled(false)
                .contentType("application/json")
                .request(method, path)
                .statusCode();
    }
}
