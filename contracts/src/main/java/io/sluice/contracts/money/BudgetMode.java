package io.sluice.contracts.money;

/** How firmly a budget binds. */
public enum BudgetMode {
    /** Never over, under any concurrency and any crash; may refuse early. */
    STRICT,
    /** Over by at most a printed figure; the default. */
    BOUNDED,
    /** Alerts only. */
    ADVISORY;

    /** Reads the name as configuration and management API write it, in any case. */
    public static BudgetMode parse(String name) {
        return valueOf(name.strip().toUpperCase(java.util.Locale.ROOT));
    }
}
