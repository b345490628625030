package io.sluice.simulator;

import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Protocol;
import io.sluice.simulator.faults.Directives;
import io.sluice.simulator.faults.RuleBook;
import io.sluice.simulator.faults.Shape;
import java.util.HashMap;
import java.util.Map;

/** Finds the directives for a call. Later places win: rule, model name, prompt, header. */
record Shaping(RuleBook rules) {

    /** @throws IllegalArgumentException for an unknown directive or value */
    Shape of(Call call, Protocol.Glance glance) {
        Map<String, String> ruled = rules.actionFor(call.path(), glance.model(), call.key());
        Map<String, String> named = Directives.ofModel(glance.model());
        Map<String, String> prompted = Directives.ofPrompt(glance.prompt());
        Map<String, String> headed = Directives.ofHeaders(call.headers());
        if (ruled.isEmpty() && named.isEmpty() && prompted.isEmpty() && headed.isEmpty()) {
            return Shape.PLAIN;
        }
        Map<String, String> all = new HashMap<>(ruled);
        all.putAll(named);
        all.putAll(prompted);
        all.putAll(headed);
        return Shape.of(all);
    }
}
