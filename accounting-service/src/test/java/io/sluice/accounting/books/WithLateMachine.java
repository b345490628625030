package io.sluice.accounting.books;

/** As {@link WithMachine}, but PostgreSQL cannot be reached until a test says so. */
public final class WithLateMachine extends WithMachine {

    public WithLateMachine() {
        super(false);
    }
}
