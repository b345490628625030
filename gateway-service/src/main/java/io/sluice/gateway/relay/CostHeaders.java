package io.sluice.gateway.relay;

import io.netty.util.AsciiString;
import io.sluice.contracts.money.CostLine;
import io.sluice.contracts.money.Money;
import io.sluice.contracts.money.PriceMeter;
import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.routing.RouteOutcome;
import io.sluice.gateway.errors.PythonFloat;
import io.vertx.core.MultiMap;

/**
 * What an answer cost, and for what: LiteLLM's {@code x-litellm-response-cost} and its parts ({@code conformance/FACTS.md}, "Cost headers").
 * Input, output, both sides of the cache and tools add up to the whole; reasoning is a part of the output. Input and output
 * are always named, the other parts when they are not zero. The parts include failed attempts that were paid for. A call that failed has the whole
 * only, which is 0 when the provider charges nothing for it.
 */
final class CostHeaders {

    private static final CharSequence COST = AsciiString.cached("x-litellm-response-cost");
    private static final CharSequence INPUT = AsciiString.cached("x-litellm-response-cost-input");
    private static final CharSequence OUTPUT = AsciiString.cached("x-litellm-response-cost-output");
    private static final CharSequence REASONING = AsciiString.cached("x-litellm-response-cost-reasoning");
    private static final CharSequence CACHE_READ = AsciiString.cached("x-litellm-response-cost-cache-read");
    private static final CharSequence CACHE_CREATION = AsciiString.cached("x-litellm-response-cost-cache-creation");
    private static final CharSequence TOOL_USAGE = AsciiString.cached("x-litellm-response-cost-tool-usage");

    private long total;
    private long input;
    private long output;
    private long reasoning;
    private long cacheRead;
    private long cacheCreation;
    private long tools;

    private CostHeaders() {}

    static void put(MultiMap headers, RouteOutcome outcome) {
        CostHeaders costs = new CostHeaders();
        for (Attempt attempt : outcome.attempts()) {
            costs.total += attempt.cost().nanos();
            for (CostLine line : attempt.costLines()) {
                costs.add(line.meter(), line.amount().nanos());
            }
        }
        headers.set(COST, dollars(costs.total));
        if (outcome.errorType() != null) {
            return;
        }
        headers.set(INPUT, dollars(costs.input));
        headers.set(OUTPUT, dollars(costs.output));
        part(headers, REASONING, costs.reasoning);
        part(headers, CACHE_READ, costs.cacheRead);
        part(headers, CACHE_CREATION, costs.cacheCreation);
        part(headers, TOOL_USAGE, costs.tools);
    }

    private void add(PriceMeter meter, long nanos) {
        switch (meter) {
            case CACHED_INPUT_TOKEN, CACHED_AUDIO_TOKEN, CACHED_IMAGE_TOKEN -> cacheRead += nanos;
            case CACHE_WRITE_5M_TOKEN, CACHE_WRITE_1H_TOKEN, CACHE_WRITE_12H_TOKEN, CACHE_WRITE_AUDIO_TOKEN ->
                cacheCreation += nanos;
            case SAID -> output += nanos; // a provider's own amount has no sides; LiteLLM shows it so
            case REASONING_TOKEN -> {
                reasoning += nanos;
                output += nanos;
            }
            default -> {
                switch (meter.side()) {
                    case INPUT -> input += nanos;
                    case OUTPUT -> output += nanos;
                    case TOOL -> tools += nanos;
                    case UNIT -> {} // has no side of its own, and no header
                }
            }
        }
    }

    private static void part(MultiMap headers, CharSequence name, long nanos) {
        if (nanos != 0) {
            headers.set(name, dollars(nanos));
        }
    }

    private static String dollars(long nanos) {
        return PythonFloat.dollars(Money.ofNanos(nanos));
    }
}
