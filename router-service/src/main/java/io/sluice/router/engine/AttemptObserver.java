package io.sluice.router.engine;

import io.sluice.contracts.routing.Attempt;

/** Hears of every finished attempt, on the event loop of its call: for metrics. Must not block. */
@FunctionalInterface
public interface AttemptObserver {

    AttemptObserver NONE = (group, attempt) -> {};

    void finished(String modelGroup, Attempt attempt);
}
