package io.sluice.router.wire.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.tokens.Vocabulary;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReasoningTokensTest {

    @BeforeAll
    static void read() {
        Vocabulary.prepare().toCompletableFuture().join();
    }

    @ParameterizedTest
    @CsvSource({"'',0", "Hm.,3", "Think.,2", "The user asks for the capital of France. That is Paris.,13"})
    void shouldCountAsLitellmDoes(String thought, int tokens) {
        assertThat(ReasoningTokens.estimate(thought)).isEqualTo(tokens);
    }

    @Test
    void shouldTakeALongThoughtToGoOnAsItBegan() {
        assertThat(ReasoningTokens.estimate(" word".repeat(100_000))).isBetween(99_000, 101_000);
    }

    @Test
    void shouldNotTellMoreReasoningThanOutput() {
        assertThat(ReasoningTokens.in(TokenUsage.of(5, 8), 11).reasoning()).isEqualTo(8);
        assertThat(ReasoningTokens.in(TokenUsage.of(5, 8), 3)).isEqualTo(new TokenUsage(5, 0, 0, 0, 0, 8, 3, 0));
    }
}
