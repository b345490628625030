package io.sluice.gateway.routes;

/** Whether calls of a route pass admission, journal and ledger. */
public enum LimitClass {
    BILLABLE,
    FREE
}
