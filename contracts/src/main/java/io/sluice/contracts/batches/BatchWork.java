package io.sluice.contracts.batches;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Lines of batches for those who run them. A claim is a lease: lines that were claimed and not begun go to somebody else when it ends; lines that had begun are
 * never run again, since a provider may have answered them. Directly in the standalone, over HTTP in the suite. Never blocks; a stage fails when the books cannot
 * be asked.
 */
public interface BatchWork {

    long LEASE_SECONDS = 30;

    /** Lines of the batch whose turn it is; empty when there is nothing to do. */
    CompletionStage<List<BatchLine>> claim(int most);

    /** The fence before a provider is called: false when the line is not this claim's any more. */
    CompletionStage<Boolean> begin(String callId);

    /** For lines that take longer. */
    CompletionStage<Void> renew(List<String> callIds);

    /** Not now: the line is free again after a while. */
    CompletionStage<Void> putBack(String callId, long delayMillis);

    CompletionStage<Void> done(LineResult result);
}
