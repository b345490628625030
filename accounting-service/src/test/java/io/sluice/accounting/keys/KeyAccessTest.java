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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the holder of one key gets at: himself. And what nobody may set. */
@QuarkusTest
@QuarkusTestResource(WithMachine.class)
class KeyAccessTest {

    private final Books admin = Books.admin();
    private final String word = UUID.randomUUID().toString();
    private String mine;
    private String theirs;
    private Books me;

    @Inject
    Sql sql;

    @BeforeEach
    void twoKeysOfOneUser() {
        mine = admin.generate(Map.of("user_id", word, "team_id", word, "key_alias", "mine-" + word))
                .jsonPath()
                .getString("token");
        theirs = admin.generate(Map.of(
                        "user_id", word, "team_id", word, "key_alias", "theirs-" + word, "key", "sk-theirs-" + word))
                .jsonPath()
                .getString("token");
        me = Books.holder(mine);
    }

    @Test
    void shouldShowAKeyItself() {
        JsonPath own = me.get("/key/info").jsonPath();

        assertThat(own.getString("key")).isEqualTo(mine);
        assertThat(own.getString("info.key_alias")).isEqualTo("mine-" + word);
        assertThat(me.get("/key/info", Map.of("key", mine)).jsonPath().getString("info.key_alias"))
                .isEqualTo("mine-" + word);
    }

    @Test
    void shouldNotShowAnotherKeyNorWhetherItExists() {
        for (String other : List.of(theirs, "sk-theirs-" + word, Events.hash(), "sk-unknown-" + word)) {
            Response refused = me.get("/key/info", Map.of("key", other));

            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.asString()).doesNotContain("theirs");
        }
        assertThat(me.get("/key/info", Map.of("key", theirs)).asString())
                .isEqualTo(me.get("/key/info", Map.of("key", Events.hash())).asString());
    }

    @Test
    void shouldListAKeyItselfAlone() {
        for (Map<String, String> query : List.of(
                Map.<String, String>of(),
                Map.of("user_id", word),
                Map.of("team_id", word),
                Map.of("return_full_object", "true"),
                Map.of("key_alias", word, "substring_matching", "true"))) {
            JsonPath list = me.get("/key/list", query).jsonPath();
            assertThat(list.getInt("total_count")).as("%s", query).isEqualTo(1);
            assertThat(list.prettify()).contains(mine).doesNotContain(theirs);
        }
        for (Map<String, String> query : List.of(
                Map.of("key_hash", theirs),
                Map.of("key_hash", "sk-theirs-" + word),
                Map.of("key_alias", "theirs-" + word))) {
            JsonPath list = me.get("/key/list", query).jsonPath();
            assertThat(list.getInt("total_count")).as("%s", query).isZero();
            assertThat(list.getList("keys")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/key/generate,{}",
        "/key/generate,not json",
        "/key/update,'{\"key\": \"KEY\", \"max_budget\": 1000000, \"blocked\": true}'",
        "/key/delete,'{\"keys\": [\"KEY\"]}'",
        "/key/delete,'{\"key_aliases\": [\"theirs-WORD\"]}'",
        "/key/block,'{\"key\": \"KEY\"}'",
        "/key/unblock,'{\"key\": \"KEY\"}'",
        "/key/regenerate,'{\"key\": \"KEY\"}'",
    })
    void shouldLetTheHolderOfTheMasterKeyAloneChangeKeys(String path, String body) {
        long before = sql.number("SELECT count(*) FROM virtual_keys");
        for (String key : List.of(theirs, mine)) {
            Response refused = me.post(path, body.replace("KEY", key).replace("WORD", word));

            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.jsonPath().getMap("error")).isEqualTo(adminOnly(path));
        }
        assertThat(sql.number("SELECT count(*) FROM virtual_keys")).isEqualTo(before);
        assertThat(sql.number(
                        "SELECT count(*) FROM virtual_keys WHERE hash IN ($1, $2) AND version = 1 AND max_budget IS NULL",
                        mine,
                        theirs))
                .isEqualTo(2);
    }

    @Test
    void shouldNotTurnAnotherKeyIntoOneOfItsOwn() {
        assertThat(me.post("/key/" + theirs + "/regenerate", Map.of()).statusCode())
                .isEqualTo(401);
        assertThat(me.post("/key/regenerate?key=" + theirs, Map.of()).statusCode())
                .isEqualTo(401);
        assertThat(Books.internal().get("/internal/keys/" + theirs).statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldNotSetWhatTheServerSets() {
        String token = Events.hash();
        Map<String, Object> fields = new HashMap<>();
        fields.put("token", token);
        fields.put("hash", token);
        fields.put("token_id", token);
        fields.put("key_name", "sk-...fake");
        fields.put("created_by", "mallory");
        fields.put("updated_by", "mallory");
        fields.put("created_at", "2001-01-01T00:00:00Z");
        fields.put("version", 77);
        fields.put("spend_at_start", -5);
        fields.put("total_spend", -5);
        fields.put("expires", "2999-01-01T00:00:00Z");
        fields.put("settings", Map.of("x", 1));
        fields.put("org_id", "o");
        fields.put("__proto__", Map.of("admin", true));
        fields.put("user_role", "proxy_admin");

        JsonPath made = admin.generate(fields).jsonPath();
        assertUntouched(made.getString("token"), token);
        admin.post("/key/update", with(fields, "key", made.getString("token")));
        assertUntouched(made.getString("token"), token);
        assertThat(made.getString("created_by")).isEqualTo("default_user_id");
    }

    private void assertUntouched(String hash, String wanted) {
        assertThat(hash).isNotEqualTo(wanted);
        assertThat(sql.number(
                        "SELECT count(*) FROM virtual_keys WHERE hash = $1 AND key_name <> 'sk-...fake'"
                                + " AND created_by = 'default_user_id' AND updated_by = 'default_user_id'"
                                + " AND created_at > now() - interval '1 hour' AND version < 3 AND spend_at_start = 0"
                                + " AND expires IS NULL AND organization_id IS NULL AND settings = '{}'",
                        hash))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'; DROP TABLE virtual_keys; --",
                "' OR '1'='1",
                "\\'; DELETE FROM ledger; --",
                "$1",
                "{1,2}",
                "\"}'::jsonb; --",
                "a%_*?[]",
                "Ünïcödé 🔑 ‮txet",
            })
    void shouldTakeAnyTextForWhatItIs(String text) {
        String alias = text + word;
        long before = sql.number("SELECT count(*) FROM virtual_keys");

        JsonPath made = admin.generate(Map.of(
                        "key_alias", alias,
                        "user_id", alias,
                        "team_id", alias,
                        "models", List.of(alias),
                        "tags", List.of(alias),
                        "aliases", Map.of(alias, alias),
                        "metadata", Map.of(alias, alias),
                        "config", Map.of(alias, alias)))
                .jsonPath();

        JsonPath info =
                admin.get("/key/info", Map.of("key", made.getString("token"))).jsonPath();
        assertThat(info.getString("info.key_alias")).isEqualTo(alias);
        assertThat(info.getMap("info.metadata")).containsEntry(alias, alias);
        assertThat(info.getMap("info.config")).isEqualTo(Map.of(alias, alias));
        for (String name : List.of("user_id", "team_id", "key_alias")) {
            assertThat(admin.get("/key/list", Map.of(name, alias)).jsonPath().getList("keys"))
                    .as(name)
                    .isEqualTo(List.of(made.getString("token")));
            assertThat(admin.get("/key/list", Map.of(name, text, "substring_matching", "true"))
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(admin.get("/key/info", Map.of("key", text)).statusCode()).isEqualTo(404);
        assertThat(admin.get("/key/list", Map.of("organization_id", text))
                        .jsonPath()
                        .getInt("total_count"))
                .isZero();
        assertThat(admin.get("/spend/logs", Map.of("user_id", text, "request_id", text))
                        .jsonPath()
                        .getList("$"))
                .isEmpty();
        assertThat(admin.get("/spend/logs", Map.of("start_date", text)).statusCode())
                .isEqualTo(400);
        assertThat(admin.post("/key/delete", Map.of("key_aliases", List.of(alias)))
                        .statusCode())
                .isEqualTo(200);
        assertThat(sql.number("SELECT count(*) FROM virtual_keys")).isEqualTo(before);
    }

    private static Map<String, Object> with(Map<String, Object> fields, String name, Object value) {
        Map<String, Object> more = new HashMap<>(fields);
        more.put(name, value);
        return more;
    }

    private static Map<String, Object> adminOnly(String path) {
        Map<String, Object> error = new HashMap<>();
        error.put(
                "message",
                "Authentication Error, Only proxy admin can be used to generate, delete, update info for new"
                        + " keys/users/teams. Route=" + path + ". Your role=unknown. Your user_id=*******");
        error.put("type", "auth_error");
        error.put("param", null);
        error.put("code", "401");
        return error;
    }
}
