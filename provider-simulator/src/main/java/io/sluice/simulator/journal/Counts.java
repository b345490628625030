package io.sluice.simulator.journal;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** The journal's counters. Safe for use by many threads. */
final class Counts {

    private static final int MODELS = 1_000;

    private final LongAdder total = new LongAdder();
    private final AtomicLong inFlight = new AtomicLong();
    private final LongAccumulator maxInFlight = new LongAccumulator(Math::max, 0);
    private final Map<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class);
    private final Map<String, LongAdder> models = new ConcurrentHashMap<>();

    Counts() {
        for (Outcome outcome : Outcome.values()) {
            if (outcome != Outcome.IN_FLIGHT) {
                outcomes.put(outcome, new LongAdder());
            }
        }
    }

    void began() {
        total.increment();
        maxInFlight.accumulate(inFlight.incrementAndGet());
    }

    void ended(String model, Outcome outcome) {
        inFlight.decrementAndGet();
        LongAdder ended = outcomes.get(outcome);
        if (ended != null) {
            ended.increment();
        }
        LongAdder known = models.get(model);
        if (known == null) {
            known = models.computeIfAbsent(models.size() < MODELS ? model : "(other)", name -> new LongAdder());
        }
        known.increment();
    }

    Summary summary() {
        Map<Outcome, Long> byOutcome = new EnumMap<>(Outcome.class);
        outcomes.forEach((outcome, count) -> byOutcome.put(outcome, count.sum()));
        Map<String, Long> byModel = new TreeMap<>();
        models.forEach((model, count) -> byModel.put(model, count.sum()));
        return new Summary(total.sum(), byOutcome, byModel, inFlight.get(), maxInFlight.get());
    }

    void clear() {
        total.reset();
        maxInFlight.reset();
        maxInFlight.accumulate(inFlight.get());
        outcomes.values().forEach(LongAdder::reset);
        models.clear();
    }
}
