package io.sluice.simulator.faults;

/** What goes wrong with one answer. The names on the wire are lower case with hyphens ({@code slow-loris}). */
public enum Fault {
    /** nothing goes wrong */
    NONE,
    /** the request is read and never answered */
    STALL,
    /** one byte of the body per interval */
    SLOW_LORIS,
    /** the connection is closed after {@code at} bytes of the body */
    TRUNCATE,
    /** a 200 whose JSON cannot be parsed; in a stream, one such event after {@code at} chunks */
    GARBAGE,
    /** a 200 with an HTML page, as a captive portal or a misrouted load balancer sends it */
    HTML,
    /** a 200 without a body */
    EMPTY,
    /** TCP reset instead of an answer */
    RESET_BEFORE,
    /** TCP reset after the head */
    RESET_AFTER,
    /** TCP reset after {@code at} chunks, or in the middle of a whole body */
    RESET_MID,
    /** an error in the protocol's own form after {@code at} chunks, then the end of the stream */
    ERROR_EVENT,
    /** the stream's terminator is sent twice */
    DOUBLE_DONE
}
