package io.sluice.router.simulation;

import static io.sluice.router.simulation.WaitingRoom.places;
import static io.sluice.router.simulation.WaitingRoom.wish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.router.queue.Spot.End;
import io.sluice.router.queue.Wish;
import io.sluice.router.simulation.WaitingRoom.Call;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Who waits for a place goes by priority, then by fair shares of tokens; nobody starves, nothing is unbounded, nothing leaks. */
class QueueLawTest {

    private static final double NONE = Double.NaN;
    private static final int SEEDS = 5;

    @Test
    void shouldServeByPriority() {
        WaitingRoom room = new WaitingRoom(1, 100, places("a", 1, NONE));
        SplittableRandom random = new SplittableRandom(7);
        room.call(wish("first", 0, 500));
        List<Call> waiting = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            waiting.add(room.call(wish("key-" + random.nextInt(3), random.nextInt(5), 100)));
        }
        room.run(60_000);

        waiting.sort(Comparator.comparingLong(call -> call.served));
        assertThat(waiting).extracting(call -> call.wish.priority()).isSorted().hasSize(50);
        assertThat(room.atOnce("a")).isEqualTo(1);
        assertThat(room.waiting()).isZero();
    }

    @Test
    void shouldServeEqualsInTheOrderInWhichTheyCame() {
        WaitingRoom room = new WaitingRoom(1, 100, places("a", 2, NONE));
        List<Call> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(room.call(wish("key", 0, 100)));
        }
        room.run(60_000);
        assertThat(all).extracting(call -> call.served).isSorted().doesNotContain(-1L);
    }

    @Test
    void shouldShareTokensByWeight() {
        for (int seed = 0; seed < SEEDS; seed++) {
            WaitingRoom room = new WaitingRoom(seed, 1_000, places("a", 4, NONE));
            // the same demand in calls, tenfold in tokens, threefold in weight
            room.crowd(40, new Wish(0, "large", 1, 1_000, 600_000), 400_000);
            room.crowd(40, new Wish(0, "small", 1, 100, 600_000), 400_000);
            room.crowd(40, new Wish(0, "dear", 3, 300, 600_000), 400_000);
            room.run(400_000);

            double all = room.servedTokens("large") + room.servedTokens("small") + room.servedTokens("dear");
            assertThat(room.servedTokens("large") / all).isCloseTo(0.2, within(0.02));
            assertThat(room.servedTokens("small") / all).isCloseTo(0.2, within(0.02));
            assertThat(room.servedTokens("dear") / all).isCloseTo(0.6, within(0.02));
        }
    }

    @Test
    void shouldNotStarveALightUserBesideAHeavyOne() {
        for (int seed = 0; seed < SEEDS; seed++) {
            WaitingRoom room = new WaitingRoom(seed, 100, places("a", 2, NONE));
            room.crowd(300, wish("heavy", 0, 2_000), 120_000);
            List<Call> light = new ArrayList<>();
            for (int i = 1; i < 20; i++) {
                room.time.after(i * 5_000L, () -> light.add(room.call(wish("light", 0, 50))));
            }
            room.run(200_000);

            // at most the call in front of it has to end, although the heavy user's fill the whole line
            assertThat(light).hasSize(19).allSatisfy(call -> {
                assertThat(call.refused).isNull();
                assertThat(call.waited()).isBetween(0L, 2_000L);
            });
        }
    }

    @Test
    void shouldGiveNoCreditForTheTimeInWhichNothingWasAsked() {
        WaitingRoom room = new WaitingRoom(1, 100, places("a", 1, NONE));
        room.crowd(5, wish("steady", 0, 100), 70_000);
        room.time.after(50_000, () -> room.crowd(5, wish("new", 0, 100), 70_000));
        room.run(70_000);

        List<Call> since = room.calls.stream()
                .filter(call -> call.served >= 50_500 && call.served < 60_500)
                .toList();
        assertThat(since).hasSizeBetween(90, 101);
        assertThat(since)
                .filteredOn(call -> call.wish.owner().equals("new"))
                .as("half of what is served from now on, and not what it missed")
                .hasSizeBetween(since.size() * 4 / 10, since.size() * 6 / 10);
    }

    @Test
    void shouldBeBoundedAndKeepWhoComesFirstByPriority() {
        WaitingRoom room = new WaitingRoom(1, 10, places("a", 1, NONE));
        room.call(wish("key", 5, 1_000));
        List<Call> late = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            late.add(room.call(wish("key", 9, 1_000)));
            assertThat(room.waiting()).isLessThanOrEqualTo(10);
        }
        room.run(10);
        assertThat(late).filteredOn(call -> call.refused != null).hasSize(20).allSatisfy(call -> {
            assertThat(call.refused.queue()).contains(End.FULL);
            assertThat(call.refused.why().status()).isEqualTo(429);
            assertThat(call.refused.retryAfterMillis()).isPositive();
        });
        Call urgent = room.call(wish("key", 0, 1_000));
        room.run(20);
        assertThat(urgent.refused).isNull();
        assertThat(room.waiting()).isEqualTo(10);
        room.run(3_000);
        assertThat(urgent.served).isEqualTo(1_000);
    }

    @Test
    void shouldRefuseWhoWaitedAsLongAsItMay() {
        WaitingRoom room = new WaitingRoom(1, 10, places("a", 1, NONE));
        room.call(wish("key", 0, 60_000));
        Call waiting = room.call(new Wish(0, "key", 1, 100, 2_000));
        room.run(1_900);
        assertThat(waiting.refused).isNull();
        room.run(2_100);
        assertThat(waiting.refused.queue()).contains(End.LATE);
        assertThat(waiting.refused.retryAfterMillis()).isPositive();
        assertThat(waiting.way.waitedMillis()).isBetween(2_000L, 2_100L);
        assertThat(waiting.way.choices()).as("for the explanation").isNotEmpty();
        assertThat(room.waiting()).isZero();
    }

    @Test
    void shouldWaitForTheMinuteToGoOn() {
        WaitingRoom room = new WaitingRoom(1, 100, places("a", NONE, 5));
        List<Call> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            all.add(room.call(wish("key", 0, 10)));
        }
        room.run(100_000);
        assertThat(all.subList(0, 5))
                .allSatisfy(call -> assertThat(call.waited()).isLessThan(100));
        assertThat(all.subList(5, 10))
                .allSatisfy(call -> assertThat(call.waited()).isBetween(60_000L, 62_000L));
    }

    /** A call that can go does not wait behind one that waits for something else. */
    @Test
    void shouldNotBlockWhoWantsAnotherDeployment() {
        WaitingRoom room = new WaitingRoom(1, 100, places("a", 1, NONE), places("b", 1, NONE));
        room.tagged(wish("key", 0, 10_000), "a");
        Call waits = room.tagged(wish("key", 0, 100), "a");
        Call goes = room.tagged(wish("other", 9, 100), "b");
        room.run(50);
        assertThat(waits.served).isEqualTo(-1);
        assertThat(goes.served).isBetween(0L, 50L);
        room.run(20_000);
        assertThat(waits.served).isEqualTo(10_000);
    }

    @Test
    void shouldLeaveNothingBehindWhateverHappens() {
        for (int seed = 0; seed < 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            WaitingRoom room = new WaitingRoom(seed, 8, places("a", 2, NONE), places("b", 1, 100));
            for (int i = 0; i < 400; i++) {
                long at = random.nextLong(60_000);
                Wish wish = new Wish(
                        random.nextInt(3),
                        "key-" + random.nextInt(8),
                        1 + random.nextInt(3),
                        1 + random.nextInt(900),
                        random.nextLong(1, 5_000));
                boolean leaves = random.nextInt(3) == 0;
                long stays = random.nextLong(2_000);
                room.time.after(at, () -> {
                    Call call = room.call(wish);
                    if (leaves) {
                        room.time.after(stays, () -> {
                            if (call.served < 0 && call.refused == null) {
                                room.leave(call);
                            }
                        });
                    }
                });
            }
            room.run(200_000);

            assertThat(room.calls).hasSize(400).allMatch(call -> call.left || call.refused != null || call.over >= 0);
            assertThat(room.waiting()).isZero();
            assertThat(room.atOnce("a")).isLessThanOrEqualTo(2);
            assertThat(room.atOnce("b")).isLessThanOrEqualTo(1);
            assertThat(room.waits).contains("served", "left", "full", "late");
            // and all places are free again
            Call last = room.tagged(wish("last", 0, 10), "a");
            Call other = room.tagged(wish("last", 0, 10), "b");
            room.run(201_000);
            assertThat(last.waited()).isLessThan(500);
            assertThat(other.waited()).isLessThan(500);
        }
    }
}
