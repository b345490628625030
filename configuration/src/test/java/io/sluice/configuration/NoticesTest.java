package io.sluice.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator is told about a configuration. */
class NoticesTest {

    @Test
    void shouldNameWhatTheExampleHasAndSluiceHasNotYet() {
        assertThat(notices(example(), Notice.Kind.NOT_ACTIVE))
                .containsExactly(
                        "general_settings.cache: response caching is not active yet; every call goes to a provider",
                        "general_settings.success_callback: callbacks [langfuse] are not active yet",
                        "general_settings.failure_callback: callbacks [langfuse] are not active yet");
    }

    @Test
    void shouldNameModelsOfAliasesAndFallbacksThatAreNotThere() {
        assertThat(notices(example(), Notice.Kind.UNKNOWN))
                .containsExactly(
                        "router_settings.model_group_alias: gpt-4-turbo is not in model_list",
                        "router_settings.model_group_alias: claude-3-opus is not in model_list",
                        "router_settings.model_group_alias: claude-3-haiku is not in model_list",
                        "router_settings.fallbacks: claude-3-opus is not in model_list");
    }

    @Test
    void shouldNameVariablesThatTheExampleCanDoWithout() {
        assertThat(notices(example(), Notice.Kind.UNSET))
                .containsExactly(
                        "general_settings.master_key: LITELLM_MASTER_KEY",
                        "general_settings.database_url: DATABASE_URL",
                        "general_settings.cache_params.host: REDIS_HOST",
                        "general_settings.cache_params.port: REDIS_PORT");
    }

    @Test
    void shouldNameAVariableThatADeploymentCanDoWithout() {
        Configuration loaded = parse("""
                model_list:
                  - model_name: a
                    litellm_params: {model: ollama/a, api_key: os.environ/NOT_NEEDED, organization: os.environ/ORG}
                """);

        assertThat(loaded.models().getFirst().unavailable()).isEmpty();
        assertThat(notices(loaded, Notice.Kind.UNSET))
                .containsExactly(
                        "model_list[0].litellm_params.api_key: NOT_NEEDED",
                        "model_list[0].litellm_params.organization: ORG");
    }

    @Test
    void shouldLeaveOutJustTheEntryThatCannotBeRead() {
        Configuration loaded = parse("""
                model_list:
                  - {model_name: a, litellm_parms: {model: openai/a}}
                  - {model_name: b, litellm_params: {model: os.environ/NO_MODEL}}
                  - {model_name: c, litellm_params: {model: openai/c, api_key: k}}
                """);

        assertThat(loaded.models()).extracting(DeploymentEntry::modelName).containsExactly("c");
        assertThat(notices(loaded, Notice.Kind.MISTAKE))
                .containsExactly(
                        "model_list[0]: an entry needs model_name and litellm_params.model, both texts",
                        "model_list[1]: model b: the variable of litellm_params.model is not set");
    }

    @Test
    void shouldSuggestTheNearestKnownKey() {
        Configuration loaded = parse("""
                general_setings: {}
                general_settings: {max_budgt: 5, num_retires: 2, retry_policy: {}}
                model_list:
                  - {model_name: a, model_inf: {}, litellm_params: {model: openai/a, api_kye: k, min_p: 0.1}}
                """);

        assertThat(notices(loaded, Notice.Kind.UNKNOWN))
                .containsExactlyInAnyOrder(
                        "general_setings: unknown key; did you mean general_settings?",
                        "general_settings.max_budgt: unknown key; did you mean max_budget?",
                        "general_settings.num_retires: unknown key",
                        "general_settings.retry_policy: unknown key; it belongs to router_settings",
                        "model_list[0].model_inf: unknown key; did you mean model_info?",
                        "model_list[0].litellm_params.api_kye: passed to the provider as it is; did you mean api_key?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "router_settings: {enable_tag_filtering: false}",
                "litellm_settings: {cache: 'false', callbacks: [prometheus], success_callback: []}",
                "general_settings: {allowed_ips: ['*'], blocked_ips: [], alerting: null, track_cost_per_model: true}",
                "router_settings: {retry_after: 0, routing_strategy: simple-shuffle}"
            })
    void shouldSayNothingOfWhatIsOffOrAlwaysSo(String yaml) {
        assertThat(parse(yaml).notices()).isEmpty();
    }

    @Test
    void shouldNameEveryAcceptedKeyThatDoesNothingYet() {
        assertThat(notices(parse("general_settings: {health_check_staleness_threshold: 300}"), Notice.Kind.NOT_ACTIVE))
                .containsExactly("general_settings.health_check_staleness_threshold: has no effect yet");
    }

    @Test
    void shouldReportInOneBlockByKind() {
        assertThat(StartReport.lines(parse("""
                model_list: [{model_name: a, litellm_params: {model: openai/a, api_key: secret-value}}]
                litellm_settings: {cache: true, drop_prams: true}
                general_settings: {master_key: os.environ/KEY, user_header_name: os.environ/KEY}
                """)))
                .containsExactly(
                        "Configuration: no file",
                        "  unknown, without effect:",
                        "    litellm_settings.drop_prams: unknown key; did you mean drop_params?",
                        "  not active yet:",
                        "    litellm_settings.cache: response caching is not active yet; every call goes to a provider",
                        "  not set, read as absent:",
                        "    KEY (general_settings.master_key, general_settings.user_header_name)");
    }

    @Test
    void shouldHaveNothingToSayWithoutAFile() {
        assertThat(StartReport.lines(ConfigurationLoader.load(Map.of()))).containsExactly("Configuration: no file");
    }

    private static List<String> notices(Configuration configuration, Notice.Kind kind) {
        return configuration.notices().stream()
                .filter(notice -> notice.kind() == kind)
                .map(notice -> notice.path() + ": " + notice.message())
                .toList();
    }

    private static Configuration parse(String yaml) {
        return ConfigurationLoader.parse(yaml, Map.of());
    }

    private static Configuration example() {
        try (var in = NoticesTest.class.getResourceAsStream("/example.yaml")) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
