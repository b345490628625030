package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.it.harness.Answer;
import io.sluice.it.harness.Gateway;
import io.sluice.it.harness.Installation;
import io.sluice.it.harness.LogsOnFailure;
import io.sluice.it.harness.Parallel;
import io.sluice.it.harness.Run;
import io.sluice.it.harness.ServiceProcess;
import io.sluice.it.harness.Sounds;
import io.sluice.it.harness.Standalone;
import io.sluice.simulator.Simulator;
import io.sluice.simulator.SimulatorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Bodies of 20 MB in a heap that has no room for three of them. What the gateway needs at rest is measured first, after a full collection; then one
 * is started that has that and less than three bodies more. It would end with an out-of-memory error if it held more, however fast or slow it is.
 */
@ExtendWith(LogsOnFailure.class)
class LargeBodiesTest {

    private static final int MEGABYTE = 1 << 20;
    private static final int BODY = 20 * MEGABYTE;
    private static final String KEY = Installation.strongKey();

    @Test
    void shouldPassBodiesOf20MegabytesInLessThanThreeTimesTheirSize() throws IOException {
        try (Simulator providers = Simulator.start(SimulatorOptions.forTests())) {
            ServiceProcess roomy = start("large-bodies-roomy", providers, List.of());
            Gateway gateway = new Gateway(roomy.url(), KEY);
            exercise(gateway, 1);
            long rest = roomy.liveHeap();
            assertThat(rest).isBetween(8L * MEGABYTE, 150L * MEGABYTE);

            exercise(gateway, 4);
            assertThat(roomy.liveHeap()).as("back to rest").isLessThan(rest + BODY / 4);
            roomy.kill();

            long heap = rest + 3L * BODY;
            ServiceProcess tight =
                    start("large-bodies-tight", providers, List.of("-Xms16m", "-Xmn8m", "-Xmx" + heap / 1024 + "k"));
            exercise(new Gateway(tight.url(), KEY), 4);
            uploadsAtOnce(new Gateway(tight.url(), KEY));
            assertThat(tight.isAlive()).isTrue();
            tight.kill();
        }
    }

    /** Chats with pictures, and recordings, one after the other. */
    private static void exercise(Gateway gateway, int times) {
        byte[] sound = Sounds.wave(BODY / 32_000);
        ObjectNode chat = Gateway.body("gpt", "repeat: seen");
        var parts = ((ObjectNode) chat.path("messages").path(0)).putArray("content");
        parts.addObject().put("type", "text").put("text", "repeat: seen");
        for (int i = 0; i < 2; i++) {
            parts.addObject()
                    .put("type", "image_url")
                    .putObject("image_url")
                    .put("url", "data:image/png;base64," + "iVBORw0K".repeat(BODY / 16));
        }
        String body = chat.toString();
        assertThat(body.length()).isGreaterThan(BODY);
        for (int i = 0; i < times; i++) {
            Answer seen = gateway.post("/v1/chat/completions", body);
            assertThat(seen.content()).as(seen.text()).isEqualTo("seen");
            Answer heard = upload(gateway, sound);
            assertThat(heard.json().path("text").asText()).as(heard.text()).isEqualTo("heard");
        }
    }

    /** More of them at once than there is heap: files are not kept on it. */
    private static void uploadsAtOnce(Gateway gateway) {
        byte[] sound = Sounds.wave(BODY / 32_000);
        assertThat(Parallel.calls(8, i -> upload(gateway, sound)))
                .extracting(Answer::status)
                .containsOnly(200);
    }

    private static Answer upload(Gateway gateway, byte[] sound) {
        return gateway.form(
                "/v1/audio/transcriptions",
                Map.of("model", "listener", "prompt", "repeat: heard"),
                "file",
                "a.wav",
                sound);
    }

    private static ServiceProcess start(String name, Simulator providers, List<String> options) throws IOException {
        Path config = Run.folder(name).resolve("litellm_config.yaml");
        Files.writeString(config, """
                model_list:
                  - model_name: gpt
                    litellm_params: {model: openai/gpt-4o, api_base: "PROVIDERS/v1", api_key: sk-provider}
                  - model_name: listener
                    litellm_params: {model: openai/whisper-1, api_base: "PROVIDERS/v1", api_key: sk-provider}
                """.replace("PROVIDERS", providers.url()));
        return Standalone.start(name, Map.of("CONFIG_FILE_PATH", config.toString(), "LITELLM_MASTER_KEY", KEY), options)
                .awaitReady();
    }
}
