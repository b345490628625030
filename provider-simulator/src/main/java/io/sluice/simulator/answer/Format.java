package io.sluice.simulator.answer;

import com.fasterxml.jackson.databind.JsonNode;

/** The form that the caller wants the text in. */
public sealed interface Format {

    /** Any text. */
    record Text() implements Format {}

    /** Any JSON object. */
    record AnyJson() implements Format {}

    /** JSON that fits a schema. */
    record Schema(JsonNode schema) implements Format {}
}
