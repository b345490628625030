package io.sluice.simulator.journal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * Counts of calls.
 *
 * @param total all that arrived
 * @param byOutcome ended calls by outcome
 * @param byModel ended calls by model as named in the request; past 1,000 names they are counted under {@code (other)}
 * @param inFlight now
 * @param maxInFlight most at one time
 */
public record Summary(
        long total, Map<Outcome, Long> byOutcome, Map<String, Long> byModel, long inFlight, long maxInFlight) {

    /** The summary as JSON. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("total", total).put("in_flight", inFlight).put("max_in_flight", maxInFlight);
        ObjectNode outcomes = json.putObject("outcomes");
        byOutcome.forEach((outcome, count) -> outcomes.put(outcome.label(), count));
        ObjectNode models = json.putObject("models");
        byModel.forEach(models::put);
        return json;
    }
}
