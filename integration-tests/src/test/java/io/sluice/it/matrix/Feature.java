package io.sluice.it.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.conformance.cases.Case;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** A column of the matrix, and which recorded conversations show it. */
enum Feature {
    STREAM("stream", Feature::streams),
    TOOLS("tools", recorded -> recorded.feature().contains("tool")),
    VISION("vision", recorded -> recorded.feature().contains("images in")),
    SCHEMA(
            "JSON schema",
            recorded -> recorded.feature().contains("json")
                    && recorded.request().toString().contains("schema")),
    REASONING("reasoning", recorded -> recorded.feature().contains("reasoning")),
    CACHING("caching", recorded -> recorded.feature().contains("caching")),
    USAGE("usage", recorded -> {
        String expected = recorded.expectedResponse().toString();
        return expected.contains("\"usage\":{") || expected.contains("\"usageMetadata\":{");
    });

    private final String title;
    private final Predicate<Case> shows;

    Feature(String title, Predicate<Case> shows) {
        this.title = title;
        this.shows = shows;
    }

    /** The columns of an endpoint: a completion is a text and nothing else. */
    static List<Feature> of(String endpoint) {
        return endpoint.equals("completions") ? List.of(STREAM, USAGE) : List.of(values());
    }

    String title() {
        return title;
    }

    /** A refusal shows no feature. */
    boolean isShownBy(Case recorded) {
        return recorded.expectedResponse().path("status").asInt() == 200 && shows.test(recorded);
    }

    /** Each provider of chat models streams and counts; about the others the catalog has to say something. */
    boolean isOfferedBy(Offer offer) {
        return this == STREAM || this == USAGE || offer.features().contains(name().toLowerCase(Locale.ROOT));
    }

    private static boolean streams(Case recorded) {
        JsonNode request = recorded.request();
        return request.path("body").path("stream").asBoolean(false)
                || request.path("path").asText().contains(":streamGenerateContent");
    }
}
