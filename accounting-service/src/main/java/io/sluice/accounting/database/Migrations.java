package io.sluice.accounting.database;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.sluice.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jboss.logging.Logger;

/**
 * Brings the schema up to date at the start. Several replicas may do so at once: Flyway holds a lock in the database. When PostgreSQL
 * cannot be reached, the process starts anyway and keeps trying; until then every question to the books is answered "unavailable".
 */
@ApplicationScoped
public class Migrations {

    private static final Logger LOG = Logger.getLogger(Migrations.class);
    private static final long RETRY_MILLIS = 1_000;
    private static final int ATTEMPTS_A_LINE = 10;

    /** Before anything that asks the database at its start. */
    static final int FIRST = 100;

    private final Instance<Flyway> flyway;
    private final Optional<String> address;
    private int attempts;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private volatile boolean stopping;

    Migrations(Instance<Flyway> flyway, @ConfigProperty(name = "sluice.database.jdbc-url") Optional<String> url) {
        this.flyway = flyway;
        this.address = url;
    }

    /** Whether the schema is there. */
    public boolean isDone() {
        return done.isDone();
    }

    /** Completes when the schema is there. */
    public CompletionStage<Void> whenDone() {
        return done.minimalCompletionStage();
    }

    void start(@Observes @Priority(FIRST) StartupEvent event) {
        if (address.isEmpty()) {
            throw new ConfigurationException("The books need a PostgreSQL: set DATABASE_URL"
                    + " (postgresql://user:password@host:5432/database) or general_settings.database_url.");
        }
        if (!migrated()) {
            Thread.ofVirtual().name("sluice-migrations").start(this::keepTrying);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    private void keepTrying() {
        try {
            while (!stopping && !migrated()) {
                Thread.sleep(RETRY_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("The schema of the books cannot be brought up to date; the books stay unavailable", e);
        }
    }

    private boolean migrated() {
        try {
            flyway.get().migrate();
            done.complete(null);
            return true;
        } catch (FlywayException e) {
            if (!isUnreachable(e)) {
                throw e;
            }
            if (attempts++ % ATTEMPTS_A_LINE == 0) {
                LOG.warnf(
                        "PostgreSQL cannot be reached at %s (%s); the books answer 503 and go on trying",
                        address.map(Migrations::shown).orElse("?"), rootMessage(e));
            }
            return false;
        }
    }

    /** Connection faults (SQLSTATE 08, 57P) and exhausted connections (53) pass; anything else does not mend itself. */
    private static boolean isUnreachable(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof java.io.IOException) {
                return true;
            }
            if (cause instanceof SQLException sql) {
                String state = sql.getSQLState();
                if (state == null || state.startsWith("08") || state.startsWith("53") || state.startsWith("57P")) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The JDBC address holds neither user nor password. */
    private static String shown(String jdbcUrl) {
        return jdbcUrl.replaceFirst("^jdbc:postgresql://", "").replaceFirst("\\?.*$", "");
    }

    private static String rootMessage(Throwable fault) {
        Throwable cause = fault;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }
}
