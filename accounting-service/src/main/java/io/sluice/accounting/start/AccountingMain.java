package io.sluice.accounting.start;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.sluice.configuration.CleanExit;

/** Runs the books as a service of its own. A start that fails says why in one line and ends with 1. Named, since the standalone has a main class too. */
@QuarkusMain(name = "accounting")
public final class AccountingMain {

    private AccountingMain() {}

    public static void main(String[] args) {
        Quarkus.run(null, CleanExit.install()::after, args);
    }
}
