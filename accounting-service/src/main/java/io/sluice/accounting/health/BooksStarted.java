package io.sluice.accounting.health;

import io.sluice.accounting.database.Migrations;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** Started: the schema is there. */
@Startup
@ApplicationScoped
class BooksStarted implements HealthCheck {

    private final Migrations migrations;

    BooksStarted(Migrations migrations) {
        this.migrations = migrations;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("books").status(migrations.isDone()).build();
    }
}
