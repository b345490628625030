package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sluice.it.harness.Answer;
import io.sluice.it.harness.Eventually;
import io.sluice.it.harness.Gateway;
import io.sluice.it.harness.Installation;
import io.sluice.it.harness.LogsOnFailure;
import io.sluice.it.harness.Ports;
import io.sluice.it.harness.Run;
import io.sluice.it.harness.ServiceProcess;
import io.sluice.it.harness.Standalone;
import io.sluice.simulator.Simulator;
import io.sluice.simulator.SimulatorOptions;
import io.sluice.simulator.sdk.SdkRunner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bedrock's signatures, judged by botocore: {@code SLUICE_TEST_SIGV4_CHECK} is a program that answers 403 to a request which botocore would have
 * signed otherwise, and sends the others on ({@code --port N --upstream URL}). Behind it is the simulated Bedrock.
 */
@EnabledIfEnvironmentVariable(
        named = "SLUICE_TEST_SIGV4_CHECK",
        matches = ".+",
        disabledReason = "SLUICE_TEST_SIGV4_CHECK names no checker of signatures")
@ExtendWith(LogsOnFailure.class)
class BedrockSignatureTest {

    private static final String ACCESS_KEY = "AKIASLUICETEST00001";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static Simulator bedrock;
    private static HttpServer door;
    private static Process checker;
    private static ServiceProcess process;
    private static Gateway client;

    @BeforeAll
    static void start() throws IOException {
        Optional<Path> sdks = SdkRunner.packages(SdkRunner.Language.PYTHON, "/sdk/python/");
        assumeTrue(sdks.isPresent(), "SKIPPED: Python or pip is not on this machine, and botocore with it");
        bedrock = Simulator.start(SimulatorOptions.forTests());
        door = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        door.createContext("/", BedrockSignatureTest::pass);
        door.start();
        String secret = Installation.strongKey();
        int port = Ports.next();
        check(sdks.orElseThrow(), secret, port);
        String master = Installation.strongKey();
        process = Standalone.start(
                        "signatures", Map.of("LITELLM_MASTER_KEY", master, "CONFIG_FILE_PATH", file(secret, port)))
                .awaitReady();
        client = new Gateway(process.url(), master);
    }

    @AfterAll
    static void stop() {
        if (process != null) {
            process.terminate();
        }
        if (checker != null) {
            checker.destroy();
            door.stop(0);
            bedrock.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"converse", "invoke", "profile", "temporary"})
    void shouldSignAsBotocoreDoes(String model) {
        Answer answer = client.chat(model, "repeat: signed right");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.content()).isEqualTo("signed right");
    }

    @ParameterizedTest
    @ValueSource(strings = {"converse", "invoke", "profile", "temporary"})
    void shouldSignStreamsAsBotocoreDoes(String model) {
        Answer answer = client.stream(model, "repeat: signed right");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.content()).isEqualTo("signed right");
        assertThat(answer.done()).isTrue();
    }

    /** Otherwise the checker would let anything through. */
    @Test
    void shouldBeRefusedWithAWrongSecret() {
        Answer answer = client.chat("wrong-secret", "Hi");
        assertThat(answer.status()).as(answer.text()).isIn(401, 403);
    }

    private static String file(String secret, int port) throws IOException {
        String account = "aws_region_name: eu-west-1, aws_access_key_id: " + ACCESS_KEY
                + ", aws_bedrock_runtime_endpoint: \"http://127.0.0.1:" + port + "\", aws_secret_access_key: ";
        String right = account + secret;
        return Files.writeString(Run.folder("signatures").resolve("litellm_config.yaml"), """
                        model_list:
                          - {model_name: converse, litellm_params: {model: "bedrock/amazon.nova-lite-v1:0", RIGHT}}
                          - {model_name: invoke, litellm_params: {model: "bedrock/invoke/anthropic.claude-3-haiku-20240307-v1:0", RIGHT}}
                          - model_name: profile
                            litellm_params:
                              {model: "bedrock/arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.amazon.nova-lite-v1:0", RIGHT}
                          - {model_name: temporary, litellm_params: {model: "bedrock/amazon.nova-lite-v1:0", aws_session_token: a+b/c=, RIGHT}}
                          - {model_name: wrong-secret, litellm_params: {model: "bedrock/amazon.nova-lite-v1:0", WRONG}}
                        """.replace("RIGHT", right)
                        .replace("WRONG", account + "wrong"))
                .toString();
    }

    /** The checker took this signature; Bedrock's own door would see another host in it. */
    private static void pass(HttpExchange exchange) throws IOException {
        URI asked = URI.create(bedrock.url() + exchange.getRequestURI());
        HttpRequest request = HttpRequest.newBuilder(asked)
                .method(
                        exchange.getRequestMethod(),
                        BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()))
                .header("authorization", "Bearer bedrock-api-key")
                .header("content-type", "application/json")
                .build();
        try (exchange) {
            HttpResponse<byte[]> answer = CLIENT.send(request, BodyHandlers.ofByteArray());
            answer.headers()
                    .firstValue("content-type")
                    .ifPresent(type -> exchange.getResponseHeaders().set("content-type", type));
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void check(Path sdks, String secret, int port) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                "python3",
                System.getenv("SLUICE_TEST_SIGV4_CHECK"),
                "--port",
                Integer.toString(port),
                "--upstream",
                "http://127.0.0.1:" + door.getAddress().getPort());
        builder.environment().put("PYTHONPATH", sdks.toString());
        builder.environment().put("AWS_ACCESS_KEY_ID", ACCESS_KEY);
        builder.environment().put("AWS_SECRET_ACCESS_KEY", secret);
        checker = builder.redirectErrorStream(true)
                .redirectOutput(Run.log("sigv4-check").toFile())
                .start();
        Eventually.holds(() -> assertThat(isOpen(port)).isTrue());
    }

    private static boolean isOpen(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
