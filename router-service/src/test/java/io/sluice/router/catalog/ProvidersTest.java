package io.sluice.router.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.sluice.router.wire.Wires;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What has to be true of every file in {@code providers/}. */
class ProvidersTest {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private static final Set<String> KEYS = Set.of(
            "page",
            "seen",
            "error_statuses",
            "untyped_errors",
            "title",
            "display_name",
            "aliases",
            "models",
            "self_hosted",
            "retired",
            "wire",
            "base_url",
            "base_url_variables",
            "key_variables",
            "auth",
            "placeholders",
            "settings",
            "credential_params",
            "endpoints",
            "paths",
            "extra_headers",
            "model_prefix",
            "supported_params",
            "also_supported_params",
            "params_by_capability",
            "unsupported_params",
            "renamed_params",
            "default_params",
            "quirks",
            "model_rules");

    private final Catalog catalog = Catalog.load();

    @Test
    void shouldIndexEveryFileWithItsAliases() throws IOException {
        List<String> expected = new ArrayList<>();
        for (String name : files().keySet()) {
            expected.add(
                    String.join(" ", ProviderList.names(catalog.provider(name).orElseThrow())));
        }
        assertThat(Files.readAllLines(folder().resolve("index.txt"))).containsExactlyElementsOf(expected);
        assertThat(expected).hasSizeGreaterThanOrEqualTo(100);
    }

    @Test
    void shouldGiveEachPrefixToOneProvider() {
        List<String> prefixes = catalog.providers().stream()
                .flatMap(provider -> ProviderList.names(provider).stream())
                .toList();

        assertThat(prefixes).doesNotHaveDuplicates();
    }

    @Test
    void shouldWriteOnlyKeysThatAreRead() throws IOException {
        files().forEach((name, file) -> file.fieldNames()
                .forEachRemaining(key -> assertThat(KEYS).as(name).contains(key)));
    }

    @Test
    void shouldKnowWhichErrorsAreToldDifferently() {
        assertThat(catalog.provider("bedrock").orElseThrow().profile().errorStatuses())
                .isEqualTo(Map.of(500, 503));
        assertThat(catalog.provider("azure").orElseThrow().profile().errorStatuses())
                .isEqualTo(Map.of(422, 422));
        assertThat(catalog.provider("openai").orElseThrow().profile().errorStatuses())
                .isEmpty();
    }

    @Test
    void shouldNameWhereTheFactsComeFrom() {
        assertThat(catalog.providers()).allSatisfy(provider -> {
            ProviderProfile profile = provider.profile();
            assertThat(URI.create(profile.page()).getScheme())
                    .as(provider.name())
                    .isEqualTo("https");
            assertThat(profile.seen()).as(provider.name()).matches("2026-\\d\\d-\\d\\d");
        });
    }

    @Test
    void shouldCallProvidersOverHttpsUnlessTheyRunAtHome() {
        for (Provider provider : catalog.providers()) {
            String base = provider.baseUrl();
            if (base == null) {
                assertThat(provider.baseUrlVariables().isEmpty()
                                && !provider.name().equals("custom_openai"))
                        .as("%s has neither a base URL nor a variable for it", provider.name())
                        .isFalse();
            } else {
                assertThat(base)
                        .as(provider.name())
                        .matches("https://\\S+|http://(localhost|127\\.0\\.0\\.1)[:/]\\S+")
                        .doesNotEndWith("/");
            }
        }
    }

    @Test
    void shouldKnowEveryEndpointAndWire() {
        assertThat(catalog.providers()).allSatisfy(provider -> {
            Map<String, EndpointSpec> endpoints = provider.profile().endpoints();
            assertThat(endpoints).as(provider.name()).isNotEmpty();
            assertThat(Endpoints.NAMES).as(provider.name()).containsAll(endpoints.keySet());
            assertThat(endpoints.values())
                    .as(provider.name())
                    .allSatisfy(spec -> assertThat(Endpoints.isWire(spec.wire()))
                            .as(spec.wire())
                            .isTrue());
        });
        for (String built : List.of(
                "openai-chat",
                "azure-chat",
                "azure-ai-chat",
                "anthropic-messages",
                "bedrock-converse",
                "ollama-chat",
                "ollama-generate")) {
            assertThat(Wires.isBuilt(built)).isTrue();
            assertThat(Endpoints.isWire(built)).isTrue();
        }
    }

    @Test
    void shouldSayWhereEachPlaceholderComesFrom() {
        for (Provider provider : catalog.providers()) {
            ProviderProfile profile = provider.profile();
            String base = provider.baseUrl() == null ? "" : provider.baseUrl();
            assertThat(profile.placeholders().keySet())
                    .as(provider.name())
                    .allSatisfy(name -> assertThat(base).contains("{" + name + "}"));
            assertThat(profile.missing(base, placeholder -> java.util.Optional.of("x")))
                    .as(provider.name())
                    .isEmpty();
        }
    }

    @Test
    void shouldHaveAProviderForEveryPriceFile() throws IOException, URISyntaxException {
        Set<String> shared = new TreeSet<>();
        catalog.providers().forEach(provider -> shared.add(provider.profile().models()));
        try (var models =
                Files.list(Path.of(ProvidersTest.class.getResource("/models").toURI()))) {
            assertThat(models.map(file -> file.getFileName().toString().replace(".json", "")))
                    .isSubsetOf(shared);
        }
    }

    @Test
    void shouldBeListedInTheDocumentation() throws IOException {
        assertThat(Files.readString(Path.of("../docs/providers.md")))
                .as("./sluice providers --markdown prints the table")
                .endsWith(ProviderList.markdown(catalog));
    }

    private static Map<String, JsonNode> files() throws IOException {
        Map<String, JsonNode> files = new TreeMap<>();
        try (var list = Files.list(folder())) {
            for (Path file : list.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".yaml")) {
                    files.put(name.replace(".yaml", ""), YAML.readTree(file.toFile()));
                }
            }
        }
        return files;
    }

    private static Path folder() {
        try {
            return Path.of(ProvidersTest.class.getResource("/providers").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
