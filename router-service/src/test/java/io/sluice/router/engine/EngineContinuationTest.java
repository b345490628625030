package io.sluice.router.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.RouteOutcome;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.usage.Certainty;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Another provider goes on with a stream of text that broke, over real sockets. */
class EngineContinuationTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ON = "sluice_settings: {continue_streams: true}\n";
    private static final String REST = Upstream.ROLE
            + Upstream.delta("lo ")
            + Upstream.delta("world")
            + Upstream.FINISH
            + Upstream.USAGE
            + Upstream.DONE;
    private static final String CALL =
            "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
                    + "\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\","
                    + "\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}]},\"finish_reason\":null}]}\n\n";
    private static final String CLAUDE = event(
                    "message_start",
                    "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_2\","
                            + "\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude\",\"content\":[],\"stop_reason\":null,"
                            + "\"usage\":{\"input_tokens\":20,\"output_tokens\":1}}}")
            + event(
                    "content_block_start",
                    "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}")
            + event(
                    "content_block_delta",
                    "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\" lo\"}}")
            + event("content_block_stop", "{\"type\":\"content_block_stop\",\"index\":0}")
            + event(
                    "message_delta",
                    "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":7}}")
            + event("message_stop", "{\"type\":\"message_stop\"}");

    private final EngineFixture fixture = new EngineFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private static String event(String name, String data) {
        return "event: " + name + "\ndata: " + data + "\n\n";
    }

    private static Upstream.Script breaking(String sent) {
        return Upstream.rawThenClose(Upstream.STREAM_HEAD + Upstream.chunk(sent));
    }

    private static Upstream.Script whole(String sent) {
        return Upstream.raw(Upstream.STREAM_HEAD + Upstream.chunk(sent) + "0\r\n\r\n");
    }

    private static String entry(String id, Upstream upstream, String more) {
        return EngineFixture.entry("g", upstream.url(), more).replace("id-g", id);
    }

    /** {@code order} makes the first one be asked first. */
    private void pair(Upstream one, Upstream two, String more) {
        fixture.configure("model_list:\n" + entry("one", one, ", order: 1") + entry("two", two, ", order: 2") + more);
    }

    private static String stream(String members) {
        return EngineFixture.STREAM.formatted("g").replace("{\"model\"", "{" + members + "\"model\"");
    }

    private Recorded call(String body, long spendable) {
        return fixture.call(body, spendable, Map.of(), ignored -> {});
    }

    private Recorded usual() {
        return call(stream("\"stream_options\":{\"include_usage\":true},\"max_tokens\":100,"), Long.MAX_VALUE);
    }

    private static String said(String events) {
        StringBuilder said = new StringBuilder();
        for (String line : events.split("\n")) {
            if (line.startsWith("data: {")) {
                try {
                    said.append(JSON.readTree(line.substring(6))
                            .at("/choices/0/delta/content")
                            .asText());
                } catch (java.io.IOException e) {
                    throw new IllegalStateException(line, e);
                }
            }
        }
        return said.toString();
    }

    private static int count(String text, String pattern) {
        return (int) Pattern.compile(pattern).matcher(text).results().count();
    }

    @Test
    void shouldGoOnWithAnotherDeploymentInOneStream() throws Exception {
        Upstream one = fixture.upstream(breaking(Upstream.ROLE + Upstream.delta("Hel")));
        Upstream two = fixture.upstream(whole(REST));
        pair(one, two, ON);

        Recorded call = usual();
        RouteOutcome outcome = call.outcome();

        assertThat(outcome.status()).isEqualTo(200);
        assertThat(outcome.errorType()).isNull();
        assertThat(said(call.text())).isEqualTo("Hello world");
        assertThat(count(call.text(), "\"finish_reason\":\"stop\"")).isEqualTo(1);
        assertThat(count(call.text(), "\"role\":\"assistant\"")).isEqualTo(1);
        assertThat(count(call.text(), "\\[DONE\\]")).isEqualTo(1);
        assertThat(count(call.text(), "error")).isZero();

        assertThat(outcome.attempts()).extracting(Attempt::deploymentId).containsExactly("one", "two");
        Attempt broken = outcome.attempts().getFirst();
        assertThat(broken.errorClass()).isNotNull();
        assertThat(broken.certainty()).isEqualTo(Certainty.ESTIMATED);
        assertThat(broken.cost().nanos()).isPositive();
        long output = outcome.attempts().stream()
                .mapToLong(each -> each.usage().output())
                .sum();
        assertThat(call.text()).contains("\"completion_tokens\":" + output);

        JsonNode asked = JSON.readTree(two.requests().getFirst().body());
        assertThat(asked.at("/messages/1/role").asText()).isEqualTo("assistant");
        assertThat(asked.at("/messages/1/content").toString()).contains("Hel");
        assertThat(asked.at("/messages/2/role").asText()).isEqualTo("user");
        assertThat(asked.at("/max_tokens").asLong())
                .isEqualTo(100 - broken.usage().output());
    }

    @Test
    void shouldBeginTheAnswerOfAModelThatGoesOnByItself() throws Exception {
        Upstream one = fixture.upstream(breaking(Upstream.ROLE + Upstream.delta("Hel ")));
        Upstream two = fixture.upstream(whole(CLAUDE));
        fixture.configure("model_list:\n" + entry("one", one, ", order: 1")
                + entry("two", two, ", order: 2").replace("openai/gpt-4o", "anthropic/claude-sonnet-4-5") + ON);

        Recorded call = usual();

        assertThat(call.outcome().status()).isEqualTo(200);
        assertThat(said(call.text())).as("the blank is said once").isEqualTo("Hel lo");
        JsonNode asked = JSON.readTree(two.requests().getFirst().body());
        JsonNode last = asked.get("messages").get(asked.get("messages").size() - 1);
        assertThat(last.get("role").asText()).isEqualTo("assistant");
        assertThat(last.at("/content/0/text").asText(last.path("content").asText()))
                .isEqualTo("Hel");
    }

    @Test
    void shouldTellAModelToGoOnThatRefusesABeginning() throws Exception {
        Upstream one = fixture.upstream(breaking(Upstream.ROLE + Upstream.delta("Hel")));
        Upstream two = fixture.upstream(whole(CLAUDE));
        fixture.configure("model_list:\n" + entry("one", one, ", order: 1")
                + entry("two", two, ", order: 2").replace("openai/gpt-4o", "anthropic/claude-sonnet-4-6") + ON);
        assertThat(usual().outcome().status()).isEqualTo(200);
        JsonNode messages = JSON.readTree(two.requests().getFirst().body()).get("messages");
        assertThat(messages.get(messages.size() - 1).get("role").asText()).isEqualTo("user");
    }

    @Test
    void shouldGoOnInTheProtocolOfAnthropicsClients() {
        Upstream one = fixture.upstream(breaking(Upstream.ROLE + Upstream.delta("Hel")));
        Upstream two = fixture.upstream(whole(REST));
        fixture.configure(("model_list:\n" + entry("one", one, ", order: 1") + entry("two", two, ", order: 2"))
                        .replace("openai/gpt-4o", "mistral/mistral-small-latest")
                + ON);
        RouteRequest chat = EngineFixture.request(stream("\"max_tokens\":100,"), Long.MAX_VALUE, -1, Map.of());
        Recorded call = fixture.call(new RouteRequest(
                "messages",
                Protocol.ANTHROPIC_MESSAGES,
                chat.caller(),
                "g",
                "g",
                chat.scan(),
                chat.body(),
                -1,
                Long.MAX_VALUE,
                -1,
                Map.of(),
                null,
                List.of()));

        assertThat(call.outcome().status()).isEqualTo(200);
        assertThat(call.text()).contains("\"text\":\"Hel\"", "\"text\":\"lo \"", "\"text\":\"world\"");
        assertThat(count(call.text(), "event: message_start")).isEqualTo(1);
        assertThat(count(call.text(), "event: content_block_start")).isEqualTo(1);
        assertThat(count(call.text(), "event: message_stop")).isEqualTo(1);
        assertThat(two.requests().getFirst().body()).contains("\"prefix\":true");
    }

    @Test
    void shouldGoOnMoreThanOnceAndInAFallback() {
        Upstream one = fixture.upstream(breaking(Upstream.ROLE + Upstream.delta("Hel")));
        Upstream two = fixture.upstream(breaking(Upstream.ROLE + Upstream.delta("lo ")));
        Upstream three =
                fixture.upstream(whole(Upstream.ROLE + Upstream.delta("world") + Upstream.FINISH + Upstream.DONE));
        fixture.configure("model_list:\n" + entry("one", one, ", order: 1") + entry("two", two, ", order: 2")
                + EngineFixture.entry("h", three.url(), "")
                + "router_settings: {num_retries: 1, fallbacks: [{g: [h]}]}\n" + ON);

        Recorded call = usual();

        assertThat(call.outcome().attempts()).hasSize(3);
        assertThat(said(call.text())).isEqualTo("Hello world");
        assertThat(three.requests().getFirst().body()).contains("Hello ");
    }

    @Test
    void shouldSayThatItBrokeWhenNobodyCanGoOn() {
        Upstream one = fixture.upstream(breaking(Upstream.ROLE + Upstream.delta("Hel")));
        Upstream two = fixture.upstream(Upstream.error(500, "boom"));
        pair(one, two, "router_settings: {num_retries: 0}\n" + ON);

        Recorded call = usual();
        RouteOutcome outcome = call.outcome();

        assertThat(outcome.errorType()).isNotNull();
        assertThat(outcome.attempts()).hasSize(2);
        assertThat(count(call.text(), "\"error\"")).isEqualTo(1);
        assertThat(call.text()).doesNotContain("[DONE]");
    }

    @Test
    void shouldNotGoOnUnlessAskedTo() {
        Upstream one = fixture.upstream(breaking(Upstream.ROLE + Upstream.delta("Hel")));
        Upstream two = fixture.upstream(whole(REST));
        pair(one, two, "");
        assertThat(usual().outcome().attempts()).hasSize(1);
        assertThat(call(stream("\"continue_stream\":true,"), Long.MAX_VALUE)
                        .outcome()
                        .attempts())
                .hasSize(2);
        assertThat(two.requests().getFirst().body()).doesNotContain("continue_stream");
        pair(one, two, "sluice_settings: {continue_streams: [other]}\n");
        assertThat(usual().outcome().attempts()).hasSize(1);
        pair(one, two, "sluice_settings: {continue_streams: [other, g]}\n");
        assertThat(usual().outcome().attempts()).hasSize(2);
        assertThat(call(stream("\"continue_stream\":false,"), Long.MAX_VALUE)
                        .outcome()
                        .attempts())
                .hasSize(1);
    }

    @Test
    void shouldNotGoOnWithSeveralAnswersAtOnce() {
        Upstream one = fixture.upstream(breaking(Upstream.ROLE + Upstream.delta("Hel")));
        Upstream two = fixture.upstream(whole(REST));
        pair(one, two, ON);
        assertThat(call(stream("\"n\":2,"), Long.MAX_VALUE).outcome().attempts())
                .hasSize(1);
        assertThat(two.requests()).isEmpty();
    }

    @Test
    void shouldNotGoOnWithReasoningAloneAndKeepTheReasoningOfWhoGoesOn() {
        Upstream thinking = fixture.upstream(breaking(Upstream.ROLE + thought("Let me see")));
        Upstream two = fixture.upstream(whole(Upstream.ROLE + thought("Where was I") + REST));
        pair(thinking, two, ON);
        assertThat(usual().outcome().attempts()).hasSize(1);
        assertThat(two.requests()).isEmpty();

        pair(fixture.upstream(breaking(Upstream.ROLE + Upstream.delta(" "))), two, ON);
        assertThat(usual().outcome().attempts()).as("a blank is no text").hasSize(1);

        Upstream one = fixture.upstream(breaking(Upstream.ROLE + thought("Let me see") + Upstream.delta("Hel")));
        pair(one, two, ON);
        Recorded call = usual();
        assertThat(call.outcome().attempts()).hasSize(2);
        assertThat(said(call.text())).isEqualTo("Hello world");
        assertThat(call.text()).contains("Let me see").doesNotContain("Where was I");
    }

    private static String thought(String text) {
        return Upstream.delta(text).replace("\"content\"", "\"reasoning_content\"");
    }

    @Test
    void shouldNotGoOnWithARefusalOrAfterAFinish() {
        Upstream two = fixture.upstream(whole(REST));
        String refusal = Upstream.delta("I cannot").replace("\"content\"", "\"refusal\"");
        for (String end : List.of(refusal, Upstream.FINISH)) {
            pair(fixture.upstream(breaking(Upstream.ROLE + Upstream.delta("Hel") + end)), two, ON);
            assertThat(usual().outcome().attempts()).as(end).hasSize(1);
        }
        assertThat(two.requests()).isEmpty();
    }

    @Test
    void shouldNotGoOnWithAToolCallOrAnAnswerThatHasAForm() {
        Upstream one = fixture.upstream(breaking(Upstream.ROLE + Upstream.delta("Hel") + CALL));
        Upstream two = fixture.upstream(whole(REST));
        pair(one, two, ON);
        assertThat(usual().outcome().attempts()).hasSize(1);

        Upstream three = fixture.upstream(breaking(Upstream.ROLE + Upstream.delta("{")));
        pair(three, two, ON);
        assertThat(call(stream("\"response_format\":{\"type\":\"json_object\"},"), Long.MAX_VALUE)
                        .outcome()
                        .attempts())
                .hasSize(1);
        assertThat(two.requests()).isEmpty();
    }

    @Test
    void shouldNotSpendWhatTheCallDoesNotHave() {
        Upstream one = fixture.upstream(breaking(Upstream.ROLE + Upstream.delta("Hel")));
        Upstream two = fixture.upstream(whole(REST));
        pair(one, two, ON);
        // $0.71 at most for the first attempt, $0.91 for the second, which is asked with what was said
        RouteOutcome outcome = call(stream("\"max_tokens\":10,"), 900_000_000L).outcome();
        assertThat(outcome.attempts()).hasSize(1);
        assertThat(two.requests()).isEmpty();
    }

    @Test
    void shouldWeighWhatWasSaidOnceHoweverOftenItBroke() {
        Upstream one = fixture.upstream(breaking(Upstream.ROLE + Upstream.delta("Hel")));
        Upstream two = fixture.upstream(breaking(Upstream.ROLE + Upstream.delta("lo ")));
        Upstream three = fixture.upstream(whole(REST));
        fixture.configure("model_list:\n" + entry("one", one, ", order: 1") + entry("two", two, ", order: 2")
                + entry("three", three, ", order: 3") + ON);
        RouteOutcome outcome =
                call(stream("\"max_tokens\":10,"), 1_150_000_000L).outcome();
        assertThat(outcome.attempts()).extracting(Attempt::deploymentId).containsExactly("one", "two", "three");
        Attempt last = outcome.attempts().getLast();
        assertThat(last.upperBound().nanos()
                        - outcome.attempts().get(1).upperBound().nanos())
                .as("three more bytes than the one before")
                .isEqualTo(3_000_000);
    }

    @Test
    void shouldNotSpendInAFallbackWhatTheCallDoesNotHave() {
        Upstream one = fixture.upstream(breaking(Upstream.ROLE + Upstream.delta("Hel")));
        Upstream two = fixture.upstream(whole(REST));
        fixture.configure("model_list:\n" + entry("one", one, "")
                + EngineFixture.entry("h", two.url(), "")
                + "router_settings: {num_retries: 0, fallbacks: [{g: [h]}]}\n" + ON);
        assertThat(call(stream("\"max_tokens\":10,"), 900_000_000L).outcome().attempts())
                .hasSize(1);
        assertThat(two.requests()).isEmpty();
        assertThat(call(stream("\"max_tokens\":10,"), Long.MAX_VALUE).outcome().attempts())
                .hasSize(2);
    }
}
