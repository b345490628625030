package io.sluice.gateway.redis;

import io.sluice.contracts.identity.KeyInvalidations;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Key changes within this process. Thread-safe. */
public final class LocalInvalidations implements KeyInvalidations {

    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    @Override
    public void publish(String keyHash) {
        for (Consumer<String> listener : listeners) {
            listener.accept(keyHash);
        }
    }

    @Override
    public void subscribe(Consumer<String> listener) {
        listeners.add(listener);
    }
}
