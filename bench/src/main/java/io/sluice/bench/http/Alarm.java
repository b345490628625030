package io.sluice.bench.http;

import java.nio.channels.Selector;
import java.util.concurrent.locks.LockSupport;

/**
 * Wakes a selector at a point of time, since a selector's own timeout has whole milliseconds only. A thread of its own; late by what
 * the kernel's timers are late, about 60 us.
 */
public final class Alarm implements AutoCloseable {

    private static final long NEVER = Long.MAX_VALUE;

    private final Selector selector;
    private final Thread thread;
    private volatile long due = NEVER;
    private volatile boolean closed;

    public Alarm(Selector selector) {
        this.selector = selector;
        this.thread = Thread.ofPlatform().daemon().name("alarm").unstarted(this::run);
        thread.start();
    }

    /** Replaces the point of time, as of {@link System#nanoTime}. */
    public void set(long nanos) {
        long before = due;
        due = nanos;
        if (nanos < before) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (!closed) {
            long at = due;
            long wait = at == NEVER ? NEVER : at - System.nanoTime();
            if (wait > 0) {
                LockSupport.parkNanos(this, wait);
            } else {
                due = NEVER;
                selector.wakeup();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
