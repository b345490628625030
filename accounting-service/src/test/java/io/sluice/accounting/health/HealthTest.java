package io.sluice.accounting.health;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.sluice.accounting.books.WithMachine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(WithMachine.class)
class HealthTest {

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/live", "/q/health/ready", "/q/health/started"})
    void shouldBeUpWithItsDatabase(String path) {
        assertThat(given().get(path).statusCode()).isEqualTo(200);
        assertThat(given().get(path).jsonPath().getString("status")).isEqualTo("UP");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sluice_ledger_events_total", "sluice_usage_stream_length"})
    void shouldShowItsMetrics(String name) {
        assertThat(given().get("/metrics").asString()).contains(name);
    }
}
