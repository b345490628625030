package io.sluice.router.start;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.sluice.configuration.CleanExit;
import io.sluice.configuration.LongTexts;

/** Runs the engine as a service of its own. A start that fails says why in one line and ends with 1. Named, since the standalone has a main class too. */
@QuarkusMain(name = "router")
public final class RouterMain {

    private RouterMain() {}

    public static void main(String[] args) {
        LongTexts.allow();
        Quarkus.run(null, CleanExit.install()::after, args);
    }
}
