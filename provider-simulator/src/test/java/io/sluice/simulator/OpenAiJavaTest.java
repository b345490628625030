package io.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.NotFoundException;
import com.openai.errors.RateLimitException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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
    void shouldRaiseTheSdksOwnErrors() {
        assertThatThrownBy(() ->
                        client.chat().completions().create(chat("missing-model").build()))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> client.chat()
                        .completions()
                        .create(chat("gpt-4o~status=429").build()))
                .isInstanceOf(RateLimitException.class);
    }

    private static ChatCompletionCreateParams.Builder chat(String model) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage("repeat: hello from java");
    }
}
