package io.sluice.accounting.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.sluice.accounting.books.Books;
import io.sluice.accounting.books.Events;
import io.sluice.accounting.books.Sql;
import io.sluice.accounting.books.WithMachine;
import jakarta.inject.Inject;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Update, block, delete and regenerate. */
@QuarkusTest
@QuarkusTestResource(WithMachine.class)
class KeyChangeTest {

    private final Books admin = Books.admin();
    private final String word = UUID.randomUUID().toString();

    @Inject
    Sql sql;

    @Test
    void shouldChangeWhatIsNamedAndNothingElse() {
        JsonPath made = admin.generate(Map.of(
                        "key_alias",
                        word,
                        "max_budget",
                        5,
                        "rpm_limit",
                        10,
                        "models",
                        List.of("a"),
                        "metadata",
                        Map.of("owner", "me"),
                        "guardrails",
                        List.of("pii"),
                        "tpd_limit",
                        99))
                .jsonPath();

        Response updated =
                admin.post("/key/update", Map.of("key", made.getString("key"), "rpm_limit", 20, "tpd_limit", 100));

        assertThat(updated.statusCode()).isEqualTo(200);
        assertThat(updated.jsonPath().getString("key")).isEqualTo(made.getString("key"));
        JsonPath info = info(made.getString("token"));
        assertThat(info.getInt("info.rpm_limit")).isEqualTo(20);
        assertThat(info.getInt("info.tpd_limit")).isEqualTo(100);
        assertThat(info.getString("info.key_alias")).isEqualTo(word);
        assertThat(info.getDouble("info.max_budget")).isEqualTo(5);
        assertThat(info.getList("info.models")).isEqualTo(List.of("a"));
        assertThat(info.getString("info.metadata.owner")).isEqualTo("me");
        assertThat(info.getList("info.metadata.guardrails")).isEqualTo(List.of("pii"));
    }

    @Test
    void shouldClearWhatIsNamedNull() {
        String hash = admin.generate(Map.of(
                        "key_alias",
                        word,
                        "max_budget",
                        5,
                        "rpm_limit",
                        10,
                        "models",
                        List.of("a"),
                        "model_rpm_limit",
                        Map.of("a", 1),
                        "budget_duration",
                        "1d",
                        "budget_mode",
                        "strict",
                        "duration",
                        "1h",
                        "tpd_limit",
                        99))
                .jsonPath()
                .getString("token");
        Map<String, Object> cleared = new HashMap<>();
        cleared.put("key", hash);
        for (String field : List.of(
                "key_alias",
                "max_budget",
                "rpm_limit",
                "models",
                "model_rpm_limit",
                "budget_duration",
                "budget_mode",
                "duration",
                "tpd_limit")) {
            cleared.put(field, null);
        }

        assertThat(admin.post("/key/update", cleared).statusCode()).isEqualTo(200);

        JsonPath info = info(hash);
        for (String field : List.of(
                "key_alias", "max_budget", "rpm_limit", "budget_duration", "budget_mode", "expires", "tpd_limit")) {
            assertThat(info.<Object>get("info." + field)).as(field).isNull();
        }
        assertThat(info.getList("info.models")).isEmpty();
        assertThat(info.getMap("info.metadata")).isEqualTo(Collections.emptyMap());
    }

    @Test
    void shouldTakeAKeyByItsHashAndLetItLiveForEver() {
        String hash = admin.generate(Map.of("duration", "1h")).jsonPath().getString("token");
        assertThat(info(hash).getString("info.expires")).isNotNull();

        admin.post("/key/update", Map.of("key", hash, "max_budget", 3));
        assertThat(info(hash).getString("info.expires")).isNotNull();
        admin.post("/key/update", Map.of("key", hash, "duration", "-1"));

        assertThat(info(hash).<Object>get("info.expires")).isNull();
    }

    @Test
    void shouldTellGatewaysOfEachChangeByARisingVersion() {
        String hash = admin.generate(Map.of()).jsonPath().getString("token");
        long first = version(hash);
        admin.post("/key/update", Map.of("key", hash, "max_budget", 3));
        long second = version(hash);
        admin.post("/key/block", Map.of("key", hash));

        assertThat(List.of(first, second, version(hash))).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void shouldRefuseTheAliasOfAnotherKey() {
        admin.generate(Map.of("key_alias", word));
        String other = admin.generate(Map.of()).jsonPath().getString("token");

        Response refused = admin.post("/key/update", Map.of("key", other, "key_alias", word, "max_budget", 9));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.jsonPath().getString("error.param")).isEqualTo("key_alias");
        assertThat(info(other).<Object>get("info.max_budget")).isNull();
    }

    @Test
    void shouldSayThatAKeyIsNotThere() {
        for (String path : List.of("/key/update", "/key/block", "/key/unblock", "/key/regenerate")) {
            Response unknown = admin.post(path, Map.of("key", "sk-unknown-" + word));

            assertThat(unknown.statusCode()).as(path).isEqualTo(404);
            assertThat(unknown.jsonPath().getString("error.code")).isEqualTo("404");
            assertThat(unknown.asString()).doesNotContain("sk-unknown-" + word);
        }
        assertThat(admin.get("/key/info", Map.of("key", "sk-unknown-" + word)).statusCode())
                .isEqualTo(404);
    }

    @Test
    void shouldDemandTheKey() {
        for (String path : List.of("/key/update", "/key/block", "/key/unblock")) {
            Response refused = admin.post(path, Map.of("max_budget", 1));

            assertThat(refused.statusCode()).as(path).isEqualTo(422);
            assertThat(refused.jsonPath().getString("detail[0].type")).isEqualTo("missing");
            assertThat(refused.jsonPath().getList("detail[0].loc")).isEqualTo(List.of("body", "key"));
        }
    }

    @Test
    void shouldBlockAndUnblock() {
        JsonPath made = admin.generate(Map.of("user_id", word)).jsonPath();
        String key = made.getString("key");
        String hash = made.getString("token");

        assertThat(admin.post("/key/block", Map.of("key", key)).jsonPath().getBoolean("blocked"))
                .isTrue();
        assertThat(blocked(hash)).isTrue();
        assertThat(admin.get("/key/list", Map.of("user_id", word, "status", "revoked"))
                        .jsonPath()
                        .getList("keys"))
                .isEqualTo(List.of(hash));

        assertThat(admin.post("/key/unblock", Map.of("key", hash)).jsonPath().getBoolean("blocked"))
                .isFalse();
        assertThat(blocked(hash)).isFalse();
    }

    @Test
    void shouldDeleteByKeyHashAndAlias() {
        JsonPath byKey = admin.generate(Map.of()).jsonPath();
        JsonPath byHash = admin.generate(Map.of()).jsonPath();
        JsonPath byAlias = admin.generate(Map.of("key_alias", word)).jsonPath();
        JsonPath stays = admin.generate(Map.of("key_alias", word + "-2")).jsonPath();

        Response deleted = admin.post(
                "/key/delete",
                Map.of(
                        "keys",
                        List.of(byKey.getString("key"), byHash.getString("token"), "sk-unknown-" + word),
                        "key_aliases",
                        List.of(word)));

        assertThat(deleted.statusCode()).isEqualTo(200);
        assertThat(deleted.jsonPath().<String>getList("deleted_keys"))
                .containsExactlyInAnyOrder(byKey.getString("key"), byHash.getString("token"), word);
        for (JsonPath gone : List.of(byKey, byHash, byAlias)) {
            assertThat(Books.internal()
                            .get("/internal/keys/" + gone.getString("token"))
                            .statusCode())
                    .isEqualTo(404);
        }
        assertThat(info(stays.getString("token")).getString("info.key_alias")).isEqualTo(word + "-2");
    }

    @Test
    void shouldDeleteNothingThatIsNotNamed() {
        long before = sql.number("SELECT count(*) FROM virtual_keys");

        assertThat(admin.post("/key/delete", Map.of("keys", List.of("sk-nope-nope")))
                        .jsonPath()
                        .getMap("error"))
                .isEqualTo(error404());
        assertThat(admin.post("/key/delete", Map.of("keys", List.of())).statusCode())
                .isEqualTo(400);
        assertThat(admin.post("/key/delete", Map.of()).statusCode()).isEqualTo(400);
        assertThat(admin.post("/key/delete", Map.of("keys", "all")).statusCode())
                .isEqualTo(422);
        assertThat(admin.post("/key/delete", Map.of("key_aliases", List.of("%", "", "_")))
                        .statusCode())
                .isEqualTo(404);

        assertThat(sql.number("SELECT count(*) FROM virtual_keys")).isEqualTo(before);
    }

    @Test
    void shouldKeepTheLedgerOfADeletedKey() {
        String hash = admin.generate(Map.of()).jsonPath().getString("token");
        Events event = Events.of(Events.gateway(), hash, 6_900);
        Books.deliver(List.of(event.event()));

        admin.post("/key/delete", Map.of("keys", List.of(hash)));

        assertThat(sql.ledgerRows(event.requestId())).isEqualTo(1);
        assertThat(admin.get("/spend/logs", Map.of("api_key", hash)).jsonPath().getList("$"))
                .hasSize(1);
    }

    @Test
    void shouldShowWhatTheLedgerSaysThatAKeySpent() {
        String hash = admin.generate(Map.of("spend", 0.5)).jsonPath().getString("token");
        Books.deliver(List.of(Events.of(Events.gateway(), hash, 250_000_000).event()));

        assertThat(info(hash).getDouble("info.spend")).isEqualTo(0.75);
        assertThat(admin.get("/key/list", Map.of("key_hash", hash, "return_full_object", "true"))
                        .jsonPath()
                        .getDouble("keys[0].spend"))
                .isEqualTo(0.75);
    }

    @Test
    void shouldSetTheSpendToWhatIsSaid() {
        String hash = admin.generate(Map.of("max_budget", 10)).jsonPath().getString("token");
        Books.deliver(List.of(Events.of(Events.gateway(), hash, 3_000_000_000L).event()));

        assertThat(admin.post("/key/update", Map.of("key", hash, "spend", 1))
                        .jsonPath()
                        .getDouble("spend"))
                .isEqualTo(1);
        Books.deliver(List.of(Events.of(Events.gateway(), hash, 500_000_000L).event()));

        assertThat(info(hash).getDouble("info.spend")).isEqualTo(1.5);
    }

    @Test
    void shouldGiveANewSecretToTheSameKey() {
        JsonPath old =
                admin.generate(Map.of("key_alias", word, "rpm_limit", 10)).jsonPath();
        Books.deliver(List.of(Events.of(Events.gateway(), old.getString("token"), 2_000_000_000L)
                .event()));

        Response renewed = admin.post("/key/" + old.getString("key") + "/regenerate", Map.of("rpm_limit", 11));

        assertThat(renewed.statusCode()).isEqualTo(200);
        String key = renewed.jsonPath().getString("key");
        assertThat(key).startsWith("sk-").isNotEqualTo(old.getString("key"));
        JsonPath info = admin.get("/key/info", Map.of("key", key)).jsonPath();
        assertThat(info.getString("info.key_alias")).isEqualTo(word);
        assertThat(info.getInt("info.rpm_limit")).isEqualTo(11);
        assertThat(info.getDouble("info.spend")).isEqualTo(2);
        assertThat(admin.get("/key/info", Map.of("key", old.getString("key"))).statusCode())
                .isEqualTo(404);
        assertThat(sql.number("SELECT count(*) FROM virtual_keys WHERE key_alias = $1", word))
                .isEqualTo(1);
    }

    @Test
    void shouldGiveTheSecretThatIsAskedFor() {
        String hash = admin.generate(Map.of()).jsonPath().getString("token");
        String taken = admin.generate(Map.of()).jsonPath().getString("key");

        assertThat(admin.post("/key/regenerate", Map.of("key", hash, "new_key", taken))
                        .statusCode())
                .isEqualTo(400);
        assertThat(admin.post("/key/regenerate", Map.of("key", hash, "new_key", 5))
                        .statusCode())
                .isEqualTo(422);
        assertThat(admin.post("/key/regenerate?key=" + hash, Map.of("new_key", "sk-new-" + word))
                        .jsonPath()
                        .getString("key"))
                .isEqualTo("sk-new-" + word);
        assertThat(admin.get("/key/info", Map.of("key", "sk-new-" + word)).statusCode())
                .isEqualTo(200);
    }

    private JsonPath info(String hash) {
        Response response = admin.get("/key/info", Map.of("key", hash));
        assertThat(response.statusCode()).isEqualTo(200);
        return response.jsonPath();
    }

    private static long version(String hash) {
        return Books.internal().get("/internal/keys/" + hash).jsonPath().getLong("version");
    }

    private static boolean blocked(String hash) {
        return Books.internal().get("/internal/keys/" + hash).jsonPath().getBoolean("blocked");
    }

    private static Map<String, Object> error404() {
        Map<String, Object> error = new HashMap<>();
        error.put("message", "{'error': 'No keys found'}");
        error.put("type", "invalid_request_error");
        error.put("param", null);
        error.put("code", "404");
        return error;
    }
}
