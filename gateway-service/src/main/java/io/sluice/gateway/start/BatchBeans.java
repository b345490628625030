package io.sluice.gateway.start;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.sluice.configuration.BatchSettings;
import io.sluice.configuration.Configuration;
import io.sluice.contracts.batches.BatchWork;
import io.sluice.contracts.batches.ProviderBatches;
import io.sluice.contracts.files.FileStore;
import io.sluice.gateway.batches.BatchRunner;
import io.sluice.gateway.batches.ProviderBatchRunner;
import io.sluice.gateway.batches.ProviderPaths;
import io.sluice.gateway.identity.KeyCache;
import io.sluice.gateway.relay.InferenceEndpoint;
import io.sluice.gateway.relay.LineCalls;
import io.sluice.gateway.relay.ProviderCalls;
import io.sluice.gateway.routes.GatewayRoutes;
import io.sluice.gateway.routes.RouteTable;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** The lines of batches that this gateway runs. */
@ApplicationScoped
class BatchBeans {

    private static final Logger LOG = Logger.getLogger(BatchBeans.class);

    /** Before the journal and the clients of other services stop. */
    private static final int FIRST = 100;

    private static final long STOP_SECONDS = 60;

    @Produces
    @Singleton
    BatchRunner runner(
            Vertx vertx,
            Configuration configuration,
            BatchWork work,
            KeyCache keys,
            InferenceEndpoint.Environment environment) {
        BatchSettings settings = BatchSettings.of(configuration);
        return new BatchRunner(
                vertx,
                work,
                keys,
                new RouteTable(GatewayRoutes.all(true)),
                new LineCalls(environment, settings.batchRates()),
                settings.concurrency());
    }

    @Produces
    @Singleton
    ProviderBatchRunner remote(
            Vertx vertx,
            Configuration configuration,
            ProviderBatches batches,
            FileStore files,
            KeyCache keys,
            InferenceEndpoint.Environment environment) {
        return new ProviderBatchRunner(
                vertx,
                batches,
                files,
                keys,
                new ProviderCalls(environment, ProviderPaths.of(configuration.environment())),
                BatchSettings.of(configuration).lookMillis());
    }

    void start(@Observes StartupEvent event, BatchRunner runner, ProviderBatchRunner remote) {
        runner.start();
        remote.start();
    }

    /** Lines that run end; one that takes longer is reported as interrupted when its lease has ended. */
    void stop(@Observes @Priority(FIRST) ShutdownEvent event, BatchRunner runner, ProviderBatchRunner remote) {
        remote.stop();
        try {
            runner.stop().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warnf("Lines of batches did not end in time: %s", e.toString());
        }
    }
}
