package io.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.NotFoundException;
import com.openai.errors.RateLimitException;
import com.openai.models.audio.transcriptions.TranscriptionCreateParams;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.moderations.ModerationCreateParams;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenAiJavaTest {

    private static Simulator simulator;
    private static OpenAIClient client;

    @BeforeAll
    static void start() {
        simulator = Simulator.start(SimulatorOptions.forTests());
        client = OpenAIOkHttpClient.builder()
                .baseUrl(simulator.url() + "/v1")
                .apiKey("sk-test")
                .maxRetries(0)
                .build();
    }

    @AfterAll
    static void stop() {
        client.close();
        simulator.close();
    }

    @Test
    void shouldAnswerAChat() {
        ChatCompletion answer =
                client.chat().completions().create(chat("gpt-4o").build());
        assertThat(answer.choices().getFirst().message().content()).contains("hello from java");
        assertThat(answer.usage().orElseThrow().completionTokens()).isEqualTo(4);
    }

    @Test
    void shouldStreamAChatWithUsageAtItsEnd() {
        ChatCompletionCreateParams wish = chat("gpt-4o")
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
                    .isEqualTo(4);
        }
    }

    @Test
    void shouldRespondAndGoOn() {
        ResponseCreateParams.Builder wish =
                ResponseCreateParams.builder().model("gpt-4o").input("repeat: hello from java");
        Response first = client.responses().create(wish.build());
        assertThat(text(first)).isEqualTo("hello from java");
        Response second =
                client.responses().create(wish.previousResponseId(first.id()).build());
        assertThat(second.usage().orElseThrow().inputTokens())
                .isGreaterThan(first.usage().orElseThrow().inputTokens());
    }

    @Test
    void shouldStreamAResponse() {
        ResponseCreateParams wish = ResponseCreateParams.builder()
                .model("gpt-4o")
                .input("repeat: hello from java")
                .build();
        try (StreamResponse<ResponseStreamEvent> stream = client.responses().createStreaming(wish)) {
            List<ResponseStreamEvent> events = stream.stream().toList();
            assertThat(events.stream()
                            .flatMap(event -> event.outputTextDelta().stream())
                            .map(delta -> delta.delta())
                            .collect(Collectors.joining()))
                    .isEqualTo("hello from java");
            assertThat(text(events.getLast().completed().orElseThrow().response()))
                    .isEqualTo("hello from java");
        }
    }

    @Test
    void shouldDrawHearAndJudge(@TempDir Path folder) throws Exception {
        Path recording = Files.write(folder.resolve("a.mp3"), new byte[1_000]);
        assertThat(client.images()
                        .generate(ImageGenerateParams.builder()
                                .model("gpt-image-1")
                                .prompt("a lock")
                                .build())
                        .data()
                        .orElseThrow()
                        .getFirst()
                        .b64Json())
                .isPresent();
        assertThat(client.audio()
                        .transcriptions()
                        .create(TranscriptionCreateParams.builder()
                                .model("whisper-1")
                                .file(recording)
                                .prompt("repeat: hello from java")
                                .build())
                        .asTranscription()
                        .text())
                .isEqualTo("hello from java");
        assertThat(client.moderations()
                        .create(ModerationCreateParams.builder()
                                .input("violence")
                                .build())
                        .results()
                        .getFirst()
                        .flagged())
                .isTrue();
    }

    @Test
    void shouldRaiseTheSdksOwnErrors() {
        assertThatThrownBy(() ->
                        client.chat().completions().create(chat("missing-model").build()))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> client.chat()
                        .completions()
                        .create(chat("gpt-4o~status=429").build()))
                .isInstanceOf(RateLimitException.class);
    }

    private static String text(Response response) {
        return response.output()
                .getFirst()
                .asMessage()
                .content()
                .getFirst()
                .asOutputText()
                .text();
    }

    private static ChatCompletionCreateParams.Builder chat(String model) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage("repeat: hello from java");
    }
}
