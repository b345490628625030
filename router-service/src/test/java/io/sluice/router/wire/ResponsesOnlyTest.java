package io.sluice.router.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.router.deployment.Target;
import io.sluice.router.failure.UnsupportedRequestException;
import io.sluice.router.wire.responses.ResponsesDialect;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models without a chat: whatever the client speaks, they are asked by the Responses API. */
class ResponsesOnlyTest {

    private static final String CHAT = """
            {"model":"m","messages":[{"role":"system","content":"Be terse."},{"role":"user","content":"Hi"}],"max_tokens":40}""";

    @ParameterizedTest
    @CsvSource({
        "openai, gpt-5-codex, http://upstream/v1/responses",
        "azure, gpt-5-codex, http://upstream/v1/openai/v1/responses?api-version=preview"
    })
    void shouldAskAModelWithoutChatByResponses(String provider, String model, String uri) {
        UpstreamRequest sent = encode(WireCalls.of(provider, model, CHAT, -1, Map.of()));

        assertThat(sent.uri()).isEqualTo(uri);
        assertThat(WireCalls.body(sent))
                .contains("\"instructions\":\"Be terse.\"")
                .contains("\"max_output_tokens\":40")
                .doesNotContain("messages");
    }

    /** {@code openai/responses/gpt-4o}: the Responses API has no stop sequences. */
    @Test
    void shouldNameWhatItLeavesOut() {
        String stops = CHAT.replace("\"max_tokens\"", "\"stop\":[\"X\"],\"max_tokens\"");
        WireCall chat = WireCalls.of("openai", "gpt-4o", stops, -1, Map.of());
        Target known = chat.target();
        Target only = new Target(
                known.deploymentId(),
                known.modelGroup(),
                known.provider(),
                known.providerModel(),
                known.apiBase(),
                known.apiKey(),
                known.params(),
                known.card().withMode("responses"),
                known.dropParams(),
                known.modifyParams());

        UpstreamRequest sent = encode(new WireCall(only, chat.request(), "asked"));

        assertThat(sent.uri()).endsWith("/responses");
        assertThat(sent.notes()).contains("stop");
        assertThat(encode(chat).uri()).as("a model with a chat is asked there").endsWith("/chat/completions");
    }

    /** Perplexity's endpoint takes no {@code store}, by the catalog. */
    @Test
    void shouldRefuseWhatAnEndpointDoesNotTakeUnlessItMayBeLeftOut() {
        String asked = "{\"model\":\"asked\",\"input\":\"Hi\",\"text\":null,\"store\":true%s}";
        WireCall refused = responses(asked.formatted(""), Map.of());
        assertThatThrownBy(() -> encode(refused))
                .isInstanceOf(UnsupportedRequestException.class)
                .hasMessageContaining("doesn't support store");
        for (WireCall dropped : List.of(
                responses(asked.formatted(""), Map.of("drop_params", true)),
                responses(asked.formatted(",\"drop_params\":true"), Map.of()))) {
            UpstreamRequest sent = encode(dropped);
            assertThat(WireCalls.body(sent))
                    .contains("\"input\":\"Hi\"")
                    .doesNotContain("store", "text", "drop_params");
            assertThat(sent.notes()).containsExactly("store");
        }
    }

    private static WireCall responses(String body, Map<String, Object> params) {
        return WireCalls.of(Protocol.OPENAI_RESPONSES, "perplexity", "sonar", body, -1, params);
    }

    @Test
    void shouldAskAModelWithChatInAChat() {
        assertThat(encode(WireCalls.of("openai", "gpt-4o", CHAT, -1, Map.of())).uri())
                .endsWith("/chat/completions");
    }

    @Test
    void shouldServeEveryProtocolOfConversations() {
        WireCall call = WireCalls.of("openai", "gpt-5-codex", CHAT, -1, Map.of());
        for (Protocol protocol : Protocol.values()) {
            if (Wires.client(protocol).isPresent()) {
                assertThat(Wires.of(protocol, call.target())).as("%s", protocol).isPresent();
            }
        }
        assertThat(ResponsesDialect.isOnlyWayTo(call.target())).isTrue();
    }

    @Test
    void shouldNotCallAModelThatWritesMoreThanTheBudgetPaysFor() {
        WireCall call = WireCalls.of("openai", "gpt-5-codex", CHAT, 5, Map.of());
        RouteRequest asked = call.request();
        RouteRequest small = new RouteRequest(
                asked.requestId(),
                asked.protocol(),
                asked.caller(),
                asked.model(),
                asked.requestedModel(),
                asked.scan(),
                asked.body(),
                asked.outputCap(),
                1_000,
                asked.deadlineMillis(),
                asked.headers(),
                asked.endUser(),
                asked.tags());
        WireCall strict = new WireCall(call.target(), small, "asked");

        assertThatThrownBy(() -> encode(strict))
                .isInstanceOf(UnsupportedRequestException.class)
                .hasMessageContaining("at least 16 tokens");
    }

    private static UpstreamRequest encode(WireCall call) {
        return Wires.of(call.request().protocol(), call.target())
                .orElseThrow()
                .encode(call)
                .toCompletableFuture()
                .getNow(null);
    }
}
