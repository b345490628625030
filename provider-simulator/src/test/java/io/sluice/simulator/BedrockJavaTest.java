package io.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.simulator.bedrock.Bedrock;
import java.net.URI;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.ModelStreamErrorException;
import software.amazon.awssdk.services.bedrockruntime.model.StopReason;
import software.amazon.awssdk.services.bedrockruntime.model.ThrottlingException;

/** The AWS SDK for Java: its signatures, and its own reader of event streams. */
class BedrockJavaTest {

    private static final String MODEL = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
    private static Simulator simulator;
    private static BedrockRuntimeAsyncClient client;

    @BeforeAll
    static void start() {
        simulator = Simulator.start(SimulatorOptions.forTests());
        client = client(Bedrock.SECRET_KEY);
    }

    @AfterAll
    static void stop() {
        client.close();
        simulator.close();
    }

    @Test
    void shouldConverse() {
        ConverseResponse answer =
                client.converse(wish -> wish.modelId(MODEL).messages(hello())).join();
        assertThat(answer.output().message().content().getFirst().text()).isEqualTo("hello from java");
        assertThat(answer.stopReason()).isEqualTo(StopReason.END_TURN);
        assertThat(answer.usage().outputTokens()).isEqualTo(4);
    }

    @Test
    void shouldConverseInAStream() {
        StringBuilder text = new StringBuilder();
        int[] tokens = {0};
        stream(
                MODEL,
                ConverseStreamResponseHandler.Visitor.builder()
                        .onContentBlockDelta(event -> text.append(event.delta().text()))
                        .onMetadata(event -> tokens[0] = event.usage().outputTokens())
                        .build());
        assertThat(text).hasToString("hello from java");
        assertThat(tokens[0]).isEqualTo(4);
    }

    @Test
    void shouldInvokeAModel() {
        String body = "{\"prompt\":\"repeat: hello from java\"}";
        String answer = client.invokeModel(
                        wish -> wish.modelId("meta.llama3-1-8b-instruct-v1:0").body(SdkBytes.fromUtf8String(body)))
                .join()
                .body()
                .asUtf8String();
        assertThat(answer).contains("\"generation\":\"hello from java\"");
    }

    @Test
    void shouldRefuseAWrongSignature() {
        try (BedrockRuntimeAsyncClient stranger = client("wrong")) {
            assertThatThrownBy(
                            () -> stranger.converse(wish -> wish.modelId(MODEL).messages(hello()))
                                    .join())
                    .cause()
                    .isInstanceOfSatisfying(BedrockRuntimeException.class, refused -> {
                        assertThat(refused.statusCode()).isEqualTo(403);
                        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("InvalidSignatureException");
                    });
        }
    }

    @Test
    void shouldFailAsTheServiceDoes() {
        assertThatThrownBy(() -> client.converse(
                                wish -> wish.modelId(MODEL + "~status=429").messages(hello()))
                        .join())
                .hasCauseInstanceOf(ThrottlingException.class);
        ConverseStreamResponseHandler.Visitor nobody =
                ConverseStreamResponseHandler.Visitor.builder().build();
        assertThatThrownBy(() -> stream(MODEL + "~fault=error-event~at=3", nobody))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(ModelStreamErrorException.class);
        assertThatThrownBy(() -> stream(MODEL + "~fault=garbage~at=3", nobody)).isInstanceOf(CompletionException.class);
    }

    /** The SDK raises nothing for a stream that breaks off, in HTTP/1.1 or in HTTP/2; but it does not see its end. */
    @Test
    void shouldBreakOffAStream() {
        int[] seen = {0, 0};
        stream(
                MODEL + "~fault=truncate~at=400",
                ConverseStreamResponseHandler.Visitor.builder()
                        .onContentBlockDelta(event -> seen[0]++)
                        .onMetadata(event -> seen[1]++)
                        .build());
        assertThat(seen[0]).isPositive();
        assertThat(seen[1]).isZero();
    }

    private static void stream(String model, ConverseStreamResponseHandler.Visitor visitor) {
        client.converseStream(
                        wish -> wish.modelId(model).messages(hello()),
                        ConverseStreamResponseHandler.builder()
                                .subscriber(visitor)
                                .build())
                .join();
    }

    private static Message hello() {
        return Message.builder()
                .role(ConversationRole.USER)
                .content(ContentBlock.fromText("repeat: hello from java"))
                .build();
    }

    private static BedrockRuntimeAsyncClient client(String secret) {
        return BedrockRuntimeAsyncClient.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(URI.create(simulator.url() + "/s/slot"))
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(Bedrock.ACCESS_KEY, secret)))
                .overrideConfiguration(settings -> settings.retryStrategy(retry -> retry.maxAttempts(1)))
                .build();
    }
}
