package io.sluice.gateway.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.admission.Meter;
import io.sluice.contracts.admission.Scope;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.gateway.admission.AdmissionDecision;
import io.sluice.gateway.admission.NoLimits;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code "model": "a,b"}. */
class SeveralModelsTest {

    private static final String KEY = "sk-several-0123456789";

    private final EdgeHarness edge = new EdgeHarness();

    @AfterEach
    void close() {
        edge.close();
    }

    private static String body(String models, String more) {
        return EdgeHarness.CHAT.replace("\"gpt\"", "\"" + models + "\"" + more);
    }

    private HttpResponse<String> chat(String models) {
        return edge.chat(EdgeHarness.MASTER, body(models, ""));
    }

    private PlayedEngine.Played next() throws InterruptedException {
        PlayedEngine.Played call = edge.engine.calls.poll(20, TimeUnit.SECONDS);
        assertThat(call).isNotNull();
        return call;
    }

    @Test
    void shouldAnswerWithAnArrayInTheOrderOfTheNamesAndBillEachCall() throws Exception {
        edge.engine.played = true;
        CompletableFuture<HttpResponse<String>> answer = CompletableFuture.supplyAsync(() -> chat("gpt, grouped"));
        PlayedEngine.Played first = next();
        PlayedEngine.Played second = next();
        assertThat(Stream.of(first, second).map(call -> call.request).map(RouteRequest::model))
                .containsExactly("gpt", "grouped");
        assertThat(first.request.requestId()).isNotEqualTo(second.request.requestId());
        assertThat(second.request.requestedModel()).isEqualTo("grouped");

        for (PlayedEngine.Played call : List.of(second, first)) {
            call.head(PlayedEngine.outcome(200));
            call.chunk("{\"of\":\"" + call.request.model() + "\"}");
            call.end(PlayedEngine.outcome(200));
        }

        HttpResponse<String> response = answer.get(20, TimeUnit.SECONDS);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("[{\"of\":\"gpt\"},{\"of\":\"grouped\"}]");
        assertThat(response.headers().firstValue("x-litellm-response-cost"))
                .as("of both")
                .contains("1.38e-05");
        assertThat(edge.journal.ended).hasSize(2);
        assertThat(edge.journal.open).isEmpty();
    }

    @Test
    void shouldGiveTheFirstGoodAnswerAloneAndGiveUpTheOthers() throws Exception {
        edge.engine.played = true;
        CompletableFuture<HttpResponse<String>> answer = CompletableFuture.supplyAsync(
                () -> edge.chat(EdgeHarness.MASTER, body("gpt,grouped", ",\"fastest_response\":true")));
        PlayedEngine.Played first = next();
        PlayedEngine.Played second = next();

        second.head(PlayedEngine.outcome(200));
        second.chunk("{\"of\":\"grouped\"}");
        second.end(PlayedEngine.outcome(200));

        HttpResponse<String> response = answer.get(20, TimeUnit.SECONDS);
        assertThat(response.body()).isEqualTo("{\"of\":\"grouped\"}");
        assertThat(response.headers().firstValue("x-litellm-fastest_response_batch_completion"))
                .isPresent();
        assertThat(first.cancels.poll(20, TimeUnit.SECONDS)).isNotNull();
        assertThat(edge.journal.open).as("the loser is billed, too").isEmpty();
    }

    @Test
    void shouldPutAnErrorWhereOneFailedAndAnswerWithItWhenAllDid() {
        edge.admission = (request, decision) -> {
            if (request.model().equals("grouped")) {
                decision.accept(refused());
            } else {
                new NoLimits().admit(request, decision);
            }
        };

        edge.key(KEY, parts -> parts.rpm = 1L);

        HttpResponse<String> some = edge.chat(KEY, body("gpt,grouped", ""));
        assertThat(some.statusCode()).isEqualTo(200);
        assertThat(some.body()).startsWith("[" + PlayedEngine.ANSWER + ",{\"error\":");
        HttpResponse<String> none = edge.chat(KEY, body("grouped,grouped", ""));
        assertThat(none.statusCode()).isEqualTo(429);
        assertThat(none.headers().firstValue("retry-after")).contains("60");
        assertThat(none.body()).startsWith("{\"error\":");
    }

    private static AdmissionDecision refused() {
        return new AdmissionDecision.Refused(Scope.key("x"), Meter.REQUESTS, 1, 0, 1, 1, 60);
    }

    @Test
    void shouldAskNobodyWhenOneOfThemIsNotTheCallers() {
        edge.key(KEY, parts -> {
            parts.models = List.of("gpt");
            parts.aliases = Map.of("mine", "gpt");
        });

        assertThat(edge.chat(KEY, body("gpt,grouped", "")).statusCode()).isEqualTo(403);
        assertThat(chat("gpt,nobody").statusCode()).isEqualTo(400);
        assertThat(chat("gpt,").statusCode()).isEqualTo(400);
        assertThat(edge.journal.ended).isEmpty();
        assertThat(edge.chat(KEY, body("mine,gpt", "")).statusCode()).isEqualTo(200);
        assertThat(edge.journal.ended).hasSize(2);
    }

    @Test
    void shouldRefuseStreamsAndTooMany() {
        assertThat(edge.chat(EdgeHarness.MASTER, body("gpt,grouped", ",\"stream\":true"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(chat("gpt" + ",gpt".repeat(16)).statusCode()).isEqualTo(400);
        assertThat(edge.journal.ended).isEmpty();
    }
}
