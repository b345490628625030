package io.sluice.router.engine;

import io.sluice.router.deployment.Deployment;
import java.util.List;
import java.util.random.RandomGenerator;

/** LiteLLM's {@code simple-shuffle}: by weight among the deployments of the lowest order. Pure but for the random source. */
final class SimpleShuffle {

    private SimpleShuffle() {}

    /** @param candidates not empty */
    static Deployment choose(List<Deployment> candidates, RandomGenerator random) {
        if (candidates.size() == 1) {
            return candidates.getFirst();
        }
        int order = Integer.MAX_VALUE;
        for (Deployment candidate : candidates) {
            order = Math.min(order, candidate.order());
        }
        double total = 0;
        for (Deployment candidate : candidates) {
            total += candidate.order() == order ? candidate.weight() : 0;
        }
        double drawn = random.nextDouble() * total;
        Deployment last = candidates.getFirst();
        for (Deployment candidate : candidates) {
            if (candidate.order() == order) {
                last = candidate;
                drawn -= candidate.weight();
                if (drawn < 0) {
                    return candidate;
                }
            }
        }
        return last;
    }
}
