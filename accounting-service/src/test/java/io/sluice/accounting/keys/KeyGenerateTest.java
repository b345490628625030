package io.sluice.accounting.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.sluice.accounting.books.Books;
import io.sluice.accounting.books.Sql;
import io.sluice.accounting.books.WithMachine;
import io.sluice.contracts.SeamJson;
import io.sluice.contracts.identity.VirtualKey;
import io.sluice.contracts.money.BudgetMode;
import io.sluice.contracts.money.Money;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(WithMachine.class)
class KeyGenerateTest {

    private final Books admin = Books.admin();
    private final String word = UUID.randomUUID().toString();

    @Inject
    Sql sql;

    @Test
    void shouldShowTheKeyOnceAndStoreItsHashAlone() throws Exception {
        JsonPath made =
                admin.generate(Map.of("key_alias", word, "max_budget", 1)).jsonPath();
        String key = made.getString("key");
        String hash = made.getString("token");

        assertThat(key).matches("sk-[A-Za-z0-9_-]{22,}");
        assertThat(hash)
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(made.getString("token_id"));
        assertThat(made.getString("key_name")).isEqualTo("sk-..." + key.substring(key.length() - 4));
        assertThat(sql.number("SELECT count(*) FROM virtual_keys v WHERE to_jsonb(v)::text LIKE $1", '%' + key + '%'))
                .isZero();
        for (Response later : List.of(
                admin.get("/key/info", Map.of("key", hash)),
                admin.get("/key/list", Map.of("return_full_object", "true", "key_alias", word)),
                admin.post("/key/update", Map.of("key", hash, "max_budget", 2)),
                admin.post("/key/block", Map.of("key", hash)),
                Books.internal().get("/internal/keys/" + hash))) {
            assertThat(later.statusCode()).isEqualTo(200);
            assertThat(later.asString()).contains(hash).doesNotContain(key);
        }
    }

    @Test
    void shouldNeverMakeTheSameKeyTwice() {
        assertThat(admin.generate(Map.of()).jsonPath().getString("key"))
                .isNotEqualTo(admin.generate(Map.of()).jsonPath().getString("key"));
    }

    @Test
    void shouldTakeAnEmptyBody() {
        assertThat(admin.post("/key/generate", "").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldTakeTheKeyThatTheCallerChose() {
        String key = "sk-chosen-" + word;

        assertThat(admin.generate(Map.of("key", key)).jsonPath().getString("key"))
                .isEqualTo(key);

        assertThat(admin.get("/key/info", Map.of("key", key)).statusCode()).isEqualTo(200);
        Response again = admin.post("/key/generate", Map.of("key", key, "max_budget", 1_000));
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(again.asString()).doesNotContain(key);
        assertThat(admin.get("/key/info", Map.of("key", key)).jsonPath().<Object>get("info.max_budget"))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pk-0123456789abcdef", "sk-short", "", "sk-with space 0123456789", "sk-ümlaut-0123456789"})
    void shouldRefuseAChosenKeyThatIsNotFitToBeOne(String key) {
        Response refused = admin.post("/key/generate", Map.of("key", key));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.jsonPath().getString("error.type")).isEqualTo("bad_request_error");
        assertThat(refused.jsonPath().getString("error.param")).isEqualTo("key");
        assertThat(refused.jsonPath().getString("error.code")).isEqualTo("400");
    }

    @Test
    void shouldKeepEveryLimit() {
        Map<String, Object> limits = new HashMap<>();
        limits.put("max_budget", 12.5);
        limits.put("soft_budget", 10);
        limits.put("budget_duration", "30d");
        limits.put("budget_mode", "strict");
        limits.put("rpm_limit", 60);
        limits.put("tpm_limit", 100_000);
        limits.put("tpd_limit", 9_000_000);
        limits.put("max_parallel_requests", 7);
        limits.put("model_rpm_limit", Map.of("fast", 5));
        limits.put("model_tpm_limit", Map.of("fast", 500));
        limits.put("models", List.of("fast", "openai/*"));
        limits.put("aliases", Map.of("gpt-4", "fast"));
        limits.put("spend", 0.25);

        JsonPath made = admin.generate(limits).jsonPath();

        JsonPath info =
                admin.get("/key/info", Map.of("key", made.getString("key"))).jsonPath();
        for (String name : List.of("budget_duration", "budget_mode", "models", "aliases")) {
            assertThat(made.<Object>get(name)).as(name).isEqualTo(limits.get(name));
            assertThat(info.<Object>get("info." + name)).as(name).isEqualTo(limits.get(name));
        }
        for (String name : List.of(
                "max_budget", "soft_budget", "rpm_limit", "tpm_limit", "tpd_limit", "max_parallel_requests", "spend")) {
            assertThat(made.getDouble(name)).as(name).isEqualTo(((Number) limits.get(name)).doubleValue());
            assertThat(info.getDouble("info." + name)).as(name).isEqualTo(((Number) limits.get(name)).doubleValue());
        }
        assertThat(made.getMap("model_rpm_limit")).isEqualTo(limits.get("model_rpm_limit"));
        assertThat(info.getMap("info.metadata.model_rpm_limit")).isEqualTo(limits.get("model_rpm_limit"));
        assertThat(info.getMap("info.metadata.model_tpm_limit")).isEqualTo(limits.get("model_tpm_limit"));
        assertThat(info.<Object>get("info.budget_ceiling")).as("strict").isNull();

        VirtualKey seen = key(made.getString("token"));
        assertThat(seen.maxBudget()).isEqualTo(Money.ofDollars(new BigDecimal("12.5")));
        assertThat(seen.budgetDuration()).isEqualTo("30d");
        assertThat(seen.budgetMode()).isEqualTo(BudgetMode.STRICT);
        assertThat(seen.rpmLimit()).isEqualTo(60);
        assertThat(seen.tpmLimit()).isEqualTo(100_000);
        assertThat(seen.maxParallelRequests()).isEqualTo(7);
        assertThat(seen.modelRpm()).isEqualTo(Map.of("fast", 5L));
        assertThat(seen.modelTpm()).isEqualTo(Map.of("fast", 500L));
        assertThat(seen.models()).containsExactly("fast", "openai/*");
        assertThat(seen.aliases()).isEqualTo(Map.of("gpt-4", "fast"));
        assertThat(seen.spendAtStart()).isEqualTo(Money.ofDollars(new BigDecimal("0.25")));
    }

    @ParameterizedTest
    @CsvSource({"5,6", "10,11", "100,110"})
    void shouldSayWhatABoundedBudgetCanComeTo(double limit, double ceiling) {
        String hash = admin.generate(Map.of("max_budget", limit)).jsonPath().getString("token");

        assertThat(admin.get("/key/info", Map.of("key", hash)).jsonPath().getDouble("info.budget_ceiling"))
                .isEqualTo(ceiling);
    }

    /** A field that a client sets must be found again somewhere: at the top or, as LiteLLM does, inside metadata. */
    @Test
    void shouldShowEveryFieldAgain() {
        Map<String, Object> fields = new HashMap<>();
        for (KeyField field : KeyField.values()) {
            fields.put(
                    field.json(),
                    switch (field.type()) {
                        case TEXT -> field.json() + "-" + word;
                        case NUMBER -> 1.5;
                        case WHOLE -> 11;
                        case FLAG -> true;
                        case TEXTS -> List.of("a", "b");
                        case LIST -> List.of("a", Map.of("b", 1));
                        case OBJECT -> Map.of("x", Map.of("y", List.of(1, "z", true)));
                        case TEXTS_BY_NAME -> Map.of("x", "y");
                        case WHOLES_BY_NAME -> Map.of("x", 3);
                    });
        }
        fields.putAll(Map.of(
                "duration", "2h",
                "budget_duration", "7d",
                "budget_mode", "advisory",
                "key_type", "llm_api",
                "key", "sk-all-" + word,
                "metadata", Map.of("owner", "me")));

        Response response = admin.generate(fields);
        JsonPath made = response.jsonPath();
        JsonPath info = admin.get("/key/info", Map.of("key", "sk-all-" + word)).jsonPath();

        assertThat(response.header("x-sluice-not-enforced"))
                .contains("model_max_budget", "budget_limits", "guardrails");
        for (KeyField field : KeyField.values()) {
            if (field != KeyField.KEY_TYPE) {
                assertThat(made.<Object>get(field.json()))
                        .as("made %s", field.json())
                        .isNotNull();
            }
            boolean steers = List.of("duration", "key", "send_invite_email").contains(field.json());
            if (!steers) {
                Object shown = info.get("info." + field.json());
                Object inMetadata = info.get("info.metadata." + field.json());
                assertThat(shown == null && inMetadata == null)
                        .as("info %s", field.json())
                        .isFalse();
            }
        }
        assertThat(info.getString("info.metadata.owner")).isEqualTo("me");
    }

    @ParameterizedTest
    @CsvSource({"30s,30", "30m,1800", "30h,108000", "30d,2592000", "2w,1209600"})
    void shouldExpireExactlyAfterItsDuration(String duration, long seconds) {
        Instant before = Instant.now();
        String hash = admin.generate(Map.of("duration", duration)).jsonPath().getString("token");
        Instant after = Instant.now();

        assertThat(key(hash).expires())
                .isBetween(
                        before.plusSeconds(seconds).minusMillis(1),
                        after.plusSeconds(seconds).plusMillis(1));
    }

    @Test
    void shouldListAKeyAsExpiredAfterItsTime() {
        String hash = admin.generate(Map.of("duration", "0s", "user_id", word))
                .jsonPath()
                .getString("token");

        assertThat(key(hash).expires()).isBefore(Instant.now().plus(Duration.ofSeconds(1)));
        assertThat(admin.get("/key/list", Map.of("user_id", word, "status", "expired"))
                        .jsonPath()
                        .getList("keys"))
                .isEqualTo(List.of(hash));
        assertThat(admin.get("/key/list", Map.of("user_id", word, "status", "active"))
                        .jsonPath()
                        .getList("keys"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "duration,\"soon\"",
        "duration,\"1y\"",
        "duration,\"999999999mo\"",
        "budget_duration,\"0d\"",
        "budget_duration,\"monthly\"",
        "budget_mode,\"lenient\"",
        "max_budget,-1",
        "max_budget,1e30",
        "soft_budget,-0.5",
        "spend,-1",
        "rpm_limit,-1",
        "tpm_limit,-5",
        "max_parallel_requests,-2",
        "key_alias,\"a\\u0000b\"",
    })
    void shouldRefuseValuesThatCannotBeMeant(String field, String json) {
        Response refused =
                admin.post("/key/generate", "{\"" + field + "\": " + json + ", \"user_id\": \"" + word + "\"}");

        assertThat(refused.statusCode()).as(refused.asString()).isEqualTo(400);
        assertThat(refused.jsonPath().getString("error.type")).isEqualTo("bad_request_error");
        assertThat(refused.jsonPath().getString("error.code")).isEqualTo("400");
        assertThat(sql.number("SELECT count(*) FROM virtual_keys WHERE user_id = $1", word))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max_budget|\"lots\"|float_parsing|Input should be a valid number, unable to parse string as a number",
                "max_budget|[1]|float_type|Input should be a valid number",
                "max_budget|\"nan\"|float_parsing|Input should be a valid number, unable to parse string as a number",
                "rpm_limit|1.5|int_from_float|Input should be a valid integer, got a number with a fractional part",
                "rpm_limit|\"x\"|int_parsing|Input should be a valid integer, unable to parse string as an integer",
                "tpm_limit|{}|int_type|Input should be a valid integer",
                "models|\"fast\"|list_type|Input should be a valid list",
                "metadata|[]|dict_type|Input should be a valid dictionary",
                "key_alias|5|string_type|Input should be a valid string",
                "blocked|\"maybe\"|bool_parsing|Input should be a valid boolean, unable to interpret input",
                "blocked|[]|bool_type|Input should be a valid boolean",
            })
    void shouldNameWrongTypesAsLiteLlmDoes(String field, String json, String type, String message) {
        Response refused = admin.post("/key/generate", "{\"" + field + "\": " + json + "}");

        assertThat(refused.statusCode()).as(refused.asString()).isEqualTo(422);
        assertThat(refused.jsonPath().getList("detail")).hasSize(1);
        assertThat(refused.jsonPath().getString("detail[0].type")).isEqualTo(type);
        assertThat(refused.jsonPath().getList("detail[0].loc")).isEqualTo(List.of("body", field));
        assertThat(refused.jsonPath().getString("detail[0].msg")).isEqualTo(message);
    }

    @Test
    void shouldNameAllWrongTypesAtOnce() {
        Response refused = admin.post(
                "/key/generate",
                "{\"models\": [1, \"a\", {}], \"model_rpm_limit\": {\"x\": -1}, \"key_type\": \"god\"}");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.jsonPath().getList("detail.loc"))
                .containsExactlyInAnyOrder(
                        List.of("body", "models", 0),
                        List.of("body", "models", 2),
                        List.of("body", "model_rpm_limit", "x"),
                        List.of("body", "key_type"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "\"text\"", "{\"a\": 1} trailing", "{\"max_budget\": 01}"})
    void shouldCallWhatIsNoJsonObjectUnprocessable(String body) {
        Response refused = admin.post("/key/generate", body);

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.jsonPath().getString("detail[0].loc[0]")).isEqualTo("body");
    }

    @Test
    void shouldSurviveDeepAndLongValues() {
        String deep = "[".repeat(1_500) + "]".repeat(1_500);
        assertThat(admin.post("/key/generate", "{\"metadata\": {\"x\": " + deep + "}}")
                        .statusCode())
                .isEqualTo(422);
        assertThat(admin.post("/key/generate", Map.of("key_alias", incompressible(9_000)))
                        .statusCode())
                .isEqualTo(400);
        assertThat(admin.generate(Map.of("metadata", Map.of("x", "y".repeat(200_000))))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldKeepAliasesUnique() {
        admin.generate(Map.of("key_alias", word));

        Response refused = admin.post("/key/generate", Map.of("key_alias", word));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.jsonPath().getMap("error"))
                .isEqualTo(Map.of(
                        "message",
                        "Key with alias '" + word
                                + "' already exists. Unique key aliases across all keys are required.",
                        "type",
                        "bad_request_error",
                        "param",
                        "key_alias",
                        "code",
                        "400"));
    }

    @Test
    void shouldGiveAnAliasToOneOfManyWhoAskAtOnce() {
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            answers.add(CompletableFuture.supplyAsync(
                    () -> Books.admin()
                            .post("/key/generate", Map.of("key_alias", word))
                            .statusCode(),
                    task -> Thread.ofVirtual().start(task)));
        }

        assertThat(answers.stream().map(CompletableFuture::join).sorted().toList())
                .startsWith(200, 400)
                .endsWith(400);
    }

    @Test
    void shouldLetManyKeysBeWithoutAnAlias() {
        assertThat(admin.generate(Map.of("key_alias", "")).jsonPath().<Object>get("key_alias"))
                .isNull();
        assertThat(admin.generate(Map.of("key_alias", "  ")).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"llm_api,llm_api_routes", "management,management_routes", "read_only,info_routes"})
    void shouldRestrictAKeyToItsPurpose(String type, String routes) {
        String hash = admin.generate(Map.of("key_type", type)).jsonPath().getString("token");
        assertThat(key(hash).allowedRoutes()).containsExactly(routes);

        String own = admin.generate(Map.of("key_type", type, "allowed_routes", List.of("/v1/models")))
                .jsonPath()
                .getString("token");
        assertThat(key(own).allowedRoutes()).containsExactly("/v1/models");
    }

    private static VirtualKey key(String hash) {
        Response response = Books.internal().get("/internal/keys/" + hash);
        assertThat(response.statusCode()).isEqualTo(200);
        return SeamJson.read(response.asByteArray(), VirtualKey.class);
    }

    /** Longer than an index entry may be, however PostgreSQL packs it. */
    private static String incompressible(int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(UUID.randomUUID());
        }
        return text.toString();
    }
}
