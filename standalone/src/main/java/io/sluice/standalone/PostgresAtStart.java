package io.sluice.standalone;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import io.sluice.launcher.EmbeddedPostgres;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** The embedded PostgreSQL comes up while the container does: here one waits for it, before any bean asks it. The whole ends with it: a supervisor starts both again. */
@ApplicationScoped
class PostgresAtStart {

    /** Before {@code Migrations}, which is the first to ask. */
    private static final int BEFORE_ALL = 1;

    void await(@Observes @Priority(BEFORE_ALL) StartupEvent event) {
        EmbeddedPostgres postgres = Prepared.postgres;
        if (postgres == null) {
            return;
        }
        postgres.awaitReady();
        var _ = postgres.onExit().thenRun(() -> {
            if (!Prepared.stopping) {
                System.err.println("Sluice stops: its PostgreSQL ended by itself; see " + postgres.log());
                Quarkus.asyncExit(1);
            }
        });
    }
}
