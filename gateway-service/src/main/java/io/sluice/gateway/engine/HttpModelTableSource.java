package io.sluice.gateway.engine;

import io.sluice.contracts.routing.ModelTable;
import io.sluice.contracts.routing.ModelTableSource;
import io.sluice.contracts.routing.RouteCodec;
import io.sluice.gateway.seam.ServiceAnswer;
import io.sluice.gateway.seam.ServiceClient;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import org.jboss.logging.Logger;

/** A copy of the router's model table, asked for every second. The last good copy serves while the router is away. */
public final class HttpModelTableSource implements ModelTableSource {

    private static final Logger LOG = Logger.getLogger(HttpModelTableSource.class);
    private static final long PERIOD_MILLIS = 1_000;
    private static final long TIMEOUT_MILLIS = 2_000;

    private final ServiceClient router;
    private volatile ModelTable current = ModelTable.EMPTY;
    private volatile boolean asking;
    private volatile boolean away;

    public HttpModelTableSource(ServiceClient router) {
        this.router = router;
    }

    public void start(Vertx vertx) {
        refresh();
        vertx.setPeriodic(PERIOD_MILLIS, ignored -> refresh());
    }

    @Override
    public ModelTable current() {
        return current;
    }

    @Override
    public boolean reached() {
        return !away;
    }

    @Override
    public void refresh() {
        if (asking) {
            return;
        }
        asking = true;
        String version = current.version();
        Map<String, String> condition = version.isEmpty() ? Map.of() : Map.of("if-none-match", '"' + version + '"');
        router.call(HttpMethod.GET, RouteCodec.MODELS_PATH, condition, Buffer.buffer(0), TIMEOUT_MILLIS)
                .onComplete(result -> {
                    asking = false;
                    if (result.succeeded()) {
                        take(result.result());
                    } else {
                        missing(String.valueOf(result.cause().getMessage()));
                    }
                });
    }

    private void take(ServiceAnswer answer) {
        if (answer.status() == 200) {
            try {
                current = RouteCodec.modelTable(answer.body().getBytes());
                away = false;
            } catch (RuntimeException e) {
                missing("its model table cannot be read");
            }
        } else if (answer.status() == 304) {
            away = false;
        } else {
            missing("it answered " + answer.status());
        }
    }

    private void missing(String why) {
        if (!away) {
            away = true;
            if (current.version().isEmpty()) {
                LOG.infof("Waiting for the router's models (%s)", why);
            } else {
                LOG.warnf("The router gives no model table: %s; the last one serves", why);
            }
        }
    }
}
