package io.sluice.it.harness;

import org.junit.jupiter.api.BeforeEach;

/** The same as seen by a client with a new key without limits. */
public abstract class EveryCustomer extends EveryInstallation {

    protected String key;
    protected Gateway client;

    @BeforeEach
    void becomeCustomer() {
        key = books.newKey("");
        client = sluice.gateway().as(key);
    }
}
