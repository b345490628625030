package io.sluice.contracts.identity;

import org.jspecify.annotations.Nullable;

/** Who calls: the holder of the master key, or of a virtual key. */
public sealed interface Caller {

    /** The proxy admin. {@code hash} is what the ledger names the master key by. */
    record Admin(String hash) implements Caller {}

    record KeyHolder(VirtualKey key) implements Caller {}

    /** The hash under which the ledger and the logs know this caller. */
    default String keyHash() {
        return switch (this) {
            case Admin admin -> admin.hash();
            case KeyHolder holder -> holder.key().hash();
        };
    }

    default @Nullable VirtualKey virtualKey() {
        return this instanceof KeyHolder(VirtualKey key) ? key : null;
    }

    /** The model that this caller means by a name: a key may have aliases. */
    default String model(String requested) {
        return this instanceof KeyHolder(VirtualKey key) ? key.aliases().getOrDefault(requested, requested) : requested;
    }
}
