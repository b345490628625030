package io.sluice.router.group;

/**
 * What a request asks for itself.
 *
 * @param retries {@code num_retries} of the body or {@code x-litellm-num-retries}; -1: not said
 * @param deadlineMillis when the whole call has to be over, on the clock of the group
 * @param fallbacks another group can take the call: nobody waits for a rest to end
 */
public record CallTerms(int retries, long deadlineMillis, boolean fallbacks) {}
