package io.sluice.router.group;

import io.sluice.router.queue.Wish;
import java.util.Optional;

/**
 * What a request asks for itself.
 *
 * @param retries {@code num_retries} of the body or {@code x-litellm-num-retries}; -1: not said
 * @param deadlineMillis when the whole call has to be over, on the clock of the group
 * @param fallbacks another group can take the call: nobody waits for a rest to end
 * @param queue how it waits in line when everybody is at a limit; empty: it does not
 */
public record CallTerms(int retries, long deadlineMillis, boolean fallbacks, Optional<Wish> queue) {

    /** Of a call that does not wait in line. */
    public CallTerms(int retries, long deadlineMillis, boolean fallbacks) {
        this(retries, deadlineMillis, fallbacks, Optional.empty());
    }
}
