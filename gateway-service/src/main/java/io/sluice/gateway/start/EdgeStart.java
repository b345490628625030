package io.sluice.gateway.start;

import io.sluice.configuration.Configuration;
import io.sluice.configuration.MasterKeyRule;
import io.sluice.configuration.StartReport;
import io.sluice.gateway.edge.Edge;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.jboss.logging.Logger;

/** Puts the edge in front of everything on the router, and tells the operator what the configuration made of itself. */
@ApplicationScoped
class EdgeStart {

    private static final Logger LOG = Logger.getLogger("io.sluice");

    /** Behind what Quarkus puts at the very front (access log, hot reload), before everything else. */
    private static final int ORDER = Integer.MIN_VALUE + 10_000;

    void register(@Observes Router router, Edge edge, EdgeSettings settings, Configuration configuration) {
        MasterKeyRule.check(configuration);
        router.route().order(ORDER).handler(edge);
        List<String> report = StartReport.lines(configuration);
        LOG.log(report.size() > 1 ? Logger.Level.WARN : Logger.Level.INFO, String.join("\n", report));
        warnWhenOff(settings.auth(), "auth", "everybody is the proxy admin");
        warnWhenOff(settings.limits(), "limits", "no budget and no rate limit holds");
        warnWhenOff(settings.ledger(), "ledger", "no call is written down or billed");
    }

    private static void warnWhenOff(boolean on, String setting, String consequence) {
        if (!on) {
            LOG.warnf("sluice_settings.%s is FALSE: %s. For measurements only.", setting, consequence);
        }
    }
}
