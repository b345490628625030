package io.sluice.simulator.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.MultiMap;

/** A provider's protocol. Implementations keep no state of a call and are used by all event loops at once. */
public interface Protocol {

    /** Whether a request is for this provider. */
    boolean serves(String method, String path, MultiMap headers);

    /** What directives and the journal look at before the call is answered. */
    Glance glance(String path, JsonNode body);

    /** The answer to a call that {@link #serves} took; refusals are answers too. */
    Reply answer(Call call);

    /** An error in this protocol's own form. */
    Reply.Whole refuse(Call call, int status, String message);

    /**
     * The outline of a request.
     *
     * @param prompt text of the last user message
     */
    record Glance(String model, boolean stream, String prompt) {}
}
