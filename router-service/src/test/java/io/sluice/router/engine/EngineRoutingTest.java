package io.sluice.router.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.identity.VirtualKey;
import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.routing.ModelDesk;
import io.sluice.contracts.routing.RouteOutcome;
import io.sluice.contracts.routing.RouteRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Strategies, cooldowns, retries and fallbacks as the engine puts them into force, over real sockets. */
class EngineRoutingTest {

    private final EngineFixture fixture = new EngineFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    /** Two deployments of the group g. */
    private void pair(Upstream one, String oneMore, Upstream two, String twoMore, String router) {
        fixture.configure("model_list:\n"
                + EngineFixture.entry("g", one.url(), oneMore).replace("id-g", "one")
                + EngineFixture.entry("g", two.url(), twoMore).replace("id-g", "two")
                + "router_settings: {" + router + "}");
    }

    private void groups(String router, Map<String, Upstream> upstreams) {
        StringBuilder yaml = new StringBuilder("model_list:\n");
        upstreams.forEach((name, upstream) -> yaml.append(EngineFixture.entry(name, upstream.url(), "")));
        fixture.configure(yaml + "router_settings: {num_retries: 0, " + router + "}");
    }

    // ---- strategies

    @Test
    void shouldShuffleByWeight() {
        Upstream never = fixture.upstream(Upstream.ok("never"));
        Upstream always = fixture.upstream(Upstream.ok("always"));
        pair(never, ", weight: 0", always, ", weight: 1", "routing_strategy: simple-shuffle");

        for (int i = 0; i < 20; i++) {
            fixture.chat("g").outcome();
        }

        assertThat(never.requests()).isEmpty();
        assertThat(always.requests()).hasSize(20);
    }

    @Test
    void shouldSendCallsToWhoIsLeastBusy() {
        Upstream silent = fixture.upstream((socket, request) -> {});
        Upstream quick = fixture.upstream(Upstream.ok("quick"));
        pair(silent, "", quick, "", "routing_strategy: least-busy");

        for (int i = 0; silent.requests().isEmpty() && i < 1_000; i++) {
            fixture.chat("g");
            LockSupport.parkNanos(20_000_000);
        }
        int before = quick.requests().size();
        for (int i = 0; i < 20; i++) {
            assertThat(fixture.chat("g").outcome().status()).isEqualTo(200);
        }

        assertThat(silent.requests()).as("one call hangs there").hasSize(1);
        assertThat(quick.requests()).hasSize(before + 20);
    }

    @Test
    void shouldJudgeByTokensWhetherAPromptFits() {
        Upstream small = fixture.upstream(Upstream.ok("small"));
        Upstream large = fixture.upstream(Upstream.ok("large"));
        fixture.configure("model_list:\n"
                + EngineFixture.entry("g", small.url(), ", order: 1").replace("id-g}", "small, max_input_tokens: 100}")
                + EngineFixture.entry("g", large.url(), ", order: 2").replace("id-g", "large")
                + "router_settings: {num_retries: 0, enable_pre_call_checks: true}");
        String longWords = " international".repeat(50);
        String digits = " 1 2 3 4 5 6 7 8".repeat(20);

        assertThat(fixture.chat(EngineFixture.CHAT.formatted("g").replace("Hi", longWords), EngineFixture.ADMIN)
                        .outcome()
                        .status())
                .isEqualTo(200);
        assertThat(small.requests()).as("700 bytes, 50 tokens").hasSize(1);
        assertThat(fixture.chat(EngineFixture.CHAT.formatted("g").replace("Hi", digits), EngineFixture.ADMIN)
                        .outcome()
                        .status())
                .isEqualTo(200);
        assertThat(large.requests()).as("320 bytes, 160 tokens or more").hasSize(1);
    }

    @Test
    void shouldAskForASchemaWhoKeepsToOneIfAnybodyDoes() {
        Upstream cannot = fixture.upstream(Upstream.ok("cannot"));
        Upstream can = fixture.upstream(Upstream.ok("can"));
        String turbo = EngineFixture.entry("g", cannot.url(), ", order: 1").replace("gpt-4o", "gpt-3.5-turbo");
        String checks = "router_settings: {num_retries: 0, enable_pre_call_checks: true}";
        String other = EngineFixture.entry("g", can.url(), ", order: 2").replace("id-g", "can");
        fixture.configure("model_list:\n" + turbo + other + checks);

        schema();
        assertThat(can.requests()).hasSize(1);
        fixture.chat("g").outcome();
        assertThat(cannot.requests()).as("a call that needs none").hasSize(1);

        fixture.configure("model_list:\n" + turbo + checks);
        schema();
        assertThat(cannot.requests()).as("nobody else is there").hasSize(2);
    }

    /** What a chat asks for beside its text, and the model that is known not to take it; the other one, GPT-4o or what it is told to be, does. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a picture      | openai/gpt-3.5-turbo        |                             | "messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,QQ=="}}]}]
            sound          | openai/gpt-4o               | supports_audio_input: true  | "messages":[{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"QQ==","format":"wav"}}]}]
            a tool         | openai/gpt-5-chat           |                             | "tools":[{"type":"function","function":{"name":"f"}}]
            a parameter    | openai/o3-mini              |                             | "logprobs":true
            a file         | openai/gpt-3.5-turbo        |                             | "messages":[{"role":"user","content":[{"type":"file","file":{"file_data":"data:application/pdf;base64,QQ=="}}]}]
            a spoken answer| openai/gpt-4o               | supports_audio_output: true | "modalities":["text","audio"],"audio":{"voice":"alloy","format":"wav"}
            """)
    void shouldSendWhatAModelCannotTakeToOneThatCan(String what, String lacking, String told, String asked) {
        Upstream cannot = fixture.upstream(Upstream.ok("cannot"));
        Upstream can = fixture.upstream(Upstream.ok("can"));
        String first = EngineFixture.entry("g", cannot.url(), ", order: 1").replace("openai/gpt-4o", lacking);
        String second = EngineFixture.entry("g", can.url(), ", order: 2")
                .replace("id-g", told == null ? "can" : "can, " + told);
        String body = EngineFixture.CHAT
                .formatted("g")
                .replace("\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]", asked + chatUnlessIn(asked));

        fixture.configure(
                "model_list:\n" + first + second + "router_settings: {num_retries: 0, enable_pre_call_checks: true}");
        fixture.chat("g").outcome();
        assertThat(cannot.requests()).as("a text").hasSize(1);
        assertThat(fixture.chat(body, EngineFixture.ADMIN).outcome().status()).isEqualTo(200);
        assertThat(can.requests()).as(what).hasSize(1);
        assertThat(cannot.requests()).as(what).hasSize(1);
    }

    private static String chatUnlessIn(String members) {
        return members.contains("\"messages\"") ? "" : ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
    }

    @Test
    void shouldNotMindAParameterThatMayBeLeftOut() {
        Upstream cannot = fixture.upstream(Upstream.ok("cannot"));
        Upstream can = fixture.upstream(Upstream.ok("can"));
        String checks = "router_settings: {num_retries: 0, enable_pre_call_checks: true}\n";
        String models = "model_list:\n"
                + EngineFixture.entry("g", cannot.url(), ", order: 1").replace("openai/gpt-4o", "openai/o3-mini")
                + EngineFixture.entry("g", can.url(), ", order: 2").replace("id-g", "can");
        String body = EngineFixture.CHAT.formatted("g").replace("{\"model\"", "{\"logprobs\":true,%s\"model\"");

        fixture.configure(models + checks + "litellm_settings: {drop_params: true}");
        fixture.chat(body.formatted(""), EngineFixture.ADMIN).outcome();
        assertThat(cannot.requests()).as("drop_params").hasSize(1);

        fixture.configure(models + checks);
        fixture.chat(body.formatted("\"drop_params\":true,"), EngineFixture.ADMIN)
                .outcome();
        fixture.chat(body.formatted("\"additional_drop_params\":[\"logprobs\"],"), EngineFixture.ADMIN)
                .outcome();
        fixture.chat(body.formatted("\"allowed_openai_params\":[\"logprobs\"],"), EngineFixture.ADMIN)
                .outcome();
        assertThat(cannot.requests()).as("said by the request").hasSize(4);
        assertThat(can.requests()).isEmpty();
    }

    private void schema() {
        String body = EngineFixture.CHAT
                .formatted("g")
                .replace(
                        "{\"model\"",
                        "{\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"s\",\"schema\":{\"type\":\"object\"}}},\"model\"");
        assertThat(fixture.chat(body, EngineFixture.ADMIN).outcome().status()).isEqualTo(200);
    }

    @Test
    void shouldAskAnotherOneWhatCannotBeSaidToTheFirst() {
        Upstream first = fixture.upstream(Upstream.ok("never asked"));
        Upstream second = fixture.upstream(Upstream.ok("second"));
        fixture.configure("model_list:\n"
                + EngineFixture.entry("g", first.url(), ", order: 1")
                        .replace("openai/gpt-4o", "anthropic/claude-sonnet-4-5")
                + EngineFixture.entry("g", second.url(), ", order: 2").replace("id-g", "second")
                + "router_settings: {num_retries: 0}");
        String body = EngineFixture.CHAT.formatted("g").replace("{\"model\"", "{\"logprobs\":true,\"model\"");

        RouteOutcome outcome = fixture.chat(body, EngineFixture.ADMIN).outcome();

        assertThat(outcome.status()).isEqualTo(200);
        assertThat(outcome.attempts()).hasSize(1);
        assertThat(first.requests()).isEmpty();
    }

    @Test
    void shouldGoElsewhereOnceTheBudgetOfATagIsSpent() {
        Upstream upstream = fixture.upstream(Upstream.ok("paid"));
        fixture.configure(EngineFixture.deployment("g", upstream.url(), "")
                + "litellm_settings: {tag_budget_config: {chat: {max_budget: 0.0001, budget_duration: 1d}}}\n"
                + "router_settings: {num_retries: 0}");

        assertThat(fixture.tagged("g", "chat").outcome().status()).isEqualTo(200);
        assertThat(fixture.tagged("g", "chat").outcome().status()).isEqualTo(429);
        assertThat(fixture.tagged("g", "other").outcome().status()).isEqualTo(200);
        assertThat(upstream.requests()).hasSize(2);
    }

    @Test
    void shouldSendCallsToWhoIsNearestAndElsewhereWhenItFails() {
        Upstream far = fixture.upstream(Upstream.ok("far"));
        Upstream near = fixture.upstream(Upstream.ok("near"));
        fixture.configure("model_list:\n"
                + EngineFixture.entry("g", far.url(), ", region_name: us-west-2")
                        .replace("id-g", "far")
                + EngineFixture.entry("g", near.url(), ", region_name: eu-central-1")
                        .replace("id-g", "near")
                + "router_settings: {routing_strategy: geo-routing}\n"
                + "sluice_settings: {region: eu-west-3}");

        for (int i = 0; i < 10; i++) {
            assertThat(fixture.chat("g").outcome().status()).isEqualTo(200);
        }

        assertThat(near.requests()).hasSize(10);
        assertThat(far.requests()).isEmpty();
        near.close();
        assertThat(fixture.chat("g").outcome().status()).isEqualTo(200);
        assertThat(far.requests()).hasSize(1);
    }

    @Test
    void shouldSendCallsToWhoIsCheapest() {
        Upstream dear = fixture.upstream(Upstream.ok("dear"));
        Upstream cheap = fixture.upstream(Upstream.ok("cheap"));
        fixture.configure("model_list:\n"
                + EngineFixture.entry("g", dear.url(), "").replace("id-g", "dear")
                + EngineFixture.entry("g", cheap.url(), "")
                        .replace("id-g", "cheap")
                        .replace("0.00", "0.0001")
                + "router_settings: {routing_strategy: cost-based-routing}");

        for (int i = 0; i < 10; i++) {
            fixture.chat("g").outcome();
        }

        assertThat(dear.requests()).isEmpty();
    }

    @Test
    void shouldSpreadTokensByUsageAndStopAtTheLimitOfTheMinute() {
        Upstream one = fixture.upstream(Upstream.ok("one"));
        Upstream two = fixture.upstream(Upstream.ok("two"));
        pair(one, ", rpm: 3", two, ", rpm: 3", "routing_strategy: usage-based-routing-v2, num_retries: 0");

        int served = 0;
        Recorded refused = null;
        for (int i = 0; i < 10; i++) {
            Recorded call = fixture.chat("g");
            if (call.outcome().status() == 200) {
                served++;
            } else {
                refused = call;
            }
        }

        // the minute may turn while the test runs
        assertThat(served).isBetween(6, 10);
        if (refused != null) {
            assertThat(refused.outcome().status()).isEqualTo(429);
            assertThat(refused.answerHead().headers()).containsKey("retry-after");
        }
    }

    @Test
    void shouldPreferTheFastOneByLatency() {
        Upstream slow = fixture.upstream((socket, request) ->
                fixture.vertx.setTimer(150, ignored -> Upstream.ok("slow").answer(socket, request)));
        Upstream fast = fixture.upstream(Upstream.ok("fast"));
        pair(
                slow,
                "",
                fast,
                "",
                "routing_strategy: latency-based-routing, routing_strategy_args: {ttl: 60, exploration: 0}");

        for (int i = 0; i < 12; i++) {
            assertThat(fixture.chat("g").outcome().status()).isEqualTo(200);
        }

        assertThat(slow.requests()).as("measured once").hasSize(1);
    }

    @Test
    void shouldRouteByTags() {
        Upstream free = fixture.upstream(Upstream.ok("free"));
        Upstream rest = fixture.upstream(Upstream.ok("rest"));
        pair(free, ", tags: [free]", rest, ", tags: [default]", "enable_tag_filtering: true");

        for (int i = 0; i < 5; i++) {
            assertThat(fixture.chat("g").text()).contains("rest");
            assertThat(fixture.tagged("g", "free").text()).contains("free");
            assertThat(fixture.tagged("g", "unknown").text()).contains("rest");
        }
    }

    @Test
    void shouldLeaveADeploymentWhoseBudgetIsSpent() {
        Upstream one = fixture.upstream(Upstream.ok("one"));
        Upstream two = fixture.upstream(Upstream.ok("two"));
        pair(one, ", order: 1, max_budget: 0.000001, budget_duration: 1d", two, ", order: 2", "num_retries: 0");

        assertThat(fixture.chat("g").text()).contains("one");
        assertThat(fixture.chat("g").text()).contains("two");
    }

    @Test
    void shouldNotSendMoreAtOnceThanADeploymentTakes() {
        Upstream silent = fixture.upstream((socket, request) -> {});
        Upstream other = fixture.upstream(Upstream.ok("other"));
        pair(silent, ", order: 1, max_parallel_requests: 1", other, ", order: 2", "num_retries: 0");

        fixture.chat("g");
        for (int i = 0; i < 5; i++) {
            assertThat(fixture.chat("g").text()).contains("other");
        }

        assertThat(silent.requests()).hasSize(1);
    }

    // ---- cooldowns

    @Test
    void shouldRestADeploymentAtItsFirstRateLimit() {
        Upstream limited = fixture.upstream(Upstream.error(429, "slow down"));
        Upstream good = fixture.upstream(Upstream.ok("good"));
        pair(limited, ", order: 1", good, ", order: 2", "cooldown_time: 60");

        for (int i = 0; i < 5; i++) {
            assertThat(fixture.chat("g").outcome().status()).isEqualTo(200);
        }

        assertThat(limited.requests()).hasSize(1);
    }

    @Test
    void shouldNotRestADeploymentForWhatIsTheCallersFault() {
        Upstream picky = fixture.upstream(Upstream.error(400, "odd parameter"));
        Upstream good = fixture.upstream(Upstream.ok("good"));
        pair(picky, ", order: 1", good, ", order: 2", "cooldown_time: 60, num_retries: 0");

        for (int i = 0; i < 20; i++) {
            fixture.chat("g").outcome();
        }

        assertThat(picky.requests()).hasSize(20);
    }

    @Test
    void shouldRestAfterTheAllowedFails() {
        Upstream bad = fixture.upstream(Upstream.error(500, "boom"));
        Upstream good = fixture.upstream(Upstream.ok("good"));
        pair(bad, ", order: 1", good, ", order: 2", "cooldown_time: 60, allowed_fails: 2, num_retries: 0");

        for (int i = 0; i < 6; i++) {
            assertThat(fixture.chat("g").outcome().status()).isEqualTo(200);
        }

        assertThat(bad.requests()).hasSize(3);
    }

    @Test
    void shouldKeepRestsOverAReload() {
        Upstream limited = fixture.upstream(Upstream.error(429, "slow down"));
        Upstream good = fixture.upstream(Upstream.ok("good"));
        pair(limited, ", order: 1", good, ", order: 2", "cooldown_time: 60");
        fixture.chat("g").outcome();

        fixture.reload();
        fixture.chat("g").outcome();

        assertThat(limited.requests()).hasSize(1);
    }

    // ---- retries

    @Test
    void shouldRetryAsThePolicySaysByClassOfError() {
        Upstream bad = fixture.upstream(Upstream.error(500, "boom"));
        fixture.configure(EngineFixture.deployment("g", bad.url(), "")
                + "router_settings: {num_retries: 5, retry_policy: {InternalServerErrorRetries: 1}}");

        fixture.chat("g").outcome();

        assertThat(bad.requests()).hasSize(2);
    }

    @Test
    void shouldRetryAsABackoffPolicySays() {
        Upstream bad = fixture.upstream(Upstream.error(503, "gone"));
        fixture.configure(EngineFixture.deployment("g", bad.url(), "")
                + "router_settings: {retry_policy: {max_retries: 3, base_delay: 0.001, max_delay: 0.01}}");

        Recorded call = fixture.chat("g");

        assertThat(call.outcome().attempts()).hasSize(4);
        assertThat(call.answerHead().headers()).containsEntry("x-litellm-attempted-retries", "3");
    }

    @Test
    void shouldMakeAtMostAFifthMoreCallsInAStorm() {
        Upstream one = fixture.upstream(Upstream.error(500, "boom"));
        Upstream two = fixture.upstream(Upstream.error(500, "boom"));
        pair(one, "", two, "", "disable_cooldowns: true");

        List<Recorded> calls = java.util.stream.IntStream.range(0, 500)
                .mapToObj(i -> fixture.chat("g"))
                .toList();
        long attempts = calls.stream()
                .mapToLong(call -> call.outcome().attempts().size())
                .sum();

        assertThat(attempts).isLessThanOrEqualTo(600);
    }

    // ---- fallbacks

    @Test
    void shouldFallBackAlsoWhenTheGroupWasAskedForByAnAlias() {
        Upstream bad = fixture.upstream(Upstream.error(500, "boom"));
        Upstream good = fixture.upstream(Upstream.ok("good"));
        groups("model_group_alias: {nick: a}, fallbacks: [{a: [b]}]", Map.of("a", bad, "b", good));

        Recorded call = fixture.chat("nick");

        assertThat(call.outcome().modelGroup()).isEqualTo("b");
        assertThat(fixture.chat("nick").answerHead().headers()).containsEntry("x-litellm-model-group", "b");
    }

    @Test
    void shouldAskTheFallbacksOfAFallbackBeforeItsNext() {
        Upstream bad = fixture.upstream(Upstream.error(500, "boom"));
        Upstream good = fixture.upstream(Upstream.ok("good"));
        groups("fallbacks: [{a: [b, d]}, {b: [c]}]", Map.of("a", bad, "b", bad, "c", good, "d", good));

        Recorded call = fixture.chat("a");

        assertThat(call.outcome().modelGroup()).isEqualTo("c");
        assertThat(call.answerHead().headers()).containsEntry("x-litellm-attempted-fallbacks", "2");
    }

    @Test
    void shouldGoNoDeeperThanMaxFallbacks() {
        Upstream bad = fixture.upstream(Upstream.error(500, "boom"));
        Upstream good = fixture.upstream(Upstream.ok("good"));
        groups(
                "max_fallbacks: 2, fallbacks: [{a: [b]}, {b: [c]}, {c: [d]}]",
                Map.of("a", bad, "b", bad, "c", bad, "d", good));

        assertThat(fixture.chat("a").outcome().status()).isEqualTo(500);
        assertThat(good.requests()).isEmpty();
    }

    @Test
    void shouldTakeTheRequestsOwnFallbacksWithWhatDiffersThere() {
        Upstream bad = fixture.upstream(Upstream.error(500, "boom"));
        Upstream good = fixture.upstream(Upstream.ok("good"));
        groups("", Map.of("a", bad, "b", good));

        Recorded call = fixture.chat(
                "{\"model\":\"a\",\"top_p\":0.1,\"temperature\":1,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],"
                        + "\"fallbacks\":[{\"model\":\"b\",\"temperature\":0.5}]}",
                EngineFixture.ADMIN);

        assertThat(call.outcome().status()).isEqualTo(200);
        assertThat(good.requests().getFirst().body())
                .contains("\"temperature\":0.5")
                .contains("\"top_p\":0.1")
                .doesNotContain("fallbacks");
    }

    @Test
    void shouldNotFallBackToWhatTheCallerMayNotAskFor() {
        Upstream bad = fixture.upstream(Upstream.error(500, "boom"));
        Upstream secret = fixture.upstream(Upstream.ok("secret"));
        groups("", Map.of("a", bad, "b", secret));
        String body = "{\"model\":\"a\",\"messages\":[],\"fallbacks\":[\"b\"]}";

        assertThat(fixture.chat(body, holder("a")).outcome().status()).isEqualTo(500);
        assertThat(secret.requests()).isEmpty();
        assertThat(fixture.chat(body, holder("a", "b")).outcome().status()).isEqualTo(200);
    }

    @Test
    void shouldNotTellOfWhatTheCallerMayNotAskFor() {
        Upstream secret = fixture.upstream(Upstream.ok("secret"));
        groups("", Map.of("a", secret, "b", secret));
        String body = "{\"model\":\"a\",\"request_body\":{\"model\":\"b\",\"messages\":[]}}";

        assertThat(transformed(body, holder("a")).status()).isEqualTo(400);
        assertThat(transformed(body, holder("a", "b")).status()).isEqualTo(200);
    }

    private ModelDesk.Reply transformed(String body, Caller caller) {
        RouteRequest asked = EngineFixture.request(body, -1, -1, Map.of(), caller, List.of());
        return fixture.engine()
                .desk()
                .ask(ModelDesk.Topic.TRANSFORM_REQUEST, asked)
                .toCompletableFuture()
                .join();
    }

    private static Caller holder(String... models) {
        return new Caller.KeyHolder(new VirtualKey(
                "hash",
                "sk-...abcd",
                null,
                null,
                null,
                null,
                List.of(models),
                Map.of(),
                List.of(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of(),
                Map.of(),
                null,
                false,
                Instant.EPOCH,
                1));
    }

    @Test
    void shouldNotFallBackWhenTheRequestWantsNone() {
        Upstream bad = fixture.upstream(Upstream.error(500, "boom"));
        Upstream good = fixture.upstream(Upstream.ok("good"));
        groups("fallbacks: [{a: [b]}]", Map.of("a", bad, "b", good));

        Recorded call =
                fixture.chat("{\"model\":\"a\",\"messages\":[],\"disable_fallbacks\":true}", EngineFixture.ADMIN);

        assertThat(call.outcome().status()).isEqualTo(500);
        assertThat(call.text()).doesNotContain("LiteLLM:");
        assertThat(good.requests()).isEmpty();
    }

    @Test
    void shouldFallBackWhenTheProvidersFilterCutTheAnswerAndBillBoth() {
        Upstream strict =
                fixture.upstream(Upstream.json(200, Upstream.answer("cut").replace("\"stop\"", "\"content_filter\"")));
        Upstream good = fixture.upstream(Upstream.ok("good"));
        groups("content_policy_fallbacks: [{a: [b]}]", Map.of("a", strict, "b", good));

        Recorded call = fixture.chat("a");

        assertThat(call.text()).contains("good").doesNotContain("cut");
        assertThat(call.outcome().attempts()).extracting(Attempt::deploymentId).containsExactly("id-a", "id-b");
        assertThat(call.attempt(1).cost().nanos()).isPositive();
    }

    @Test
    void shouldTellTheFirstErrorWhenFallbacksFailToo() {
        Upstream bad = fixture.upstream(Upstream.error(500, "boom"));
        Upstream worse = fixture.upstream(Upstream.error(503, "gone"));
        groups("fallbacks: [{a: [b]}]", Map.of("a", bad, "b", worse));

        Recorded call = fixture.chat("a");

        assertThat(call.outcome().status()).isEqualTo(500);
        assertThat(call.text())
                .contains("boom")
                .contains("Fallback to b also failed")
                .contains("gone");
    }
}
