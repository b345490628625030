package io.sluice.router.wire;

import java.nio.ByteBuffer;

/**
 * Reads both sides of a session: the provider's messages come to {@link #chunk}, each whole. Decides when a response may run, and what it cost.
 */
public interface SessionReader extends AnswerReader {

    /** Once, before anything else. */
    void begin(SessionSink session);

    /** A whole message of the client. */
    void said(ByteBuffer message);

    /** A turn that was wanted may run. */
    void granted(int turn);

    /** The session is over, whoever ended it: turns that are open end here. */
    void abandoned();
}
