package io.sluice.router.stored;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.configuration.Configuration;
import io.sluice.configuration.ConfigurationLoader;
import io.sluice.configuration.DeploymentEntry;
import io.sluice.configuration.SecretBox;
import io.sluice.contracts.routing.StoredModel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoredEntriesTest {

    private static final SecretBox BOX = SecretBox.of("sk-master");

    private final Configuration file = ConfigurationLoader.parse(
            """
            model_list:
              - model_name: of-the-file
                litellm_params: {model: openai/gpt-4o}
                model_info: {id: file}
            """, Map.of("LITELLM_MASTER_KEY", "sk-master", "SOME_KEY", "sk-of-the-environment"));

    private static StoredModel stored(String id, String params) {
        return sealed(id, BOX.seal(params, id));
    }

    private static StoredModel sealed(String id, String sealed) {
        return new StoredModel(id, "gpt", "openai/gpt-4o", sealed, "{\"access_groups\":[\"beta\"]}", false);
    }

    private DeploymentEntry only(StoredModel model) {
        return new StoredEntries(file, StoredEntriesTest::trial)
                .with(List.of(model))
                .models()
                .getLast();
    }

    /** As the engine does: what is read is read with its type. */
    private static void trial(Configuration configuration) {
        configuration.models().forEach(entry -> entry.params().wholeNumber("rpm"));
    }

    @Test
    void shouldPutThemAfterThoseOfTheFile() {
        Configuration all = new StoredEntries(file, StoredEntriesTest::trial)
                .with(List.of(
                        stored("a", "{\"model\":\"openai/gpt-4o\",\"api_key\":\"os.environ/SOME_KEY\",\"rpm\":5}"),
                        stored("file", "{\"model\":\"openai/gpt-4o-mini\"}")));

        assertThat(all.models()).extracting(DeploymentEntry::id).containsExactly("a", "file");
        DeploymentEntry first = all.models().getFirst();
        assertThat(first.params().string("api_key")).contains("sk-of-the-environment");
        assertThat(first.info().flag("db_model", false)).isTrue();
        assertThat(first.info().strings("access_groups")).containsExactly("beta");
        assertThat(first.unavailable()).isEmpty();
    }

    @Test
    void shouldMakeJustThatOneUnavailableWhoseSealIsOfAnotherKey() {
        StoredModel other = sealed("b", SecretBox.of("another").seal("{\"model\":\"openai/gpt-4o\"}", "b"));

        assertThat(only(other).unavailable())
                .hasValueSatisfying(why -> assertThat(why).contains("LITELLM_SALT_KEY"));
        assertThat(only(sealed("c", BOX.seal("{\"model\":\"openai/gpt-4o\"}", "d")))
                        .unavailable())
                .as("moved from another row")
                .isPresent();
        assertThat(only(other).modelName()).isEqualTo("gpt");
        assertThat(only(other).params().string("model")).contains("openai/gpt-4o");
    }

    @Test
    void shouldMakeJustThatOneUnavailableWhoseSettingsAreWrong() {
        Configuration all = new StoredEntries(file, StoredEntriesTest::trial)
                .with(List.of(
                        stored("good", "{\"model\":\"openai/gpt-4o\",\"rpm\":5}"),
                        stored("bad", "{\"model\":\"openai/gpt-4o\",\"rpm\":[\"many\"]}")));

        assertThat(all.models()).extracting(DeploymentEntry::id).containsExactly("file", "good", "bad");
        assertThat(all.models().get(1).unavailable()).isEmpty();
        assertThat(all.models().get(2).unavailable())
                .hasValueSatisfying(why -> assertThat(why).contains("rpm"));
    }

    @Test
    void shouldNotServeWhatIsBlocked() {
        StoredModel blocked = new StoredModel("e", "gpt", "openai/gpt-4o", "v1.unread", "{}", true);

        assertThat(only(blocked).unavailable()).contains("an administrator has blocked it");
    }
}
