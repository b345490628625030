package io.sluice.contracts.money;

import org.jspecify.annotations.Nullable;

/**
 * What a provider charges for. The unit of each is one of the named thing (a token, an image, a call); time is counted in microseconds, so that every
 * quantity is a whole number. Quantities of one call are disjoint: a cached input token is not an input token too.
 *
 * <p>A meter is what an answer counts apart; what only selects a price (service tier, resolution, context size) is a condition of
 * the price.
 */
public enum PriceMeter {
    INPUT_TOKEN(Side.INPUT, null),
    CACHED_INPUT_TOKEN(Side.INPUT, INPUT_TOKEN),
    CACHED_AUDIO_TOKEN(Side.INPUT, CACHED_INPUT_TOKEN),
    CACHED_IMAGE_TOKEN(Side.INPUT, CACHED_INPUT_TOKEN),
    CACHE_WRITE_5M_TOKEN(Side.INPUT, INPUT_TOKEN),
    CACHE_WRITE_1H_TOKEN(Side.INPUT, CACHE_WRITE_5M_TOKEN),
    CACHE_WRITE_12H_TOKEN(Side.INPUT, CACHE_WRITE_1H_TOKEN),
    CACHE_WRITE_AUDIO_TOKEN(Side.INPUT, CACHE_WRITE_5M_TOKEN),
    INPUT_AUDIO_TOKEN(Side.INPUT, INPUT_TOKEN),
    INPUT_IMAGE_TOKEN(Side.INPUT, INPUT_TOKEN),
    INPUT_VIDEO_TOKEN(Side.INPUT, INPUT_TOKEN),

    OUTPUT_TOKEN(Side.OUTPUT, null),
    REASONING_TOKEN(Side.OUTPUT, OUTPUT_TOKEN),
    OUTPUT_AUDIO_TOKEN(Side.OUTPUT, OUTPUT_TOKEN),
    OUTPUT_IMAGE_TOKEN(Side.OUTPUT, OUTPUT_TOKEN),
    OUTPUT_VIDEO_TOKEN(Side.OUTPUT, OUTPUT_TOKEN),

    /** A character of input text; never more than the bytes of it. */
    INPUT_CHARACTER(Side.INPUT, null),
    OUTPUT_CHARACTER(Side.OUTPUT, null),

    INPUT_IMAGE(Side.UNIT, null),
    /** Time of audio that was sent. */
    INPUT_MICROSECOND(Side.UNIT, null),
    /** Time of video that was sent. */
    INPUT_VIDEO_MICROSECOND(Side.UNIT, null),
    /** A text message in a conversation that is otherwise billed by time. */
    TEXT_MESSAGE(Side.UNIT, null),
    OUTPUT_IMAGE(Side.UNIT, null),
    OUTPUT_PIXEL(Side.UNIT, null),
    /** Time of audio or video that was made. */
    OUTPUT_MICROSECOND(Side.UNIT, null),
    /** Time in which the provider's machine worked for the call. */
    COMPUTE_MICROSECOND(Side.UNIT, null),
    /** A page of a document that was read. */
    PAGE(Side.UNIT, null),
    /** A page that was read and described by a schema of the caller. */
    ANNOTATED_PAGE(Side.UNIT, PAGE),
    /** A provider's own unit of account, of which it says how many a call took. */
    CREDIT(Side.UNIT, null),
    /** A search, or a unit of reranking (Cohere's search unit: one query with up to 100 documents). */
    SEARCH_QUERY(Side.UNIT, null),
    /** Text that the provider's own searching brought into the prompt. */
    CITATION_TOKEN(Side.TOOL, null),
    /** A search of the web that the model made while it answered. */
    WEB_SEARCH(Side.TOOL, null),
    /** A look into the provider's maps that the model made while it answered. */
    MAPS_QUERY(Side.TOOL, null),
    FILE_SEARCH(Side.TOOL, null),
    /** A container in which the model ran code. */
    CODE_SESSION(Side.TOOL, null),
    /** A call as such. */
    REQUEST(Side.UNIT, null),
    /** The amount that the provider named itself, in place of any count. */
    SAID(Side.UNIT, null);

    /** What bounds the quantity of a call. */
    public enum Side {
        /** The bytes of the request. */
        INPUT,
        /** The output cap. */
        OUTPUT,
        /** What the call asks for by number: images, time, pages. */
        UNIT,
        /** The provider's own tools, as often as the model likes. */
        TOOL
    }

    private final Side side;
    private final @Nullable PriceMeter otherwise;

    PriceMeter(Side side, @Nullable PriceMeter otherwise) {
        this.side = side;
        this.otherwise = otherwise;
    }

    public Side side() {
        return side;
    }

    /** The meter whose price holds when a model has none for this one; null: none does. */
    public @Nullable PriceMeter otherwise() {
        return otherwise;
    }

    /** Whether a price of {@code other} holds for this meter when there is no nearer one. */
    public boolean follows(PriceMeter other) {
        for (PriceMeter meter = this; meter != null; meter = meter.otherwise) {
            if (meter == other) {
                return true;
            }
        }
        return false;
    }
}
