package io.sluice.accounting.database;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.sluice.accounting.books.Books;
import io.sluice.accounting.books.Events;
import io.sluice.accounting.books.Eventually;
import io.sluice.accounting.books.Machine;
import io.sluice.accounting.books.Sql;
import io.sluice.accounting.books.WithLateMachine;
import io.sluice.accounting.stream.StreamWatch;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** The books start before their database does. */
@QuarkusTest
@TestProfile(LateDatabaseTest.Late.class)
class LateDatabaseTest {

    public static final class Late implements QuarkusTestProfile {

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(WithLateMachine.class));
        }

        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }
    }

    private final String hash = Events.hash();

    Machine machine;

    @Inject
    Sql sql;

    @Inject
    StreamWatch stream;

    @Test
    void shouldWaitForItsDatabaseSayWhyAndThenWork() {
        Lines lines = new Lines();
        Logger logger = Logger.getLogger(Migrations.class.getName());
        logger.addHandler(lines);
        try {
            Eventually.until("it says what it waits for", () -> !lines.texts.isEmpty());
        } finally {
            logger.removeHandler(lines);
        }
        String password = URI.create(machine.databaseUrl()).getUserInfo().split(":", 2)[1];
        assertThat(lines.texts)
                .allSatisfy(text -> assertThat(text)
                        .contains("PostgreSQL cannot be reached")
                        .doesNotContain(password));

        assertThat(given().get("/q/health/live").statusCode()).isEqualTo(200);
        assertThat(given().get("/q/health/started").statusCode()).isEqualTo(503);
        assertThat(given().get("/q/health/ready").statusCode()).isEqualTo(503);
        assertThat(Books.internal().get("/internal/keys/" + hash).statusCode()).isEqualTo(503);
        assertThat(Books.admin().get("/key/list").statusCode()).isEqualTo(503);
        Events early = Events.of(Events.gateway(), hash, 10);
        stream.publish(List.of(early.event()));

        machine.reachable();

        Eventually.until(
                "the schema is there", () -> given().get("/q/health/started").statusCode() == 200);
        assertThat(given().get("/q/health/ready").statusCode()).isEqualTo(200);
        assertThat(Books.internal().get("/internal/keys/" + hash).statusCode()).isEqualTo(404);
        assertThat(Books.admin().post("/key/generate", Map.of()).statusCode()).isEqualTo(200);
        Eventually.until("what came early is booked", () -> sql.settled("key:" + hash, 0) == 10);
    }

    private static final class Lines extends Handler {

        private final List<String> texts = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord entry) {
            texts.add(new org.jboss.logmanager.formatters.PatternFormatter("%s%e")
                    .format(org.jboss.logmanager.ExtLogRecord.wrap(entry)));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
