package io.sluice.router.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.routing.Protocol;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.WireCalls;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativeCountTest {

    private static final String ASKED =
            "{\"model\":\"asked\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"max_tokens\":9}";

    /** AWS counts for models and not for the profiles of its regions. */
    @ParameterizedTest
    @CsvSource({
        "us.anthropic.claude-opus-4-6-v1, anthropic.claude-opus-4-6-v1, anthropic.claude-opus-4-6-v1",
        "anthropic.claude-opus-4-6-v1, anthropic.claude-opus-4-6-v1, anthropic.claude-opus-4-6-v1",
        "us.amazon.nova-lite-v1:0, amazon.nova-lite-v1%3A0, ''",
        "invoke/us.anthropic.claude-opus-4-6-v1, anthropic.claude-opus-4-6-v1, anthropic.claude-opus-4-6-v1"
    })
    void shouldCountForTheModelBehindAProfile(String model, String asked, String told) {
        WireCall call = WireCalls.of(Protocol.ANTHROPIC_MESSAGES, "bedrock", model, ASKED, -1, Map.of());
        NativeCount counting = NativeCount.of(call).orElseThrow();

        UpstreamRequest request = counting.request(call).toCompletableFuture().join();

        assertThat(request.uri()).endsWith("/model/" + asked + "/count-tokens");
        assertThat(WireCalls.body(request)).contains("\"converse\"").doesNotContain("inferenceConfig");
        assertThat(counting.countedAs(call.target()).orElse("")).isEqualTo(told);
    }
}
