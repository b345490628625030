package io.sluice.accounting.health;

import io.sluice.accounting.database.Migrations;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready once started. A database that goes away later does not take the books out of the balancer: they then answer 503 themselves,
 * and events wait in the stream and in the gateways' journals.
 */
@Readiness
@ApplicationScoped
class BooksReady implements HealthCheck {

    private final Migrations migrations;

    BooksReady(Migrations migrations) {
        this.migrations = migrations;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("books").status(migrations.isDone()).build();
    }
}
