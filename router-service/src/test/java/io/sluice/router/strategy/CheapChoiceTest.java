package io.sluice.router.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.sluice.configuration.Settings;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A choice allocates nothing by candidate but a bit, beside the numbers that it saw. */
class CheapChoiceTest {

    private static final int CALLS = 200;

    /** Selection, decision and what the filters capture; less when it is compiled better than in tests. */
    private static final long MOST_BYTES = 500;

    @Test
    void shouldAllocateNothingForACandidateBesideTheNumbers() {
        for (String name : Strategies.NAMES) {
            for (RouteFacts facts : new RouteFacts[] {RouteFacts.PLAIN, Group.affinity(77), Group.tags("x")}) {
                long few = bytes(name, facts, 10);
                long many = bytes(name, facts, 1_000);
                assertThat(few).as(name).isLessThan(MOST_BYTES);
                assertThat(many - few).as(name).isLessThanOrEqualTo(1_000 / Byte.SIZE + Long.BYTES);
            }
        }
    }

    private static long bytes(String strategy, RouteFacts facts, int size) {
        Group group = Group.of()
                .rules(rules -> new RoutingRules(
                        Strategies.of(strategy, Settings.empty("args")),
                        Optional.of(new TagRule(true)),
                        true,
                        new AffinityRules(true, true, true),
                        true,
                        true,
                        true));
        for (int i = 0; i < size; i++) {
            int order = i % 2;
            group.with("deployment-" + i, maker -> {
                maker.order = order;
                maker.tags = Set.of("x");
                return maker;
            });
        }
        Chooser chooser = group.chooser();
        Candidates candidates = group.candidates();
        Sight sight = group.sight(chooser);
        var _ = bytes(chooser, facts, candidates, sight); // class loading, first compilation
        return bytes(chooser, facts, candidates, sight);
    }

    private static long bytes(Chooser chooser, RouteFacts facts, Candidates candidates, Sight sight) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        int sum = 0;
        for (int i = 0; i < CALLS; i++) {
            sum += chooser.choose(facts, candidates, sight, i) instanceof Decision.Chosen(int index) ? index : 0;
        }
        long after = threads.getCurrentThreadAllocatedBytes();
        assertThat(sum).isNotNegative();
        return (after - before) / CALLS;
    }
}
