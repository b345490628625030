package io.sluice.router.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogToolTest {

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void shouldListProvidersAsATable() {
        assertThat(run("providers")).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .hasSizeGreaterThan(100)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("groq ")
                        .contains("Groq", "chat", "transcriptions")
                        .endsWith("GROQ_API_KEY"));
    }

    @Test
    void shouldListProvidersAsJson() throws IOException {
        assertThat(run("providers", "--json")).isZero();

        JsonNode openai = null;
        for (JsonNode provider : new ObjectMapper().readTree(out.toByteArray())) {
            openai = provider.path("name").asText().equals("openai") ? provider : openai;
        }
        assertThat(openai).isNotNull();
        assertThat(openai.path("endpoints").path("embeddings").asText()).isEqualTo("openai-embeddings");
        assertThat(openai.path("key_variables").get(0).asText()).isEqualTo("OPENAI_API_KEY");
    }

    @Test
    void shouldListWhatProvidersOfferAndByWhichWire() throws IOException {
        assertThat(run("providers", "--features")).isZero();

        Map<String, JsonNode> providers = new HashMap<>();
        new ObjectMapper()
                .readTree(out.toByteArray())
                .forEach(each -> providers.put(each.path("name").asText(), each));
        JsonNode anthropic = providers.get("anthropic");
        assertThat(anthropic.path("wires").path("chat").asText()).isEqualTo("anthropic-messages");
        assertThat(anthropic.path("wires").path("responses").asText()).isEqualTo("anthropic-messages");
        assertThat(anthropic.path("features")).extracting(JsonNode::asText).contains("tools", "vision", "caching");
        assertThat(providers.get("openai").path("unserved"))
                .extracting(JsonNode::asText)
                .contains("videos")
                .doesNotContain("chat");
        assertThat(providers.get("ai21").path("features"))
                .extracting(JsonNode::asText)
                .doesNotContain("vision");
    }

    @Test
    void shouldImportAPriceListTheSameWayEachTime() throws IOException {
        Path list = folder.resolve("prices.json");
        Files.writeString(list, """
                {"gpt-x": {"litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 1.25e-06, "output_cost_per_token": 1e-05},
                 "azure/gpt-x": {"litellm_provider": "azure", "mode": "chat", "input_cost_per_token": 2e-06, "output_cost_per_token": 1e-05},
                 "nobody/m": {"litellm_provider": "nobody", "input_cost_per_token": 1e-06}}
                """);

        assertThat(run("prices", "import", list.toString(), folder.toString())).isZero();
        String openai = Files.readString(folder.resolve("openai.json"));
        assertThat(run("prices", "import", list.toString(), folder.toString())).isZero();

        assertThat(openai).isEqualTo("""
                {
                "gpt-x": {"mode":"chat",
                 "prices":{"":{"input":1.25,"output":10}}}
                }
                """).isEqualTo(Files.readString(folder.resolve("openai.json")));
        assertThat(Files.exists(folder.resolve("azure.json"))).isTrue();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("2 models of 2 providers", "1 models left out", "nobody=1");
    }

    @Test
    void shouldSayWhatIsWrong() throws IOException {
        Path noList = folder.resolve("x.json");
        Files.writeString(noList, "{");

        assertThat(run("prices", "import", noList.toString(), folder.toString()))
                .isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("is not a price list");
        assertThat(run("prices", "import", folder.resolve("none.json").toString(), folder.toString()))
                .isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("no such file");
        assertThat(run("price")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("./sluice providers");
    }

    private int run(String... words) {
        return new CatalogTool(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(List.of(words));
    }
}
