package io.sluice.gateway.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.routing.RouteCodec;
import io.sluice.contracts.routing.RouteOutcome;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.routing.ShadowRules;
import io.sluice.contracts.usage.UsageEvent;
import io.sluice.gateway.admission.AdmissionDecision;
import io.sluice.gateway.admission.NoLimits;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a {@code silent_model} does and does not. The engine says that the deployment {@code id-1} answered. */
class ShadowTest {

    private static final String STREAM = "{\"model\":\"gpt\",\"stream\":true,\"messages\":[]}";

    private EdgeHarness edge = new EdgeHarness(new ShadowRules(List.of("grouped"), 100));

    @AfterEach
    void close() {
        edge.close();
    }

    private void with(ShadowRules rules) {
        edge.close();
        edge = new EdgeHarness(rules);
    }

    private List<List<UsageEvent>> journaled(int calls) throws InterruptedException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (edge.journal.ended.size() < calls && System.nanoTime() < limit) {
            Thread.sleep(5);
        }
        return edge.journal.ended;
    }

    @Test
    void shouldAskTheOtherModelTheSameAndWriteItIntoTheLedgerAsAShadowThatNoKeyPays() throws Exception {
        edge.key("sk-user-00000001", parts -> {});
        HttpResponse<String> answer = edge.chat("sk-user-00000001", EdgeHarness.CHAT);
        assertThat(answer.statusCode()).isEqualTo(200);

        List<List<UsageEvent>> calls = journaled(2);
        UsageEvent real = calls.get(0).getFirst();
        UsageEvent shadow = calls.get(1).getFirst();
        assertThat(real.kind()).isEqualTo("attempt");
        assertThat(shadow.kind()).isEqualTo("shadow");
        assertThat(shadow.requestId()).isEqualTo(real.requestId() + "-shadow");
        assertThat(shadow.keyHash()).isEqualTo("sluice-shadow").isNotEqualTo(real.keyHash());
        assertThat(shadow.modelGroup()).isEqualTo("grouped");
        assertThat(shadow.tags()).containsExactly("sluice-shadow");
        assertThat(edge.journal.open).isEmpty();

        RouteRequest asked = edge.engine.last;
        assertThat(asked.headers()).containsKey(RouteCodec.SHADOW_HEADER).containsEntry("x-litellm-num-retries", "0");
        assertThat(asked.model()).isEqualTo("grouped");
        byte[] body = new byte[asked.body().remaining()];
        asked.body().duplicate().get(body);
        assertThat(new String(body)).isEqualTo(EdgeHarness.CHAT);
    }

    @Test
    void shouldRepeatAStreamAsAStream() throws Exception {
        assertThat(edge.chat(EdgeHarness.MASTER, STREAM).body()).endsWith("data: [DONE]\n\n");
        assertThat(journaled(2)).hasSize(2);
        assertThat(edge.engine.last.scan().stream()).isTrue();
    }

    @Test
    void shouldAnswerBeforeItsShadowDoesAndMakeNoMoreShadowsAtOnceThanItMay() throws Exception {
        edge.engine.played = true;
        for (int call = 0; call < 3; call++) {
            CompletableFuture<HttpResponse<String>> answer =
                    CompletableFuture.supplyAsync(() -> edge.chat(EdgeHarness.MASTER, EdgeHarness.CHAT));
            PlayedEngine.Played real = edge.engine.calls.take();
            assertThat(real.request.headers()).doesNotContainKey(RouteCodec.SHADOW_HEADER);
            real.head(PlayedEngine.outcome(200));
            real.end(PlayedEngine.outcome(200));
            assertThat(answer.join().statusCode()).isEqualTo(200);
            if (call == 0) {
                // it is under way, and stays so
                assertThat(edge.engine.calls.take().request.headers()).containsKey(RouteCodec.SHADOW_HEADER);
            }
        }
        assertThat(edge.engine.calls).isEmpty();
    }

    /** One at once is the most here. */
    @Test
    void shouldMakeAnotherShadowWhenTheOneBeforeHasEnded() throws Exception {
        for (int call = 1; call <= 3; call++) {
            assertThat(edge.chat(EdgeHarness.MASTER, EdgeHarness.CHAT).statusCode())
                    .isEqualTo(200);
            assertThat(journaled(2 * call)).hasSize(2 * call);
        }
    }

    @Test
    void shouldMakeTheNextShadowOnceOneHasEnded() throws Exception {
        edge.engine.played = true;
        for (int call = 0; call < 2; call++) {
            CompletableFuture<HttpResponse<String>> answer =
                    CompletableFuture.supplyAsync(() -> edge.chat(EdgeHarness.MASTER, EdgeHarness.CHAT));
            PlayedEngine.Played real = edge.engine.calls.take();
            real.head(PlayedEngine.outcome(200));
            real.end(PlayedEngine.outcome(200));
            answer.join();
            PlayedEngine.Played shadow = edge.engine.calls.poll(30, TimeUnit.SECONDS);
            assertThat(shadow).as("the shadow of call %d", call + 1).isNotNull();
            shadow.head(PlayedEngine.outcome(200));
            shadow.end(PlayedEngine.outcome(200));
        }
    }

    @Test
    void shouldAskAllModelsOfAListAndNoneThatIsNotThere() throws Exception {
        with(new ShadowRules(List.of("nobody", "grouped"), 100));
        edge.chat(EdgeHarness.MASTER, EdgeHarness.CHAT);
        assertThat(journaled(2).get(1).getFirst().requestId()).endsWith("-shadow-2");
    }

    @Test
    void shouldNotRepeatWhatWasNotAnswered() throws Exception {
        edge.engine.played = true;
        CompletableFuture<HttpResponse<String>> answer =
                CompletableFuture.supplyAsync(() -> edge.chat(EdgeHarness.MASTER, EdgeHarness.CHAT));
        PlayedEngine.Played real = edge.engine.calls.take();
        real.head(PlayedEngine.outcome(500));
        real.end(PlayedEngine.outcome(500));
        answer.join();
        assertThat(edge.engine.calls.poll(200, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void shouldNotRepeatAStreamThatBroke() throws Exception {
        edge.engine.played = true;
        CompletableFuture<HttpResponse<String>> answer =
                CompletableFuture.supplyAsync(() -> edge.chat(EdgeHarness.MASTER, STREAM));
        PlayedEngine.Played real = edge.engine.calls.take();
        real.head(PlayedEngine.outcome(200));
        real.chunk("data: {\"error\":{}}\n\n");
        real.end(new RouteOutcome(200, "gpt", List.of(PlayedEngine.attempt()), "api_error"));
        answer.join();
        assertThat(edge.engine.calls.poll(200, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void shouldNotRepeatWhatIsNoChat() throws Exception {
        edge.engine.played = true;
        CompletableFuture<HttpResponse<String>> answer =
                CompletableFuture.supplyAsync(() -> edge.send(edge.request("/v1/embeddings")
                        .header("authorization", "Bearer " + EdgeHarness.MASTER)
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"gpt\",\"input\":\"hi\"}"))));
        PlayedEngine.Played real = edge.engine.calls.take();
        real.head(PlayedEngine.outcome(200));
        real.end(PlayedEngine.outcome(200));
        answer.join();
        assertThat(edge.engine.calls.poll(200, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void shouldAskTheShadowOfWhoAnsweredAndNotOfWhoFailedBefore() throws Exception {
        edge.engine.played = true;
        for (boolean answered : List.of(false, true)) {
            // the deployment id-1 has a shadow, id-gpt has none
            Attempt failed = attempt(answered ? "id-gpt" : "id-1", 500, "InternalServerError");
            Attempt last = attempt(answered ? "id-1" : "id-gpt", 200, null);
            CompletableFuture<HttpResponse<String>> answer =
                    CompletableFuture.supplyAsync(() -> edge.chat(EdgeHarness.MASTER, EdgeHarness.CHAT));
            PlayedEngine.Played real = edge.engine.calls.take();
            RouteOutcome outcome = new RouteOutcome(200, "gpt", List.of(failed, last), null);
            real.head(outcome);
            real.end(outcome);
            answer.join();
            PlayedEngine.Played shadow = edge.engine.calls.poll(answered ? 30_000 : 200, TimeUnit.MILLISECONDS);
            assertThat(shadow != null).isEqualTo(answered);
        }
    }

    private static Attempt attempt(String deployment, int status, String errorClass) {
        Attempt like = PlayedEngine.attempt();
        return new Attempt(
                like.number(),
                deployment,
                like.provider(),
                like.providerModel(),
                like.apiBase(),
                status,
                like.certainty(),
                like.usage(),
                like.cost(),
                like.costLines(),
                like.upperBound(),
                like.startedAtMicros(),
                like.firstByteMicros(),
                like.durationMicros(),
                like.finishReason(),
                errorClass);
    }

    @Test
    void shouldLeaveOutAShadowForWhichTheInstallationHasNoMoney() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        edge.admission = (request, decision) -> {
            if (asked.incrementAndGet() == 1) {
                new NoLimits().admit(request, decision);
            } else {
                assertThat(request.caller().keyHash()).isEqualTo("sluice-shadow");
                decision.accept(new AdmissionDecision.Unavailable("no money", 1));
            }
        };
        assertThat(edge.chat(EdgeHarness.MASTER, EdgeHarness.CHAT).statusCode()).isEqualTo(200);
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (asked.get() < 2 && System.nanoTime() < limit) {
            Thread.sleep(5);
        }
        assertThat(asked).hasValue(2);
        assertThat(edge.journal.ended).hasSize(1);
    }

    @Test
    void shouldRepeatAPartOfTheCalls() {
        ShadowRules tenth = new ShadowRules(List.of("m"), 10);
        assertThat(tenth.casts(0.0999)).isTrue();
        assertThat(tenth.casts(0.1)).isFalse();
        assertThat(new ShadowRules(List.of("m"), 100).casts(0.999999)).isTrue();
        assertThat(ShadowRules.NONE.casts(0)).isFalse();
    }
}
