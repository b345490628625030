package io.sluice.router.cooldown;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Shared health within this process: for an installation of one router, and for tests with several. Thread-safe. */
public final class LocalHealth {

    private record Rest(HealthNotice notice, long untilMillis) {}

    private record Listener(String router, Consumer<HealthNotice> consumer) {}

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Map<String, Rest> resting = new HashMap<>();
    private final LongSupplier clock;

    public LocalHealth(LongSupplier clock) {
        this.clock = clock;
    }

    /** The news as one router gives and hears them. */
    public SharedHealth router(String name) {
        return new SharedHealth() {
            @Override
            public void publish(HealthNotice notice) {
                tell(name, notice);
            }

            @Override
            public void subscribe(Consumer<HealthNotice> listener) {
                listeners.add(new Listener(name, listener));
            }

            @Override
            public CompletionStage<List<HealthNotice>> resting() {
                return CompletableFuture.completedFuture(notOver());
            }
        };
    }

    private void tell(String router, HealthNotice notice) {
        synchronized (resting) {
            if (notice.resting()) {
                resting.put(notice.deploymentId(), new Rest(notice, clock.getAsLong() + notice.restMillis()));
            } else {
                resting.remove(notice.deploymentId());
            }
        }
        for (Listener listener : listeners) {
            if (!listener.router.equals(router)) {
                listener.consumer.accept(notice);
            }
        }
    }

    private List<HealthNotice> notOver() {
        long now = clock.getAsLong();
        List<HealthNotice> notices = new ArrayList<>();
        synchronized (resting) {
            resting.values().removeIf(rest -> rest.untilMillis <= now);
            for (Rest rest : resting.values()) {
                HealthNotice told = rest.notice;
                notices.add(
                        new HealthNotice(told.deploymentId(), rest.untilMillis - now, told.owner(), told.openings()));
            }
        }
        return notices;
    }
}
