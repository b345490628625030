package io.sluice.contracts.batches;

/**
 * A line of a batch that one gateway alone may run, as long as it renews the lease.
 *
 * @param callId id of the call in the ledger; a line that is run again has a new one
 * @param keyHash of the key that made the batch
 * @param admin the batch was made with the master key
 * @param endpoint one of {@link BatchEndpoints#ALL}
 * @param tries how often it was put back
 * @param body JSON, as it stands in the line
 */
public record BatchLine(String callId, String keyHash, boolean admin, String endpoint, int tries, byte[] body) {}
