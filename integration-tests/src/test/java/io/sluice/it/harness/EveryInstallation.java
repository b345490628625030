package io.sluice.it.harness;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;

/** A test of an installation in the shapes that its class names ({@link EveryShape} and its relatives). */
public abstract class EveryInstallation {

    @Parameter
    protected Shape shape;

    protected final Nonces nonces = new Nonces();
    protected Installation sluice;
    protected Books books;

    @BeforeEach
    void findSluice() {
        sluice = Installation.of(shape);
        books = new Books(sluice.gateway());
    }
}
