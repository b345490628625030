package io.sluice.simulator.journal;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * One call as it goes on. Written by the call's event loop, read by anyone through {@link #entry()}; the first outcome
 * stays.
 */
public final class Visit {

    private final Journal journal;
    private final long number;
    private final long arrivedMicros;
    private final String method;
    private final String path;
    private final String query;
    private final MultiMap headers;
    private @Nullable Buffer body;
    private String model = "";
    private boolean stream;
    private @Nullable String nonce;
    private @Nullable String fault;
    private @Nullable Usage usage;
    private Usage billed = Usage.NONE;
    private int status;
    private long bytesSent;
    private Outcome outcome = Outcome.IN_FLIGHT;
    private long endedMicros;

    Visit(Journal journal, long number, String method, String path, String query, MultiMap headers) {
        this.journal = journal;
        this.number = number;
        this.arrivedMicros = Journal.nowMicros();
        this.method = method;
        this.path = path;
        this.query = query;
        this.headers = headers;
    }

    /** The call's number; the first one of a simulator is 1. */
    public long number() {
        return number;
    }

    /** The request's body has arrived. */
    public synchronized void received(Buffer content) {
        body = content;
    }

    /** The request has been understood. */
    public synchronized void understood(String requestedModel, boolean streamed, String prompt) {
        model = requestedModel;
        stream = streamed;
        nonce = Nonce.in(prompt);
    }

    /** The answer will have this fault. */
    public synchronized void willSuffer(@Nullable String name) {
        fault = name;
    }

    /** The head of an answer goes out. */
    public synchronized void answering(int code, @Nullable Usage sentUsage) {
        status = code;
        usage = sentUsage;
    }

    /** {@code bytes} more of the body went out; {@code taken} is what it has cost so far. */
    public synchronized void sent(int bytes, Usage taken) {
        bytesSent += bytes;
        billed = taken;
    }

    /** Ends the call, unless it has already ended. */
    public void end(Outcome how) {
        synchronized (this) {
            if (outcome != Outcome.IN_FLIGHT) {
                return;
            }
            outcome = how;
            endedMicros = Journal.nowMicros();
        }
        journal.ended(this, how);
    }

    /** The call as it stands now. */
    public synchronized Entry entry() {
        return new Entry(
                number,
                arrivedMicros,
                endedMicros,
                method,
                path,
                query,
                headers,
                body == null ? Buffer.buffer() : body,
                model,
                stream,
                nonce,
                fault,
                status,
                usage,
                billed,
                bytesSent,
                outcome);
    }

    synchronized String model() {
        return model;
    }

    String path() {
        return path;
    }
}
