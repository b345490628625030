package io.sluice.accounting.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.sluice.accounting.books.Books;
import io.sluice.accounting.books.Machine;
import io.sluice.accounting.books.Sql;
import io.sluice.accounting.books.WithMachine;
import io.sluice.configuration.SecretBox;
import io.sluice.contracts.SeamJson;
import io.sluice.contracts.routing.ModelChanges;
import io.sluice.contracts.routing.StoredModel;
import io.sluice.contracts.routing.StoredModels.Shelf;
import io.vertx.sqlclient.Row;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The books' side of {@code /model/new} and its relatives. */
@QuarkusTest
@QuarkusTestResource(WithMachine.class)
class StoredModelsTest {

    private static final String SECRET = "sk-provider-5b1c0f";

    private final Books admin = Books.admin();
    private final String id = UUID.randomUUID().toString();

    @Inject
    Sql sql;

    private Response add(Map<String, ?> params) {
        return admin.post(
                "/model/new",
                Map.of("model_name", "gpt", "litellm_params", params, "model_info", Map.of("id", id, "note", "mine")));
    }

    private Response addGood() {
        Response added = add(Map.of(
                "model",
                "openai/gpt-4o",
                "api_key",
                SECRET,
                "api_base",
                "https://user.example/v1?key=" + SECRET,
                "extra_headers",
                Map.of("x-team", SECRET),
                "vertex_credentials",
                "{\"private_key\":\"" + SECRET + "\"}",
                "rpm",
                60));
        assertThat(added.statusCode()).as(added.asString()).isEqualTo(200);
        return added;
    }

    private static Shelf shelf() {
        return SeamJson.read(Books.internal().get("/internal/stored-models").asByteArray(), Shelf.class);
    }

    private StoredModel stored() {
        return shelf().models().stream()
                .filter(model -> model.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private String params() {
        return SecretBox.of(Machine.MASTER_KEY).open(stored().sealedParams(), id);
    }

    @Test
    void shouldKeepAndShowNoSecretInClear() {
        Response added = addGood();

        assertThat(added.jsonPath().getString("model_id")).isEqualTo(id);
        assertThat(added.jsonPath().getBoolean("model_info.db_model")).isTrue();
        assertThat(added.jsonPath().getString("model_info.note")).isEqualTo("mine");
        assertThat(added.jsonPath().getInt("litellm_params.rpm")).isEqualTo(60);
        assertThat(added.jsonPath().getString("litellm_params.api_base")).isEqualTo("https://user.example/v1");
        Response updated = admin.post("/model/update", Map.of("model_info", Map.of("id", id)));
        assertThat(added.asString() + updated.asString()).doesNotContain(SECRET);
        Row row = sql.rows("SELECT to_jsonb(m)::text AS whole FROM stored_models m WHERE id = $1", id)
                .getFirst();
        assertThat(row.getString("whole")).contains("openai/gpt-4o").doesNotContain(SECRET, "user.example");
        assertThat(params()).contains(SECRET, "x-team");
        assertThat(stored().toString()).doesNotContain(stored().sealedParams());
    }

    @Test
    void shouldChangeWhatIsNamedAndNothingElse() {
        long before = Long.parseLong(addGood().header(ModelChanges.REVISION_HEADER));

        Response patched = admin.patch(
                "/model/" + id + "/update",
                Map.of("litellm_params", Map.of("rpm", 90), "model_info", Map.of("tier", "free", "db_model", false)));

        assertThat(patched.statusCode()).as(patched.asString()).isEqualTo(200);
        assertThat(patched.jsonPath().getInt("litellm_params.rpm")).isEqualTo(90);
        assertThat(patched.jsonPath().getString("model_info.note")).isEqualTo("mine");
        assertThat(patched.jsonPath().getString("model_info.tier")).isEqualTo("free");
        assertThat(patched.jsonPath().getBoolean("model_info.db_model")).isTrue();
        assertThat(params()).contains(SECRET, "\"rpm\":90", "openai/gpt-4o");
        assertThat(shelf().revision()).isGreaterThan(before);
    }

    @Test
    void shouldLoseNoneOfTwoChangesAtOnce() {
        addGood();

        List<Response> changed = IntStream.range(0, 4)
                .parallel()
                .mapToObj(i -> admin.post(
                        "/model/update",
                        Map.of("model_info", Map.of("id", id), "litellm_params", Map.of("extra_" + i, i))))
                .toList();

        assertThat(changed).allMatch(response -> response.statusCode() == 200);
        assertThat(params()).contains("extra_0", "extra_1", "extra_2", "extra_3");
    }

    @Test
    void shouldForgetWhatIsDeletedAndKeepWhatIsBlocked() {
        addGood();
        assertThat(admin.post("/model/block", Map.of("id", id)).statusCode()).isEqualTo(200);
        assertThat(stored().blocked()).isTrue();
        assertThat(admin.post("/model/unblock", Map.of("id", id)).statusCode()).isEqualTo(200);
        assertThat(stored().blocked()).isFalse();

        Response deleted = admin.post("/model/delete", Map.of("id", id));

        assertThat(deleted.statusCode()).isEqualTo(200);
        assertThat(shelf().models()).noneMatch(model -> model.id().equals(id));
        assertThat(admin.post("/model/delete", Map.of("id", id)).statusCode()).isEqualTo(400);
        assertThat(admin.patch("/model/" + id + "/update", Map.of()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void shouldTellNothingToWhomKnowsTheRevision() {
        addGood();

        assertThat(Books.internal()
                        .get("/internal/stored-models?known=" + shelf().revision())
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void shouldRefuseASecondModelOfTheSameId() {
        addGood();

        Response again = add(Map.of("model", "openai/gpt-4o"));

        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(again.asString()).contains("exists already");
        assertThat(admin.post("/model/update", Map.of("model_info", Map.of("id", "id-of-the-file")))
                        .asString())
                .contains("Model in config");
    }

    @Test
    void shouldServeNobodyButTheAdministrator() {
        Books holder = Books.holder(admin.generate(Map.of()).jsonPath().getString("token"));

        assertThat(holder.post("/model/new", Map.of()).statusCode()).isEqualTo(401);
        assertThat(holder.post("/model/update", Map.of()).statusCode()).isEqualTo(401);
        assertThat(holder.post("/model/delete", Map.of("id", id)).statusCode()).isEqualTo(401);
        assertThat(holder.patch("/model/" + id + "/update", Map.of()).statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'api_base':'http://169.254.169.254/latest'",
                "'api_base':'http://[fe80::1]/'",
                "'api_base':'http://2852039166/'",
                "'api_base':'http://0xa9fea9fe/'",
                "'api_base':'http://metadata.google.internal./v1'",
                "'api_base':'http://[fd00:ec2::254]/'",
                "'api_base':'file:///etc/passwd'",
                "'api_base':'/v1'",
                "'api_base':'https://me:secret@host/v1'",
                "'aws_bedrock_runtime_endpoint':'http://169.254.170.2/'",
                "'api_key':'os.environ/LITELLM_MASTER_KEY'",
                "'api_key':'os.environ/DATABASE_URL'",
                "'extra_headers':{'x':'os.environ/SLUICE_SERVICE_TOKEN'}",
                "'vertex_credentials':'/var/run/secrets/token'",
                "'vertex_ai_credentials':'/var/run/secrets/token'",
                "'vertex_credentials':{'token_uri':'http://169.254.169.254/latest'}",
                "'azure_authority_host':'http://169.254.169.254/'",
                "'aws_web_identity_token':'/var/run/secrets/token'",
                "'openai_identity_token_file':'token'",
                "'auto_router_config_path':'a.yaml'",
                "'model':7",
            })
    void shouldRefuseWhatOpensTheMachine(String member) {
        Response refused = admin.post(
                "/model/new",
                "{\"model_name\":\"gpt\",\"litellm_params\":{\"model\":\"openai/gpt-4o\"," + member.replace('\'', '"')
                        + "}}");

        assertThat(refused.statusCode()).as(refused.asString()).isBetween(400, 422);
        assertThat(refused.asString()).doesNotContain("secret@");
    }

    @Test
    void shouldLookIntoCredentialsThatComeAsText() {
        for (String address : List.of("http://169.254.169.254/", "https://oauth2.googleapis.com/token")) {
            Response added = add(Map.of(
                    "model",
                    "vertex_ai/gemini-2.5-flash",
                    "vertex_credentials",
                    "{\"token_uri\":\"" + address + "\"}"));

            assertThat(added.statusCode()).as(added.asString()).isEqualTo(address.startsWith("https") ? 200 : 400);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'api_base':'http://127.0.0.1:11434'",
                "'api_base':'http://ollama:11434'",
                "'api_base':'http://10.0.0.7/v1'",
                "'api_base':'os.environ/OLLAMA_API_BASE'",
                "'api_key':'os.environ/OPENAI_API_KEY'",
                "'temperature':null",
            })
    void shouldTakeWhatPeopleRunTheirModelsOn(String member) {
        Response added = admin.post(
                "/model/new",
                "{\"model_name\":\"local\",\"litellm_params\":{\"model\":\"ollama/llama3\"," + member.replace('\'', '"')
                        + "}}");

        assertThat(added.statusCode()).as(added.asString()).isEqualTo(200);
        assertThat(added.jsonPath().getString("model_id")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"model_name\":\"a\"}",
                "{\"model_name\":\"a\",\"litellm_params\":{}}",
                "{\"model_name\":\"a\",\"litellm_params\":\"b\"}",
                "{\"model_name\":7,\"litellm_params\":{\"model\":\"openai/a\"}}",
                "{\"model_name\":\"\",\"litellm_params\":{\"model\":\"openai/a\"}}",
                "{\"model_name\":\"a\",\"litellm_params\":{\"model\":\"openai/a\"},\"model_info\":{\"id\":\"a b\"}}",
                "{\"model_name\":\"a\",\"litellm_params\":{\"model\":\"openai/a\"},\"model_info\":{\"team_id\":\"t\"}}",
            })
    void shouldRefuseWhatIsNoModel(String body) {
        assertThat(admin.post("/model/new", body).statusCode()).isIn(400, 422);
    }
}
