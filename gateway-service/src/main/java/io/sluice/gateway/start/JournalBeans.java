package io.sluice.gateway.start;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.sluice.contracts.usage.UsageSink;
import io.sluice.gateway.instance.GatewayIdentity;
import io.sluice.gateway.journal.LocalJournal;
import io.sluice.gateway.journal.NoLedger;
import io.sluice.gateway.journal.UsageJournal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What this gateway keeps in its data folder. Opened before the edge is, and so before the first call. */
@ApplicationScoped
class JournalBeans {

    private static final String FOLDER = "journal";

    private final Path data;

    JournalBeans(@ConfigProperty(name = "SLUICE_DATA", defaultValue = ".sluice") String data) {
        this.data = Path.of(data);
    }

    @Produces
    @Singleton
    GatewayIdentity identity() {
        return GatewayIdentity.claim(data);
    }

    @Produces
    @Singleton
    UsageJournal journal(EdgeSettings settings, GatewayIdentity identity, UsageSink sink, MeterRegistry registry) {
        return settings.ledger()
                ? LocalJournal.open(data.resolve(FOLDER), identity.id(), sink, registry)
                : new NoLedger();
    }

    /** Calls have ended by now; the books and the clients of other services still work. */
    void stop(@Observes ShutdownEvent event, UsageJournal journal, GatewayIdentity identity) {
        journal.close();
        identity.close();
    }
}
