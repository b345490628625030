package io.sluice.simulator.cohere;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Json;
import io.sluice.simulator.journal.Usage;

/** What embed and rerank say of themselves. Source: docs.cohere.com/reference/embed and /rerank. */
final class CohereMeta {

    private CohereMeta() {}

    static ObjectNode of(Call call, Usage told) {
        ObjectNode meta = Json.object();
        boolean first = call.path().contains("/v1/");
        meta.putObject("api_version").put("version", first ? "1" : "2");
        ObjectNode billed = meta.putObject("billed_units");
        if (told.prompt() != 0) {
            billed.put("input_tokens", told.prompt());
        }
        if (told.units().searches() != 0) {
            billed.put("search_units", told.units().searches());
        }
        return meta;
    }
}
