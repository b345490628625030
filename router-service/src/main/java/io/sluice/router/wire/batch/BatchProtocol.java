package io.sluice.router.wire.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.wire.UpstreamRequest;

/** How a provider wants batches to be handed in, and how it speaks of them. Stateless and thread-safe. */
interface BatchProtocol {

    /**
     * The provider's request for a step. Blocks where lines are translated.
     *
     * @throws io.sluice.router.failure.UnsupportedRequestException when it cannot take a line
     */
    UpstreamRequest encode(BatchCall call);

    /** What is said of an uploaded file, with its {@code id}. */
    default JsonNode uploaded(JsonNode said) {
        return said;
    }

    /** OpenAI's batch object (platform.openai.com/docs/api-reference/batch/object, seen 2026-11-26), as far as gateways read it. */
    ObjectNode batch(JsonNode said);

    /** A line of what came out. */
    Result result(JsonNode line);

    /** What became of a line. */
    sealed interface Result {

        /** Where the line began in the input. */
        String id();

        /** @param body as the provider's own endpoint answers */
        record Answered(String id, JsonNode body) implements Result {}

        /** @param body the provider's error */
        record Refused(String id, int status, JsonNode body) implements Result {}

        /** It was not run, for want of time. */
        record Expired(String id) implements Result {}

        /** It was not run, since somebody cancelled the batch: it is in no file, as of batches that run here. */
        record Cancelled(String id) implements Result {}
    }
}
