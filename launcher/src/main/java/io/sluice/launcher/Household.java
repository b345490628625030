package io.sluice.launcher;

import io.sluice.configuration.StartException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The children of one installation. Stopped in the opposite order of their start, each with the time that it needs; safe for many threads. */
final class Household implements AutoCloseable {

    private final List<Child> children = new ArrayList<>();
    private boolean closed;

    /** @throws StartException when the whole is being stopped already */
    synchronized Child add(Child child) {
        if (closed) {
            child.close();
            throw new StartException("stopped while it started");
        }
        children.add(child);
        return child;
    }

    /** Waits until one ends; empty when that is because the whole is being stopped. */
    Optional<Child> awaitEnd() {
        List<CompletableFuture<Child>> ends;
        synchronized (this) {
            ends = children.stream().map(Child::onExit).toList();
        }
        Child ended = (Child)
                CompletableFuture.anyOf(ends.toArray(CompletableFuture[]::new)).join();
        return isClosed() ? Optional.empty() : Optional.of(ended);
    }

    synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        List<Child> stopping;
        synchronized (this) {
            closed = true;
            stopping = List.copyOf(children);
        }
        stopping.reversed().forEach(Child::close);
    }
}
