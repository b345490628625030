package io.sluice.accounting.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.sluice.accounting.books.Books;
import io.sluice.accounting.books.WithMachine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(WithMachine.class)
class KeyListTest {

    private final Books admin = Books.admin();
    private final String user = "user-" + UUID.randomUUID();

    @Test
    void shouldGoThroughThePagesWithoutGapOrRepeat() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 23; i++) {
            made.add(token(Map.of("user_id", user)));
        }

        List<String> seen = new ArrayList<>();
        for (int page = 1; page <= 3; page++) {
            JsonPath list = list(Map.of("user_id", user, "page", page, "size", 10));
            assertThat(list.getInt("total_count")).isEqualTo(23);
            assertThat(list.getInt("current_page")).isEqualTo(page);
            assertThat(list.getInt("total_pages")).isEqualTo(3);
            seen.addAll(list.getList("keys"));
        }

        assertThat(seen).containsExactlyElementsOf(made.reversed());
        JsonPath beyond = list(Map.of("user_id", user, "page", 4));
        assertThat(beyond.getList("keys")).isEmpty();
        assertThat(beyond.getInt("total_count")).isEqualTo(23);
        assertThat(list(Map.of("user_id", user)).getList("keys")).hasSize(10);
        assertThat(list(Map.of("user_id", user, "page", Integer.MAX_VALUE, "size", 100))
                        .getList("keys"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "page,0,greater_than_equal",
        "page,-1,greater_than_equal",
        "page,x,int_parsing",
        "size,0,greater_than_equal",
        "size,101,less_than_equal",
        "size,99999999999,int_parsing",
        "return_full_object,perhaps,bool_parsing",
        "sort_order,sideways,literal_error",
    })
    void shouldRefuseWrongParameters(String name, String value, String type) {
        var refused = admin.get("/key/list", Map.of(name, value));

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.jsonPath().getString("detail[0].type")).isEqualTo(type);
        assertThat(refused.jsonPath().getList("detail[0].loc")).isEqualTo(List.of("query", name));
    }

    @Test
    void shouldFilter() {
        String team = "team-" + user;
        String organization = "org-" + user;
        String one = token(Map.of("user_id", user, "team_id", team, "key_alias", "x-" + user + "-one"));
        String two = token(Map.of("user_id", user, "organization_id", organization, "key_alias", "x-" + user + "-two"));
        String clear = "sk-clear-" + user;
        String three = token(Map.of("user_id", user, "key", clear));

        assertThat(keys(Map.of("user_id", user))).containsExactlyInAnyOrder(one, two, three);
        assertThat(keys(Map.of("team_id", team))).containsExactly(one);
        assertThat(keys(Map.of("organization_id", organization))).containsExactly(two);
        assertThat(keys(Map.of("key_alias", "x-" + user + "-two"))).containsExactly(two);
        assertThat(keys(Map.of("key_alias", user))).isEmpty();
        assertThat(keys(Map.of("key_alias", user, "substring_matching", "true")))
                .containsExactlyInAnyOrder(one, two);
        assertThat(keys(Map.of("key_alias", "%", "substring_matching", "true", "user_id", user)))
                .isEmpty();
        assertThat(keys(Map.of("key_hash", three))).containsExactly(three);
        assertThat(keys(Map.of("key_hash", clear))).containsExactly(three);
        assertThat(keys(Map.of("user_id", user, "status", "deleted"))).isEmpty();
    }

    @Test
    void shouldSort() {
        String b = token(Map.of("user_id", user, "key_alias", "b-" + user, "max_budget", 1));
        String c = token(Map.of("user_id", user, "key_alias", "c-" + user));
        String a = token(Map.of("user_id", user, "key_alias", "a-" + user, "max_budget", 2));

        assertThat(keys(Map.of("user_id", user, "sort_by", "key_alias", "sort_order", "asc")))
                .containsExactly(a, b, c);
        assertThat(keys(Map.of("user_id", user, "sort_by", "max_budget", "sort_order", "desc")))
                .containsExactly(a, b, c);
        assertThat(keys(Map.of("user_id", user))).containsExactly(a, c, b);
        assertThat(admin.get("/key/list", Map.of("sort_by", "hash; DROP TABLE virtual_keys"))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void shouldShowWholeKeysOnDemand() {
        String hash = token(Map.of("user_id", user, "rpm_limit", 3));

        JsonPath list = list(Map.of("user_id", user, "return_full_object", "true"));

        assertThat(list.getString("keys[0].token")).isEqualTo(hash);
        assertThat(list.getInt("keys[0].rpm_limit")).isEqualTo(3);
    }

    private String token(Map<String, Object> fields) {
        return admin.generate(fields).jsonPath().getString("token");
    }

    private JsonPath list(Map<String, ?> query) {
        var response = admin.get("/key/list", new HashMap<>(query));
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return response.jsonPath();
    }

    private List<String> keys(Map<String, ?> query) {
        return list(query).getList("keys");
    }
}
