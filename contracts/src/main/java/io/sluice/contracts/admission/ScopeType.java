package io.sluice.contracts.admission;

/** Who or what a limit belongs to. */
public enum ScopeType {
    GLOBAL,
    ORGANIZATION,
    TEAM,
    TEAM_MEMBER,
    USER,
    KEY,
    KEY_MODEL,
    END_USER,
    TAG,
    MODEL,
    DEPLOYMENT,
    PROVIDER
}
