package io.sluice.gateway.start;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.sluice.configuration.CleanExit;
import io.sluice.configuration.LongTexts;

/** Runs the edge as a service of its own. A start that fails says why in one line and ends with 1. Named, since the standalone has a main class too. */
@QuarkusMain(name = "gateway")
public final class GatewayMain {

    private GatewayMain() {}

    public static void main(String[] args) {
        LongTexts.allow();
        Quarkus.run(null, CleanExit.install()::after, args);
    }
}
