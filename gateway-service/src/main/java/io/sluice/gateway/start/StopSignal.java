package io.sluice.gateway.start;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import sun.misc.Signal;

/** SIGTERM is how operators stop a gateway: it drains, and ends with 0. The JVM by itself ends with 143 whatever its shutdown hooks did. */
@ApplicationScoped
class StopSignal {

    private static final String TERM = "TERM";

    void listen(@Observes StartupEvent event) {
        if (LaunchMode.current() == LaunchMode.NORMAL) {
            Signal.handle(new Signal(TERM), signal -> Quarkus.asyncExit(0));
        }
    }
}
