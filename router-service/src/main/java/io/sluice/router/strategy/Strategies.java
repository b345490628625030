package io.sluice.router.strategy;

import io.sluice.configuration.ConfigurationException;
import io.sluice.configuration.Settings;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;

/** The strategies by their names in {@code router_settings.routing_strategy}. */
public final class Strategies {

    public static final List<String> NAMES = List.of(
            "simple-shuffle",
            "least-busy",
            "usage-based-routing",
            "usage-based-routing-v2",
            "latency-based-routing",
            "cost-based-routing",
            "provider-budget-routing",
            "geo-routing");

    /**
     * One call in a hundred looks again at a deployment that was slow. LiteLLM has none and forgets a latency after an hour: that long a
     * deployment that recovered stays unused.
     */
    private static final double DEFAULT_EXPLORATION = 0.01;

    /** Round trips that differ by less than this share are equally near. */
    private static final double DEFAULT_NEARNESS = 0.2;

    private Strategies() {}

    /**
     * @param args {@code routing_strategy_args}
     * @throws ConfigurationException for a name that nobody knows
     */
    public static Strategy of(String name, Settings args) {
        return switch (name) {
            // LiteLLM's pseudo-strategy: provider budgets are a filter, the choice is the shuffle's
            case "simple-shuffle", "provider-budget-routing" -> new SimpleShuffle(name);
            case "least-busy" -> lowest(name, Signal.IN_FLIGHT, Strategies::inFlight);
            case "usage-based-routing", "usage-based-routing-v2" -> lowest(name, Signal.TOKENS, Strategies::tokens);
            case "cost-based-routing" ->
                new Lowest(
                        name, Set.of(), (selection, i) -> selection.candidates().cost(i), true, 0, 0);
            case "latency-based-routing" ->
                new Lowest(
                        name,
                        Set.of(Signal.LATENCY, Signal.FIRST_TOKEN, Signal.IN_FLIGHT),
                        Strategies::latency,
                        true,
                        number(args, "lowest_latency_buffer", 0),
                        number(args, "exploration", DEFAULT_EXPLORATION));
            case "geo-routing" ->
                new Lowest(
                        name,
                        Set.of(Signal.CONNECT),
                        Strategies::distance,
                        false,
                        number(args, "nearness", DEFAULT_NEARNESS),
                        0);
            default ->
                throw new ConfigurationException(
                        "router_settings.routing_strategy '" + name + "' is not known; there are " + NAMES);
        };
    }

    private static Lowest lowest(String name, Signal signal, Lowest.Score score) {
        return new Lowest(name, Set.of(signal), score, !name.equals("least-busy"), 0, 0);
    }

    private static double number(Settings args, String name, double whenAbsent) {
        return args.decimal(name).map(BigDecimal::doubleValue).orElse(whenAbsent);
    }

    private static double inFlight(Selection selection, int index) {
        return selection.sight().get(Signal.IN_FLIGHT, index);
    }

    private static double tokens(Selection selection, int index) {
        return selection.sight().get(Signal.TOKENS, index);
    }

    /**
     * For a stream the time to the first token, when it is known. What was never measured comes first, as in LiteLLM; but only one call at
     * a time: a hundred calls of the first second would all go to it otherwise.
     */
    private static double latency(Selection selection, int index) {
        Sight sight = selection.sight();
        double firstToken = sight.get(Signal.FIRST_TOKEN, index);
        if (selection.facts().streamed() && !Double.isNaN(firstToken)) {
            return firstToken;
        }
        double latency = sight.get(Signal.LATENCY, index);
        if (!Double.isNaN(latency)) {
            return latency;
        }
        return sight.get(Signal.IN_FLIGHT, index) == 0 ? 0 : Double.POSITIVE_INFINITY;
    }

    /** Milliseconds: measured when they can be, else estimated from the configured places, else far away. */
    private static double distance(Selection selection, int index) {
        double measured = selection.sight().get(Signal.CONNECT, index);
        if (!Double.isNaN(measured)) {
            return measured / 1_000;
        }
        double estimated = selection.candidate(index).awayMillis();
        return Double.isNaN(estimated) ? Double.POSITIVE_INFINITY : estimated;
    }
}
