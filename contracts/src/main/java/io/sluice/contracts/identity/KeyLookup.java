package io.sluice.contracts.identity;

/** What the directory answers for a key's hash. */
public sealed interface KeyLookup {

    record Found(VirtualKey key) implements KeyLookup {}

    /** The books were asked and have no such key. */
    record Unknown() implements KeyLookup {}

    /** The books cannot be asked now: 503 with {@code retry-after}, never 401. */
    record Unavailable(String reason) implements KeyLookup {}

    /** No books are configured: only the master key exists (LiteLLM: 400 {@code no_db_connection}). */
    record NoDirectory() implements KeyLookup {}
}
