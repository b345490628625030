package io.sluice.router.simulation;

import io.sluice.router.cooldown.Fault;
import io.sluice.router.failure.ErrorClass;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A scripted deployment: what it does with a call that comes at a given time. */
final class Provider {

    /** What becomes of a call, and after how long. {@code fault} is null for an answer. */
    record Outcome(long millis, Fault fault) {}

    /** How a phase behaves. */
    @FunctionalInterface
    interface Behaviour {
        Outcome of(SplittableRandom random);
    }

    private record Phase(long from, long to, Behaviour behaviour) {}

    private final Behaviour usually;
    private final List<Phase> script = new ArrayList<>();

    Provider(long meanMillis) {
        this.usually = answers(meanMillis);
    }

    Provider between(long from, long to, Behaviour behaviour) {
        script.add(new Phase(from, to, behaviour));
        return this;
    }

    Outcome call(long elapsed, SplittableRandom random) {
        for (Phase phase : script) {
            if (elapsed >= phase.from && elapsed < phase.to) {
                return phase.behaviour.of(random);
            }
        }
        return usually.of(random);
    }

    static Behaviour answers(long meanMillis) {
        return random -> new Outcome(Math.round(meanMillis * Math.exp(0.3 * random.nextGaussian())), null);
    }

    static Behaviour says(ErrorClass errorClass, long retryAfterMillis) {
        return random ->
                new Outcome(random.nextLong(5, 30), Fault.answered(errorClass, errorClass.status(), retryAfterMillis));
    }

    static Behaviour refuses() {
        return random -> new Outcome(1, Fault.unanswered(ErrorClass.CONNECTION));
    }

    static Behaviour keepsSilent(long timeoutMillis) {
        return random -> new Outcome(timeoutMillis, Fault.unanswered(ErrorClass.TIMEOUT));
    }

    static Behaviour failsSometimes(double share, long meanMillis) {
        return random -> random.nextDouble() < share
                ? says(ErrorClass.INTERNAL, -1).of(random)
                : answers(meanMillis).of(random);
    }
}
