package io.sluice.contracts.admission;

/**
 * One gateway's lease of an account, as it stood at a moment.
 *
 * @param incarnation of the gateway's slice
 * @param reportedAt when it last reported, by the grantor's clock
 * @param outstanding granted, and neither spent nor given back
 * @param uncertain part of what it counts that the ledger may hold too
 */
public record Holder(String gateway, long incarnation, long reportedAt, long outstanding, long uncertain) {}
