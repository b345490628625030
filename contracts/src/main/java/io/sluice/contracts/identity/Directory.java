package io.sluice.contracts.identity;

import java.util.concurrent.CompletionStage;

/** The books' register of keys, as the gateway sees it. Not on the hot path: the gateway caches what it answers. */
public interface Directory {

    /**
     * Looks a key up by its hash.
     *
     * @param keyHash lower-case hex SHA-256
     * @return never fails; a fault is {@link KeyLookup.Unavailable}
     */
    CompletionStage<KeyLookup> findKey(String keyHash);
}
