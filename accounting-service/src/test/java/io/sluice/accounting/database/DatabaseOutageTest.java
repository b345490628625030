package io.sluice.accounting.database;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.sluice.accounting.books.Books;
import io.sluice.accounting.books.Events;
import io.sluice.accounting.books.Eventually;
import io.sluice.accounting.books.Machine;
import io.sluice.accounting.books.Sql;
import io.sluice.accounting.books.WithMachine;
import io.sluice.accounting.stream.StreamWatch;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** PostgreSQL goes away and comes back, without a restart of the books. */
@QuarkusTest
@QuarkusTestResource(WithMachine.class)
class DatabaseOutageTest {

    private final Books admin = Books.admin();
    private final String gateway = Events.gateway();
    private final String hash = Events.hash();
    private boolean stopped;

    Machine machine;

    @Inject
    Sql sql;

    @Inject
    StreamWatch stream;

    @AfterEach
    void startAgain() {
        if (stopped) {
            start();
        }
    }

    @Test
    void shouldSayUnavailableAndNeverUnknown() {
        String known = admin.generate(Map.of()).jsonPath().getString("token");
        List<Events> event = List.of(Events.of(gateway, hash, 5));

        stop();

        for (Response response : List.of(
                Books.internal().get("/internal/keys/" + known),
                Books.internal().get("/internal/keys/" + hash),
                Books.internal().post("/internal/look?gateway=g&scope=key:" + hash + "&window=0"),
                Books.deliver(event.stream().map(Events::event).toList()),
                Books.internal()
                        .contentType("application/json")
                        .body("{\"gatewayId\": \"g\", \"segments\": [{\"segment\": 1, \"events\": 1}]}")
                        .post("/internal/usage/committed"),
                admin.get("/key/info", Map.of("key", known)),
                admin.get("/key/list"),
                admin.post("/key/generate", Map.of()),
                admin.post("/key/delete", Map.of("keys", List.of(known))),
                admin.get("/spend/logs"))) {
            assertThat(response.statusCode()).as(response.asString()).isEqualTo(503);
            assertThat(response.header("retry-after")).isNotBlank();
            assertThat(response.asString()).doesNotContain("127.0.0.1", "postgres", "Exception");
        }
        assertThat(given().get("/q/health/live").statusCode()).isEqualTo(200);
        assertThat(given().get("/q/health/ready").statusCode())
                .as("the others of the balancer have no database either")
                .isEqualTo(200);

        start();

        Eventually.until(
                "the directory answers again",
                () -> Books.internal().get("/internal/keys/" + known).statusCode() == 200);
        assertThat(Books.internal().get("/internal/keys/" + hash).statusCode()).isEqualTo(404);
        assertThat(admin.get("/key/info", Map.of("key", known)).statusCode()).isEqualTo(200);
        assertThat(sql.ledgerRows(event.getFirst().requestId()))
                .as("what was refused was not half booked")
                .isZero();
    }

    @Test
    void shouldKeepTheStreamUntilTheLedgerTakesIt() {
        stop();
        stream.publish(IntStream.range(0, 50)
                .mapToObj(i -> Events.of(gateway, hash, 10).event())
                .toList());
        Eventually.until("the events are read", () -> stream.pending() > 0);
        assertThat(stream.length()).as("not acknowledged").isEqualTo(50);

        start();

        Eventually.until(
                "all are booked", () -> sql.number("SELECT count(*) FROM ledger WHERE gateway_id = $1", gateway) == 50);
        Eventually.until("the stream is empty", () -> stream.length() == 0);
        assertThat(sql.settled("key:" + hash, 0)).isEqualTo(500);
        assertThat(sql.wrongSums()).isEmpty();
    }

    @Test
    @Timeout(120)
    void shouldNotWaitForADatabaseThatStandsStill() {
        String known = admin.generate(Map.of()).jsonPath().getString("token");
        machine.freeze();
        try {
            assertThat(Books.internal().get("/internal/keys/" + known).statusCode())
                    .isEqualTo(503);
            assertThat(Books.internal()
                            .post("/internal/look?gateway=g&scope=key:" + hash + "&window=0")
                            .statusCode())
                    .isEqualTo(503);
            assertThat(admin.get("/key/info", Map.of("key", known)).statusCode())
                    .isEqualTo(503);
        } finally {
            machine.thaw();
        }

        assertThat(Books.internal().get("/internal/keys/" + known).statusCode()).isEqualTo(200);
        assertThat(admin.get("/key/info", Map.of("key", known)).statusCode()).isEqualTo(200);
    }

    private void stop() {
        machine.stopPostgres();
        stopped = true;
    }

    private void start() {
        machine.startPostgres();
        stopped = false;
        Eventually.until(
                "PostgreSQL takes queries",
                () -> Books.internal()
                                .post("/internal/look?gateway=g&scope=key:" + hash + "&window=0")
                                .statusCode()
                        == 200);
    }
}
