package io.sluice.simulator.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RuleBookTest {

    private final RuleBook book = new RuleBook();

    @Test
    void shouldFormASequence() {
        book.replace(List.of(
                new Rule(null, "m", null, Set.of(), 2, Map.of("status", "500")),
                new Rule(null, "m", null, Set.of(2L), 0, Map.of("status", "429"))));
        assertThat(List.of(status(), status(), status(), status(), status()))
                .containsExactly("500", "500", "none", "429", "none");
    }

    @Test
    void shouldKeepTheOldRulesWhenTheNewOnesAreWrong() {
        Rule good = new Rule(null, "m", null, Set.of(), 0, Map.of("status", "500"));
        book.replace(List.of(good));
        assertThatThrownBy(() -> book.replace(List.of(new Rule(null, null, null, Set.of(), 0, Map.of("fault", "no")))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(book.rules()).containsExactly(good);
    }

    @Test
    void shouldDrawLatenciesFromTheSeedAlone() {
        Latency latency = Latency.parse("lognormal:100:0.5", 7);
        long[] drawn = LongStream.range(0, 2_001).map(latency::sample).sorted().toArray();
        assertThat(drawn[1_000]).isBetween(90L, 110L);
        assertThat(Latency.parse("lognormal:100:0.5", 7).sample(3)).isEqualTo(latency.sample(3));
        assertThat(Latency.parse("lognormal:100:0.5", 8).sample(3)).isNotEqualTo(latency.sample(3));
        Latency uniform = Latency.parse("uniform:5:9", 1);
        assertThat(LongStream.range(0, 1_000)
                        .map(uniform::sample)
                        .distinct()
                        .sorted()
                        .toArray())
                .containsExactly(5, 6, 7, 8, 9);
    }

    private String status() {
        return book.actionFor("/", "m", "").getOrDefault("status", "none");
    }
}
