package io.sluice.router.start;

import io.quarkus.runtime.StartupEvent;
import io.sluice.configuration.Configuration;
import io.sluice.router.pricelist.PriceListSettings;
import io.sluice.router.pricelist.PriceLists;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Looks at the operator's price list again from time to time and has the engine take new prices up. */
@Singleton
class PriceWatch {

    private static final Logger LOG = Logger.getLogger(PriceWatch.class);

    private final Vertx vertx;
    private final ServedModels served;
    private final ConfigurationWatch configurations;
    private final PriceLists lists;

    PriceWatch(Vertx vertx, ServedModels served, ConfigurationWatch configurations, PriceLists lists) {
        this.vertx = vertx;
        this.served = served;
        this.configurations = configurations;
        this.lists = lists;
    }

    void start(@Observes StartupEvent event) {
        again();
    }

    private void again() {
        long seconds = PriceListSettings.read(configurations.current())
                .map(PriceListSettings::refreshSeconds)
                .orElse(5L);
        vertx.setTimer(
                seconds * 1_000,
                ignored -> vertx.executeBlocking(this::refresh)
                        .onFailure(fault -> LOG.error("The price list could not be looked at", fault))
                        .onComplete(done -> again()));
    }

    private boolean refresh() {
        Configuration configuration = configurations.current();
        boolean changed = look(lists, configuration);
        if (changed) {
            served.again();
        }
        return changed;
    }

    /** @return whether other prices hold than before */
    static boolean look(PriceLists lists, Configuration configuration) {
        Optional<PriceListSettings> settings = PriceListSettings.read(configuration);
        if (settings.isEmpty()) {
            return lists.none();
        }
        PriceLists.Outcome outcome = lists.look(settings.get());
        outcome.news()
                .ifPresent(problem -> LOG.errorf(
                        "The price list %s is not used, %s: %s",
                        settings.get().location(),
                        outcome.models() > 0 ? "the last good one stays" : "the built-in prices hold",
                        problem));
        if (outcome.changed() && outcome.problem().isEmpty()) {
            LOG.infof("Price list %s: %d models", settings.get().location(), outcome.models());
        }
        return outcome.changed();
    }
}
