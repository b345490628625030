package io.sluice.router.engine;

import io.sluice.router.egress.ExchangeHandler;
import io.sluice.router.failure.ErrorClass;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.wire.AnswerReader;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What the provider sends for one attempt, on its way to the reader: in pieces where it streams, whole otherwise. What the reader makes of it goes to the
 * attempt, and so does each way in which nothing more can come. Used on one event loop.
 */
final class Intake implements ExchangeHandler {

    private static final Logger LOG = Logger.getLogger(Intake.class);

    private enum Phase {
        WAITING,
        STREAMING,
        COLLECTING,
        COLLECTING_ERROR,
        OVER
    }

    private final AttemptRun run;
    private final AnswerReader reader;
    private final AttemptClock clock;
    private final boolean streamAsked;
    private Phase phase = Phase.WAITING;
    private int status;
    private Map<String, String> headers = Map.of();
    private boolean streamed;
    private @Nullable Collected collected;

    /** @param streamAsked the client wants its answer in pieces */
    Intake(AttemptRun run, AnswerReader reader, AttemptClock clock, boolean streamAsked) {
        this.run = run;
        this.reader = reader;
        this.clock = clock;
        this.streamAsked = streamAsked;
    }

    /** Nothing of an answer has come, or of the next one after {@link #again}. */
    boolean waiting() {
        return phase == Phase.WAITING;
    }

    /** An answer is coming in pieces. */
    boolean streaming() {
        return phase == Phase.STREAMING;
    }

    boolean over() {
        return phase == Phase.OVER;
    }

    /** What still comes is for nobody. */
    void close() {
        phase = Phase.OVER;
    }

    /** The answer so far only said where the true one is: another one follows. */
    void again() {
        phase = Phase.WAITING;
        collected = null;
    }

    /** Whether the answer came in pieces, and has been given on as they came. */
    boolean streamed() {
        return streamed;
    }

    /** The provider's; 0 before it answered. */
    int status() {
        return status;
    }

    /** The provider's. */
    Map<String, String> headers() {
        return headers;
    }

    @Override
    public void connected(long micros) {
        run.connected(micros);
    }

    @Override
    public void head(int answerStatus, Map<String, String> answerHeaders) {
        status = answerStatus;
        headers = answerHeaders;
        clock.activity();
        boolean succeeded = (status >= 200 && status < 300) || status == AnswerHeads.SWITCHING;
        if (!succeeded && !reader.takesEveryStatus()) {
            phase = Phase.COLLECTING_ERROR;
        } else {
            streamed = reader.streams(headers, streamAsked);
            phase = streamed ? Phase.STREAMING : Phase.COLLECTING;
        }
    }

    @Override
    public void chunk(ByteBuffer bytes) {
        clock.activity();
        switch (phase) {
            case STREAMING -> guarded(() -> reader.chunk(bytes, run));
            case COLLECTING, COLLECTING_ERROR -> collect(bytes);
            case WAITING, OVER -> {}
        }
    }

    private void collect(ByteBuffer bytes) {
        if (!collected().add(bytes)) {
            fail(ErrorClass.BAD_RESPONSE, "the answer is larger than " + Collected.MOST_BYTES + " bytes", true);
        }
    }

    private Collected collected() {
        Collected begun = collected;
        if (begun == null) {
            begun = new Collected();
            collected = begun;
        }
        return begun;
    }

    @Override
    public void end() {
        switch (phase) {
            case STREAMING -> guarded(() -> reader.end(run));
            case COLLECTING ->
                guarded(() -> reader.complete(status, headers, collected().whole(), run));
            case COLLECTING_ERROR ->
                guarded(() ->
                        run.refused(reader.failure(status, headers, collected().whole())));
            case WAITING -> fail(ErrorClass.CONNECTION, "the connection ended without an answer", true);
            case OVER -> {}
        }
        if (phase != Phase.OVER && phase != Phase.WAITING) {
            fail(ErrorClass.BAD_RESPONSE, "Stream ended before a finish_reason was received", true);
        }
    }

    @Override
    public void closed(int code, String reason) {
        run.closed(code, reason);
    }

    /** Names the kind of the fault without addresses or headers that a message might hold. */
    @Override
    public void broken(Throwable cause, boolean sent) {
        fail(ErrorClass.CONNECTION, "Connection error. " + cause.getClass().getSimpleName(), sent);
    }

    /** Readers do not throw; should one have a fault all the same, its call must fail and not hang. */
    private void guarded(Runnable reading) {
        try {
            reading.run();
        } catch (RuntimeException fault) {
            LOG.error(
                    "A wire failed to read an answer of "
                            + run.lane().deployment.target(),
                    fault);
            fail(ErrorClass.BAD_RESPONSE, "the answer could not be read", true);
        }
    }

    private void fail(ErrorClass errorClass, String message, boolean charged) {
        run.failed(ProviderFailure.of(errorClass, message, charged));
    }
}
