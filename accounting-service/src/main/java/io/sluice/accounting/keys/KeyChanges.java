package io.sluice.accounting.keys;

import io.sluice.accounting.stream.RedisLink;
import io.sluice.contracts.identity.KeyInvalidations;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;

/**
 * Tells gateways that a key changed: through the gateway's own channel when it runs in this process, else over Redis when there is
 * one. Best effort; gateways also age their entries out. Never blocks, never throws.
 */
@ApplicationScoped
public class KeyChanges {

    private final Instance<KeyInvalidations> inProcess;
    private final RedisLink redis;

    KeyChanges(@Any Instance<KeyInvalidations> inProcess, RedisLink redis) {
        this.inProcess = inProcess;
        this.redis = redis;
    }

    void changed(String keyHash) {
        if (inProcess.isResolvable()) {
            inProcess.get().publish(keyHash);
        } else {
            redis.publishKeyChange(keyHash);
        }
    }
}
