package io.sluice.gateway.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.batches.BatchLine;
import io.sluice.contracts.files.NewFile;
import io.sluice.contracts.files.WorkIds;
import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.identity.VirtualKey;
import io.sluice.gateway.batches.LineOutcome;
import io.sluice.gateway.identity.KeyHash;
import io.sluice.gateway.relay.LineCalls;
import io.sluice.gateway.routes.GatewayRoutes;
import io.sluice.gateway.routes.Route;
import io.sluice.gateway.routes.RouteMatch;
import io.sluice.gateway.routes.RouteTable;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A call that names a file of somebody else never leaves. */
class OwnFilesTest {

    private static final String OWNER = "sk-owner-0123456789";
    private static final String OTHER = "sk-other-0123456789";
    private static final String CHAT = "{\"model\":\"gpt\",\"messages\":[{\"role\":\"user\",\"content\":"
            + "[{\"type\":\"file\",\"file\":{\"file_id\":\"file-there\"}}]}]}";

    private EdgeHarness edge;

    @BeforeEach
    void start() {
        edge = new EdgeHarness();
        VirtualKey owner = edge.key(OWNER, parts -> {});
        edge.key(OTHER, parts -> {});
        edge.files.note(new NewFile("file-there", "key:" + owner.hash(), "a.pdf", "user_data", 0), "openai", 3);
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    private HttpResponse<String> post(String key, String path, String body) {
        return edge.send(edge.request(path)
                .header("authorization", "Bearer " + key)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    @Test
    void shouldLetTheOwnerAndTheMasterNameAFile() {
        assertThat(edge.chat(OWNER, CHAT).statusCode()).isEqualTo(200);
        assertThat(edge.chat(EdgeHarness.MASTER, CHAT).statusCode()).isEqualTo(200);
        assertThat(edge.chat(OTHER, CHAT.replace("file-there", "file-of-nobody"))
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/chat/completions | {\"model\":\"gpt\",\"messages\":[{\"file_id\":\"file-there\"}]}",
                "/v1/responses | {\"model\":\"gpt\",\"input\":[{\"type\":\"input_file\",\"file_id\":\"\\u0066ile-there\"}]}",
                "/v1/messages | {\"model\":\"gpt\",\"max_tokens\":5,\"messages\":[{\"file_id\":\"file-there\"}]}",
                "/openai/v1/fine_tuning/jobs | {\"model\":\"gpt\",\"training_file\":\"file-there\"}",
                "/openai/v1/files/file%2dthere | {}",
                "/v1/responses/input_tokens | {\"model\":\"gpt\",\"input\":[{\"file_id\":\"file-there\"}]}",
            })
    void shouldAnswerOthersAsIfThereWereNone(String path, String body) {
        HttpResponse<String> answer = post(OTHER, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(404);
        assertThat(answer.body()).contains("file-there");
        assertThat(edge.engine.last).isNull();
        assertThat(edge.journal.ended).isEmpty();
    }

    @Test
    void shouldHoldBackCallsWithFilesAloneWhileTheBooksAreAway() {
        edge.files.away = true;
        assertThat(edge.chat(OWNER, CHAT).statusCode()).isEqualTo(503);
        assertThat(edge.chat(OWNER, EdgeHarness.CHAT).statusCode()).isEqualTo(200);
    }

    private void keep(String id, String owner, String content) {
        edge.files.begin(new NewFile(id, owner, "a.pdf", "user_data", 0));
        edge.files.append(id, 0, content.getBytes(StandardCharsets.UTF_8));
        edge.files.complete(id);
    }

    private String sent() {
        return StandardCharsets.UTF_8
                .decode(edge.engine.last.body().duplicate())
                .toString();
    }

    @Test
    void shouldSendWhatIsKeptHereWithTheCall() {
        String id = WorkIds.file();
        keep(id, "key:" + KeyHash.of(OWNER), "PDF");
        String chat = CHAT.replace("file-there", id);

        assertThat(edge.chat(OWNER, chat).statusCode()).isEqualTo(200);
        assertThat(sent())
                .contains("\"file_data\":\"data:application/pdf;base64,UERG\"")
                .doesNotContain(id);
        assertThat(edge.engine.last.scan().textBytes()).isEqualTo(sent().length());
        edge.engine.last = null;
        assertThat(edge.chat(OTHER, chat).statusCode()).isEqualTo(404);
        assertThat(edge.engine.last).isNull();
    }

    /** Else it would be looked for anew and anew. */
    @Test
    void shouldTakeAnIdThatIsOnlySpokenOfForAText() {
        String id = WorkIds.file();
        keep(id, "key:" + KeyHash.of(OWNER), "PDF");
        assertThat(edge.chat(OWNER, EdgeHarness.CHAT.replace("\"hi\"", '"' + id + '"'))
                        .statusCode())
                .isEqualTo(200);
        assertThat(sent()).contains(id);
    }

    @Test
    void shouldRefuseMoreThanARequestMayHave() {
        String id = WorkIds.file();
        keep(id, "admin", "x".repeat((int) EdgeHarness.BODY_LIMIT + 1));
        assertThat(edge.chat(EdgeHarness.MASTER, CHAT.replace("file-there", id)).statusCode())
                .isEqualTo(413);
    }

    @Test
    void shouldKeepALineOfABatchFromFilesOfOthers() {
        Route chat = ((RouteMatch.Found) new RouteTable(GatewayRoutes.all(true)).match("POST", "/v1/chat/completions"))
                .route();
        VirtualKey other = edge.directory.get(KeyHash.of(OTHER));
        CompletableFuture<LineOutcome> outcome = new CompletableFuture<>();
        edge.vertx.runOnContext(ignored -> new LineCalls(edge.calls, false)
                .run(
                        new BatchLine(
                                "call-1",
                                other.hash(),
                                false,
                                "/v1/chat/completions",
                                0,
                                CHAT.getBytes(StandardCharsets.UTF_8)),
                        new Caller.KeyHolder(other),
                        chat,
                        () -> CompletableFuture.completedFuture(true))
                .thenAccept(outcome::complete));
        assertThat(outcome.join())
                .isInstanceOfSatisfying(
                        LineOutcome.Answered.class,
                        answered -> assertThat(answered.status()).isEqualTo(404));
        assertThat(edge.engine.last).isNull();
    }
}
