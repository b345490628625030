package io.sluice.router.cooldown;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The news of deployments that all routers of an installation share. Best effort: each router finds out by itself too. Thread-safe. */
public interface SharedHealth {

    /** Tells the others; returns at once. */
    void publish(HealthNotice notice);

    /** Hears what the others publish, never this router's own; news may come twice or late. */
    void subscribe(Consumer<HealthNotice> listener);

    /** All rests that are not over, for a router that starts or lost its connection. */
    CompletionStage<List<HealthNotice>> resting();
}
