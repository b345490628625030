package io.sluice.gateway.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.batches.BatchHost;
import io.sluice.contracts.batches.BatchStep;
import io.sluice.contracts.files.NewFile;
import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.usage.Certainty;
import io.sluice.contracts.usage.UsageEvent;
import io.sluice.gateway.batches.ProviderLink;
import io.sluice.gateway.batches.ProviderPaths;
import io.sluice.gateway.files.PieceWriter;
import io.sluice.gateway.relay.ProviderCalls;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Result files of batches that providers ran: their batches are charged when they are fetched. */
class BatchResultsTest {

    private EdgeHarness edge;

    @BeforeEach
    void start() {
        edge = new EdgeHarness();
        edge.engine.played = true;
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    private CompletableFuture<ProviderLink.Reply> fetch() {
        ProviderLink.Question question = new ProviderLink.Question(
                new Caller.Admin("hash"),
                BatchHost.OPENAI,
                "gpt-4o-mini",
                BatchStep.OUTPUT,
                "f",
                "/v1/chat/completions",
                new byte[0],
                List.of());
        PieceWriter file = new PieceWriter(edge.files, new NewFile("file-1", "admin", "out.jsonl", "batch_output", 0));
        CompletableFuture<ProviderLink.Reply> reply = new CompletableFuture<>();
        edge.vertx.runOnContext(ignored -> new ProviderCalls(edge.calls, new ProviderPaths(ProviderPaths.AZURE_DEFAULT))
                .fetch(question, file)
                .thenAccept(reply::complete));
        return reply;
    }

    private UsageEvent row() {
        assertThat(edge.journal.ended).hasSize(1);
        assertThat(edge.journal.ended.getFirst()).hasSize(1);
        return edge.journal.ended.getFirst().getFirst();
    }

    @Test
    void shouldChargeAResultThatIsKept() throws InterruptedException {
        CompletableFuture<ProviderLink.Reply> reply = fetch();
        PlayedEngine.Played call = edge.engine.calls.take();
        call.head(null);
        call.chunk("{}\n");
        call.end(PlayedEngine.outcome(200));

        assertThat(reply.join().isGood()).isTrue();
        assertThat(edge.files.complete).containsOnlyKeys("file-1");
        assertThat(edge.files.pieces.get("file-1")).containsExactly("{}\n".getBytes(StandardCharsets.UTF_8));
        assertThat(row().cost()).isEqualTo(PlayedEngine.attempt().cost());
    }

    /** It is fetched again, and charged then. */
    @Test
    void shouldNotChargeAResultThatIsNotKept() throws InterruptedException {
        edge.files.away = true;
        CompletableFuture<ProviderLink.Reply> reply = fetch();
        PlayedEngine.Played call = edge.engine.calls.take();
        call.head(null);
        call.chunk("{}\n");
        call.end(PlayedEngine.outcome(200));

        assertThat(reply.join().isGood()).isFalse();
        assertThat(row().cost().nanos()).isZero();
        assertThat(row().certainty()).isEqualTo(Certainty.NONE);
    }

    @Test
    void shouldNotChargeAResultThatBreaksOff() throws InterruptedException {
        CompletableFuture<ProviderLink.Reply> reply = fetch();
        PlayedEngine.Played call = edge.engine.calls.take();
        call.head(null);
        call.chunk("{}\n");
        call.end(PlayedEngine.outcome(502));

        assertThat(reply.join().isGood()).isFalse();
        assertThat(edge.files.complete).isEmpty();
        assertThat(row().cost().nanos()).isZero();
    }
}
