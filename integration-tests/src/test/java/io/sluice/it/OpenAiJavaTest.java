package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientAsync;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.HttpResponse;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.PermissionDeniedException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.batches.Batch;
import com.openai.models.batches.BatchCreateParams;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FileObject;
import com.openai.models.files.FilePurpose;
import io.sluice.it.harness.Books;
import io.sluice.it.harness.Eventually;
import io.sluice.it.harness.Gateway;
import io.sluice.it.harness.Installation;
import io.sluice.it.harness.Nonces;
import io.sluice.it.harness.OneOrSeveralProcesses;
import io.sluice.it.harness.Shape;
import io.sluice.simulator.faults.Rule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenAI's Java client as it is, with a virtual key. */
@OneOrSeveralProcesses
class OpenAiJavaTest {

    @Parameter
    Shape shape;

    private final Nonces nonces = new Nonces();
    private Gateway gateway;
    private OpenAIClient client;

    @BeforeEach
    void connect() {
        gateway = Installation.of(shape).gateway();
        client = connect(
                new Books(gateway)
                        .newKey("\"models\":[\"gpt\",\"claude\",\"llama\",\"broken\",\"refusing\",\"missing\"]"),
                0);
    }

    @AfterEach
    void close() {
        client.close();
    }

    private OpenAIClient connect(String key, int retries) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(gateway.url() + "/v1")
                .apiKey(key)
                .maxRetries(retries)
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt", "claude", "llama"})
    void shouldAnswerAChat(String model) {
        ChatCompletion answer = client.chat().completions().create(chat(model).build());
        assertThat(answer.choices().getFirst().message().content()).contains("hello from java");
        assertThat(answer.usage().orElseThrow().completionTokens()).isPositive();
    }

    @Test
    void shouldRunABatch(@TempDir Path folder) throws IOException {
        String line =
                "{\"custom_id\":\"mine\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":{\"model\":\"claude\","
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"repeat: hello from java\"}]}}\n";
        Path input = Files.writeString(folder.resolve("input.jsonl"), line);
        FileObject file = client.files()
                .create(FileCreateParams.builder()
                        .file(input)
                        .purpose(FilePurpose.BATCH)
                        .build());
        assertThat(file.filename()).isEqualTo("input.jsonl");
        Batch made = client.batches()
                .create(BatchCreateParams.builder()
                        .inputFileId(file.id())
                        .endpoint(BatchCreateParams.Endpoint.V1_CHAT_COMPLETIONS)
                        .completionWindow(BatchCreateParams.CompletionWindow._24H)
                        .build());

        Eventually.holds(
                () -> assertThat(client.batches().retrieve(made.id()).status()).isEqualTo(Batch.Status.COMPLETED));

        Batch done = client.batches().retrieve(made.id());
        assertThat(done.requestCounts().orElseThrow().completed()).isEqualTo(1);
        try (HttpResponse output = client.files().content(done.outputFileId().orElseThrow())) {
            assertThat(new String(output.body().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("\"custom_id\":\"mine\"", "hello from java");
        }
        assertThat(client.files().delete(file.id()).deleted()).isTrue();
        assertThatThrownBy(() -> client.files().retrieve(file.id())).isInstanceOf(NotFoundException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt", "claude", "llama"})
    void shouldStreamAChat(String model) {
        ChatCompletionCreateParams wish = chat(model)
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build();
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(wish)) {
            List<ChatCompletionChunk> chunks = stream.stream().toList();
            String text = chunks.stream()
                    .flatMap(chunk -> chunk.choices().stream())
                    .flatMap(choice -> choice.delta().content().stream())
                    .collect(Collectors.joining());
            assertThat(text).isEqualTo("hello from java");
            assertThat(chunks.getLast().usage().orElseThrow().completionTokens())
                    .isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt", "claude", "llama"})
    void shouldCallTools(String model) {
        FunctionDefinition weather = FunctionDefinition.builder()
                .name("weather")
                .parameters(FunctionParameters.builder()
                        .putAdditionalProperty("type", JsonValue.from("object"))
                        .putAdditionalProperty("properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                        .build())
                .build();
        ChatCompletion answer = client.chat()
                .completions()
                .create(chat(model)
                        .addTool(ChatCompletionFunctionTool.builder()
                                .function(weather)
                                .build())
                        .build());
        assertThat(answer.choices().getFirst().message().toolCalls().orElseThrow())
                .hasSize(1)
                .allSatisfy(
                        call -> assertThat(call.asFunction().function().name()).isEqualTo("weather"));
    }

    @Test
    void shouldRaiseTheSdksOwnErrors() {
        assertThatThrownBy(() -> create("missing")).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> create("refusing")).isInstanceOf(RateLimitException.class);
        assertThatThrownBy(() -> create("broken")).isInstanceOf(InternalServerException.class);
        assertThatThrownBy(() -> create("cent")).isInstanceOf(PermissionDeniedException.class);
        assertThatThrownBy(() -> create("no-such-model-at-all"))
                .isInstanceOfAny(BadRequestException.class, PermissionDeniedException.class);
        OpenAIClient stranger = connect("sk-nobody-has-this-key", 0);
        try {
            assertThatThrownBy(() ->
                            stranger.chat().completions().create(chat("gpt").build()))
                    .isInstanceOf(UnauthorizedException.class);
        } finally {
            stranger.close();
        }
    }

    @Test
    void shouldRetryWhatTheGatewayDidNot() {
        Rule failing = new Rule(null, "flaky", null, Set.of(), 2, Map.of("status", "503"));
        Installation.PROVIDERS.control().replace(List.of(failing));
        OpenAIClient patient = connect(new Books(gateway).newKey(""), 2);
        try {
            ChatCompletion answer =
                    patient.chat().completions().create(chat("flaky").build());
            assertThat(answer.choices().getFirst().message().content()).contains("hello from java");
            assertThat(nonces.seen()).hasSize(3);
        } finally {
            patient.close();
            Installation.PROVIDERS.control().replace(List.of());
        }
    }

    @Test
    void shouldNotRetryWhatTheGatewayTriedAgainItself() {
        OpenAIClient patient = connect(new Books(gateway).newKey(""), 2);
        try {
            assertThatThrownBy(() ->
                            patient.chat().completions().create(chat("broken").build()))
                    .isInstanceOf(InternalServerException.class);
            assertThat(nonces.seen()).as("the gateway's own two attempts").hasSize(2);
        } finally {
            patient.close();
        }
    }

    @Test
    void shouldAnswerManyAtOnce() {
        OpenAIClientAsync many = client.async();
        List<CompletableFuture<ChatCompletion>> answers = IntStream.range(0, 20)
                .mapToObj(i -> many.chat()
                        .completions()
                        .create(chat("gpt", "repeat: n" + i).build()))
                .toList();
        assertThat(answers)
                .extracting(answer ->
                        answer.join().choices().getFirst().message().content().orElse(""))
                .containsExactlyElementsOf(
                        IntStream.range(0, 20).mapToObj(i -> "n" + i).toList());
    }

    private void create(String model) {
        client.chat().completions().create(chat(model).build());
    }

    private ChatCompletionCreateParams.Builder chat(String model) {
        return chat(model, "repeat: hello from java");
    }

    private ChatCompletionCreateParams.Builder chat(String model, String told) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage(nonces.prompt(told));
    }
}
