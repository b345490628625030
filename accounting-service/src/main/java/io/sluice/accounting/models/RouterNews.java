package io.sluice.accounting.models;

import io.sluice.accounting.stream.RedisLink;
import io.sluice.contracts.routing.ModelChanges;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Tells routers that stored models changed: the one of this process directly, and waits until it has taken the change up; others over Redis
 * when there is one. Best effort; routers also ask. Blocks its (virtual) thread, for a while at most.
 */
@ApplicationScoped
class RouterNews {

    private static final Logger LOG = Logger.getLogger(RouterNews.class);
    private static final long PATIENCE_SECONDS = 5;

    private final Instance<ModelChanges> inProcess;
    private final RedisLink redis;

    RouterNews(@Any Instance<ModelChanges> inProcess, RedisLink redis) {
        this.inProcess = inProcess;
        this.redis = redis;
    }

    void tell(long revision) {
        if (!inProcess.isResolvable()) {
            redis.publishModelChange(revision);
            return;
        }
        try {
            inProcess.get().publish(revision).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warnf("A change of models is stored, and will be in force a little later (%s)", e.toString());
        }
    }
}
