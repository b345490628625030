package io.sluice.router.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.queue.FairQueue.Offer;
import io.sluice.router.queue.FairQueue.Waiting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FairQueueTest {

    private static final long NEVER = Long.MAX_VALUE;
    private final FairQueue<Integer> queue = new FairQueue<>(1_000);
    private int next;

    private Offer offer(String flow, double weight, long tokens, int priority, long now) {
        return queue.offer(new Waiting<>(next++, flow, weight, tokens, priority, NEVER), now);
    }

    private Waiting<Integer> poll(long now) {
        return queue.poll(now).orElseThrow();
    }

    @Test
    void shouldShareTokensByWeightHoweverLongTheCallsOfEachAre() {
        SplittableRandom random = new SplittableRandom(3);
        Map<String, Double> weights = Map.of("long calls", 1.0, "short calls", 1.0, "pays double", 2.0);
        Map<String, Integer> sizes = Map.of("long calls", 8_000, "short calls", 200, "pays double", 1_000);
        Map<String, Long> served = new HashMap<>();
        long total = 0;
        for (int i = 0; i < 20_000; i++) {
            // each always has something waiting
            for (String flow : weights.keySet()) {
                while (waiting(flow) < 3) {
                    offer(flow, weights.get(flow), random.nextInt(1, 2 * sizes.get(flow)), 1, i);
                    count.merge(flow, 1, Integer::sum);
                }
            }
            Waiting<Integer> each = poll(i);
            count.merge(each.flow(), -1, Integer::sum);
            served.merge(each.flow(), each.tokens(), Long::sum);
            total += each.tokens();
        }
        for (String flow : weights.keySet()) {
            double share = weights.get(flow) / 4.0;
            assertThat(served.get(flow) / (double) total).as(flow).isBetween(share * 0.97, share * 1.03);
        }
    }

    private final Map<String, Integer> count = new HashMap<>();

    private int waiting(String flow) {
        return count.getOrDefault(flow, 0);
    }

    @Test
    void shouldServeAFlowInTheOrderInWhichItCame() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 500; i++) {
            offer("flow-" + random.nextInt(6), 1, random.nextInt(1, 5_000), 1, i);
        }
        Map<String, Integer> last = new HashMap<>();
        Set<Integer> seen = new HashSet<>();
        while (queue.size() > 0) {
            Waiting<Integer> each = poll(1_000);
            assertThat(each.item()).isGreaterThan(last.getOrDefault(each.flow(), -1));
            last.put(each.flow(), each.item());
            assertThat(seen.add(each.item())).isTrue();
        }
        assertThat(seen).hasSize(500);
        assertThat(queue.poll(1_000)).isEmpty();
    }

    @Test
    void shouldServeLowerPrioritiesFirstAndNobodyNever() {
        for (int i = 0; i < 400; i++) {
            offer("urgent", 1, 100, 1, i);
            offer("batch", 1, 100, 9, i);
        }
        int batch = 0;
        for (int i = 0; i < 400; i++) {
            batch += poll(i).flow().equals("batch") ? 1 : 0;
        }
        assertThat(batch).isEqualTo(400 / FairQueue.YIELD_EVERY);
    }

    @Test
    void shouldNotLetOneFlowCrowdOutANewOne() {
        for (int i = 0; i < 900; i++) {
            offer("crowd", 1, 1_000, 1, i);
        }
        offer("guest", 1, 1_000, 1, 900);
        int before = 0;
        while (!poll(1_000).flow().equals("guest")) {
            before++;
        }
        assertThat(before).isLessThanOrEqualTo(2);
    }

    @Test
    void shouldRefuseWhenFullAndSayWhenToComeBack() {
        FairQueue<Integer> small = new FairQueue<>(3);
        for (int i = 0; i < 3; i++) {
            assertThat(small.offer(new Waiting<>(i, "f", 1, 10, 1, NEVER), 0)).isInstanceOf(Offer.Queued.class);
        }
        assertThat(small.offer(new Waiting<>(9, "f", 1, 10, 1, NEVER), 0)).isInstanceOf(Offer.Full.class);

        FairQueue<Integer> steady = new FairQueue<>(50);
        for (int i = 0; i < 200; i++) {
            while (steady.offer(new Waiting<>(i, "f", 1, 10, 1, NEVER), i * 40L) instanceof Offer.Queued) {
                assertThat(steady.size()).isLessThanOrEqualTo(50);
            }
            steady.poll(i * 40L);
        }
        assertThat(steady.offer(new Waiting<>(1, "f", 1, 10, 1, NEVER), 200 * 40L))
                .isEqualTo(new Offer.Queued(50, 50 * 40));
        assertThat(steady.offer(new Waiting<>(1, "f", 1, 10, 1, NEVER), 200 * 40L))
                .isEqualTo(new Offer.Full(40));
    }

    @Test
    void shouldHandBackWhatIsPastItsDeadline() {
        queue.offer(new Waiting<>(1, "a", 1, 10, 1, 100), 0);
        queue.offer(new Waiting<>(2, "a", 1, 10, 1, 500), 0);
        queue.offer(new Waiting<>(3, "b", 1, 10, 2, 100), 0);

        assertThat(queue.expire(100)).extracting(Waiting::item).containsExactlyInAnyOrder(1, 3);
        assertThat(queue.size()).isEqualTo(1);
        assertThat(poll(100).item()).isEqualTo(2);
    }

    @Test
    void shouldLetGoOfWhatWasCancelled() {
        offer("a", 1, 10, 1, 0);
        offer("a", 1, 10, 1, 0);
        assertThat(queue.cancel(0)).isTrue();
        assertThat(queue.cancel(0)).isFalse();
        assertThat(poll(0).item()).isEqualTo(1);
    }

    @Test
    void shouldKeepCountWhateverHappens() {
        for (long seed = 0; seed < 50; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            FairQueue<Integer> each = new FairQueue<>(40);
            List<Integer> model = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                switch (random.nextInt(5)) {
                    case 0, 1 -> {
                        Waiting<Integer> waiting = new Waiting<>(
                                i,
                                "f" + random.nextInt(4),
                                random.nextDouble(0, 3),
                                random.nextLong(1, 20_000),
                                random.nextInt(3),
                                i + random.nextInt(300));
                        if (each.offer(waiting, i) instanceof Offer.Queued) {
                            model.add(i);
                        }
                    }
                    case 2, 3 ->
                        each.poll(i)
                                .ifPresent(out ->
                                        assertThat(model.remove(out.item())).isTrue());
                    default -> {
                        for (Waiting<Integer> out : each.expire(i)) {
                            assertThat(model.remove(out.item())).isTrue();
                        }
                    }
                }
                assertThat(each.size()).isEqualTo(model.size());
            }
        }
    }
}
