package io.sluice.gateway.start;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.sluice.contracts.usage.UsageSink;
import io.sluice.gateway.admission.Admission;
import io.sluice.gateway.instance.GatewayIdentity;
import io.sluice.gateway.journal.LocalJournal;
import io.sluice.gateway.journal.NoLedger;
import io.sluice.gateway.journal.UsageJournal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** What this gateway keeps in its data folder. Opened before the edge is, and so before the first call. */
@ApplicationScoped
class JournalBeans {

    private static final Logger LOG = Logger.getLogger(JournalBeans.class);
    private static final String FOLDER = "journal";
    private static final long STOP_SECONDS = 5;

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

    /**
     * Calls have ended by now; the books and the clients of other services still work. The admission comes after the journal: only a gateway
     * whose spending is in the ledger leaves the roster. The lock on the folder is held until nobody speaks in this gateway's name.
     */
    void stop(@Observes ShutdownEvent event, UsageJournal journal, Admission admission, GatewayIdentity identity) {
        journal.close();
        try {
            admission.stop().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // what was not given back is freed by the books, or when it is asked for
            LOG.infof("Not all that was granted could be given back: %s", e.toString());
        }
        identity.close();
    }
}
