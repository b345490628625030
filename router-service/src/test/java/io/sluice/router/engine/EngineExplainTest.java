package io.sluice.router.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EngineExplainTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final EngineFixture fixture = new EngineFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private JsonNode now(String model) throws Exception {
        var request = EngineFixture.request(EngineFixture.CHAT.formatted(model), Long.MAX_VALUE, -1, Map.of());
        return JSON.readTree(
                fixture.engine().explain(request).toCompletableFuture().join());
    }

    private Optional<byte[]> past(String keyHash) {
        return fixture.engine()
                .explained("call-1", keyHash)
                .toCompletableFuture()
                .join();
    }

    @Test
    void shouldSayWhoWouldBeAskedWhyAndWhoWouldFollow() throws Exception {
        Upstream upstream = fixture.upstream(Upstream.ok("never asked"));
        fixture.configure("model_list:\n"
                + EngineFixture.entry("g", upstream.url(), ", order: 1").replace("id-g", "first")
                + EngineFixture.entry("g", upstream.url(), ", order: 2").replace("id-g", "second")
                + EngineFixture.entry("other", upstream.url(), "")
                + "router_settings: {fallbacks: [{g: [other]}], routing_strategy: least-busy}");

        JsonNode page = now("g");

        JsonNode choice = page.at("/groups/0/choices/0");
        assertThat(choice.get("strategy").asText()).isEqualTo("least-busy");
        assertThat(choice.get("chosen").asText()).isEqualTo("first");
        assertThat(choice.at("/candidates/1/deployment_id").asText()).isEqualTo("second");
        assertThat(choice.at("/candidates/1/verdict").asText()).isEqualTo("order");
        assertThat(choice.at("/candidates/0/saw/in_flight").asDouble()).isZero();
        assertThat(choice.at("/candidates/0/upper_bound_cost").decimalValue()).isPositive();
        assertThat(choice.at("/then/0").asText()).isEqualTo("second");
        assertThat(page.at("/groups/1/model_group").asText()).isEqualTo("other");
        assertThat(page.at("/fallbacks/general/0").asText()).isEqualTo("other");
        assertThat(page.get("upper_bound_cost").decimalValue()).isPositive();
        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void shouldSayWhyACallThatWasMadeWentWhereItWent() throws Exception {
        Upstream broken = fixture.upstream(Upstream.error(401, "who are you"));
        Upstream sound = fixture.upstream(Upstream.ok("well"));
        fixture.configure("model_list:\n"
                + EngineFixture.entry("g", broken.url(), "")
                + EngineFixture.entry("other", sound.url(), "")
                + "router_settings: {num_retries: 0, fallbacks: [{g: [other]}]}");
        assertThat(fixture.chat("g").outcome().status()).isEqualTo(200);

        JsonNode page = JSON.readTree(past(null).orElseThrow());

        assertThat(page.at("/groups/0/model_group").asText()).isEqualTo("g");
        assertThat(page.at("/groups/0/choices/0/chosen").asText()).isEqualTo("id-g");
        assertThat(page.at("/groups/1/choices/0/chosen").asText()).isEqualTo("id-other");
        assertThat(page.at("/attempts/0/error").asText()).isEqualTo("AuthenticationError");
        assertThat(page.at("/attempts/1/status").asInt()).isEqualTo(200);
    }

    @Test
    void shouldTellOfACallOnlyToWhoMadeIt() {
        fixture.configure(EngineFixture.single("g", fixture.upstream(Upstream.ok("well")), ""));
        fixture.chat("g").outcome();
        assertThat(past("hash")).isPresent();
        assertThat(past("another")).isEmpty();
        assertThat(past(null)).isPresent();
    }

    @Test
    void shouldForgetTheOldestCallFirst() {
        CallMemory memory = new CallMemory();
        for (int i = 0; i <= CallMemory.CALLS; i++) {
            memory.keep(new CallRecord("call-" + i, "k", "m", java.util.List.of(), null));
        }
        assertThat(memory.find("call-0", null)).isEmpty();
        assertThat(memory.find("call-1", null)).isPresent();
    }
}
