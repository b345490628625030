package io.sluice.gateway.slice;

import java.util.concurrent.Executor;

/** Clocks, timers and threads of the process that the admission runs in; virtual ones in the simulation. */
public interface AdmissionTimers {

    /** Epoch milliseconds: decides budget windows, nothing else. */
    long wallMillis();

    /** Milliseconds that never run backwards: leases and waiting. */
    long monotonicMillis();

    /** Runs a task once, later. */
    void after(long millis, Runnable task);

    /** Where the caller of this method wants to be called back. */
    Executor callersContext();
}
