package io.sluice.configuration;

import com.fasterxml.jackson.core.StreamReadConstraints;

/**
 * Jackson reads texts of 20,000,000 characters at most unless told otherwise; a picture of 15 MB in Base64 is longer. What a body may weigh is decided
 * where it comes in ({@code max_request_size_mb}), once.
 */
public final class LongTexts {

    private LongTexts() {}

    /** For all readers that are made from now on: the first thing that a program does. */
    public static void allow() {
        StreamReadConstraints.overrideDefaultStreamReadConstraints(StreamReadConstraints.builder()
                .maxStringLength(Integer.MAX_VALUE)
                .build());
    }
}
