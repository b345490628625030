package io.sluice.router.strategy;

/** What a random number is drawn for: the same seed gives each purpose a number of its own. */
final class Purpose {

    static final long CANARY = 1;
    static final long CHOICE = 2;
    static final long EXPLORE = 3;
    static final long EXPLORED = 4;

    private Purpose() {}
}
