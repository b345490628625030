package io.sluice.router.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AffinityLawTest {

    private static final int SESSIONS = 20_000;

    private static Group bound(Group group) {
        return group.rules(rules -> new RoutingRules(
                rules.strategy(), Optional.empty(), false, new AffinityRules(true, true, false), false, false, false));
    }

    private static long session(int number) {
        return Affinity.ofSession("key-1", "session-" + number);
    }

    @Test
    void shouldKeepASessionWhateverTheSeedIs() {
        Group group = bound(Group.of("a", "b", "c", "d"));
        for (int i = 0; i < 200; i++) {
            assertThat(group.counts(Group.affinity(session(i)), 20)).hasSize(1);
        }
    }

    @Test
    void shouldShareSessionsByWeight() {
        Group group = bound(Group.of()
                .with("a", maker -> {
                    maker.weight = 1;
                    return maker;
                })
                .with("b", maker -> {
                    maker.weight = 3;
                    return maker;
                })
                .with("off", maker -> {
                    maker.weight = 0;
                    return maker;
                }));
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < SESSIONS; i++) {
            counts.merge(group.chosen(Group.affinity(session(i)), i), 1, Integer::sum);
        }
        Shares.assertShares(counts, Map.of("a", 1.0, "b", 3.0, "off", 0.0));
    }

    @Test
    void shouldMoveOnlyTheSessionsOfTheOneThatRestsAndShareThemAmongTheOthers() {
        Group group = bound(Group.of("a", "b", "c", "d"));
        Group resting = bound(Group.of("a", "b", "c", "d")).saw(Signal.AVAILABLE_AT, "c", Double.MAX_VALUE);
        Map<String, Integer> heirs = new HashMap<>();
        for (int i = 0; i < SESSIONS; i++) {
            String before = group.chosen(Group.affinity(session(i)), i);
            String meanwhile = resting.chosen(Group.affinity(session(i)), i);
            if (before.equals("c")) {
                heirs.merge(meanwhile, 1, Integer::sum);
            } else {
                assertThat(meanwhile).isEqualTo(before);
            }
        }
        Shares.assertShares(heirs, Map.of("a", 1.0, "b", 1.0, "d", 1.0));
    }

    @Test
    void shouldMoveOnlyWhatANewDeploymentTakes() {
        Group before = bound(Group.of("a", "b", "c"));
        Group after = bound(Group.of("new", "a", "b", "c"));
        int moved = 0;
        for (int i = 0; i < SESSIONS; i++) {
            String then = before.chosen(Group.affinity(session(i)), i);
            String now = after.chosen(Group.affinity(session(i)), i);
            if (!now.equals(then)) {
                assertThat(now).isEqualTo("new");
                moved++;
            }
        }
        assertThat(moved).isBetween(SESSIONS / 4 * 95 / 100, SESSIONS / 4 * 105 / 100);
    }

    @Test
    void shouldGoElsewhereOnceTheOwnerWasTried() {
        Group group = bound(Group.of("a", "b", "c"));
        String owner = group.chosen(Group.affinity(session(1)), 1);
        String next = group.chosen(Group.affinity(session(1)).afterTrying(Set.of(owner)), 1);
        assertThat(next).isNotEqualTo(owner);
        assertThat(group.without(owner).chosen(Group.affinity(session(1)), 5)).isEqualTo(next);
    }

    @Test
    void shouldLeaveCallsWithoutAffinityToTheStrategy() {
        assertThat(bound(Group.of("a", "b")).counts(RouteFacts.PLAIN, 1_000)).containsOnlyKeys("a", "b");
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldKnowAConversationByItsBeginningWhileItGrows() {
        String beginning = "You are a careful assistant. ".repeat(200);
        long first = Affinity.ofPrompt("key", bytes(beginning));
        ByteBuffer grown = bytes("xx" + beginning + "and then?").position(2);

        assertThat(first).isNotZero();
        assertThat(Affinity.ofPrompt("key", grown)).isEqualTo(first);
        assertThat(grown.position()).isEqualTo(2);
        assertThat(Affinity.ofPrompt("other key", bytes(beginning))).isNotEqualTo(first);
        assertThat(Affinity.ofPrompt("key", bytes("Y" + beginning))).isNotEqualTo(first);
        assertThat(Affinity.ofPrompt("key", bytes("short"))).isZero();
    }

    @Test
    void shouldTakeTheNarrowestAffinityThatIsSwitchedOn() {
        ByteBuffer prompt = bytes("x".repeat(5_000));
        assertThat(new AffinityRules(true, true, true).of("key", "s", prompt))
                .isEqualTo(Affinity.ofSession("key", "s"));
        assertThat(new AffinityRules(true, true, true).of("key", null, prompt))
                .isEqualTo(Affinity.ofPrompt("key", prompt));
        assertThat(new AffinityRules(false, false, true).of("key", "s", prompt))
                .isEqualTo(Affinity.ofSession("key", ""));
        assertThat(AffinityRules.NONE.of("key", "s", prompt)).isZero();
    }
}
