package io.sluice.it.harness;

import java.util.Arrays;
import java.util.List;

/** How Sluice is put together. */
public enum Shape {
    /** one process with its own PostgreSQL, no Redis */
    STANDALONE,
    /** two gateways, a router and the books, PostgreSQL and Redis */
    SUITE,
    /** two standalones behind a balancer that share one PostgreSQL and one Redis */
    TWO_STANDALONES,
    /** a gateway before three routers that a balancer chooses among, the books, PostgreSQL and Redis; for tests that ask for it */
    FLEET;

    /** Those to test: all, or what {@code -Dsluice.it.shapes=A,B} names. */
    public static List<Shape> selected() {
        String named = System.getProperty("sluice.it.shapes", "");
        return named.isBlank()
                ? List.of(STANDALONE, SUITE, TWO_STANDALONES)
                : Arrays.stream(named.split(",", -1)).map(Shape::valueOf).toList();
    }

    static List<Shape> withRedis() {
        return selected().stream().filter(shape -> shape != STANDALONE).toList();
    }

    static List<Shape> oneOrSeveral() {
        return selected().stream().filter(shape -> shape != TWO_STANDALONES).toList();
    }
}
