package io.sluice.accounting.spend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.sluice.accounting.books.Books;
import io.sluice.accounting.books.Events;
import io.sluice.accounting.books.WithMachine;
import io.sluice.contracts.usage.Certainty;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(WithMachine.class)
class SpendLogsTest {

    private final Books admin = Books.admin();
    private final LocalDate today = LocalDate.now(ZoneOffset.UTC);
    private final String gateway = Events.gateway();
    private JsonPath key;
    private String hash;

    @BeforeEach
    void oneKey() {
        key = admin.generate(Map.of()).jsonPath();
        hash = key.getString("token");
    }

    @Test
    void shouldShowARowAsLiteLlmDoes() {
        Events event = Events.of(gateway, hash, 6_900);
        Books.deliver(List.of(event.event()));

        JsonPath rows = logs(Map.of("request_id", event.requestId()));

        assertThat(rows.getList("$")).hasSize(1);
        assertThat(rows.getString("[0].request_id")).isEqualTo(event.requestId());
        assertThat(rows.getString("[0].api_key")).isEqualTo(hash);
        assertThat(rows.getDouble("[0].spend")).isCloseTo(6.9e-6, within(1e-12));
        assertThat(rows.getLong("[0].metadata.cost_nanos")).isEqualTo(6_900);
        assertThat(rows.getInt("[0].prompt_tokens")).isEqualTo(100);
        assertThat(rows.getInt("[0].completion_tokens")).isEqualTo(40);
        assertThat(rows.getInt("[0].total_tokens")).isEqualTo(140);
        assertThat(rows.getString("[0].model")).isEqualTo("gpt-4o-mini");
        assertThat(rows.getString("[0].model_group")).isEqualTo("fast");
        assertThat(rows.getString("[0].model_id")).isEqualTo("deployment-1");
        assertThat(rows.getString("[0].custom_llm_provider")).isEqualTo("openai");
        assertThat(rows.getString("[0].user")).isEqualTo("user-1");
        assertThat(rows.getList("[0].request_tags")).isEqualTo(List.of("blue", "green"));
        assertThat(rows.getString("[0].status")).isEqualTo("success");
        assertThat(rows.getString("[0].call_type")).isEqualTo("acompletion");
        assertThat(rows.getInt("[0].request_duration_ms")).isEqualTo(250);
        assertThat(rows.getString("[0].startTime"))
                .startsWith(today.getYear() + "-")
                .endsWith("Z");
        assertThat(rows.getString("[0].metadata.settled_as")).isEqualTo("exact");
        assertThat(rows.getLong("[0].metadata.cost_lines[0].amount")).isEqualTo(6_900);
        assertThat(rows.getLong("[0].metadata.charges.'key:" + hash + "'")).isZero();
    }

    @Test
    void shouldFindRowsByKeyInClearOrByItsHash() {
        Events mine = Events.of(gateway, hash, 1);
        Books.deliver(List.of(mine.event(), Events.of(gateway, Events.hash(), 1).event()));

        for (String name : List.of(hash, key.getString("key"))) {
            assertThat(logs(Map.of("api_key", name)).getList("request_id")).isEqualTo(List.of(mine.requestId()));
        }
        assertThat(logs(Map.of("api_key", "sk-unknown")).getList("$")).isEmpty();
        assertThat(logs(Map.of("request_id", mine.requestId(), "api_key", Events.hash()))
                        .getList("$"))
                .isEmpty();
    }

    @Test
    void shouldShowTheNewestFirstInPages() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            Events event = Events.of(gateway, hash, 1).at(at(0, 1).plusSeconds(i));
            ids.add(event.requestId());
            Books.deliver(List.of(event.event()));
        }

        List<String> seen = new ArrayList<>();
        for (int page = 1; page <= 3; page++) {
            seen.addAll(logs(Map.of("api_key", hash, "page", Integer.toString(page), "page_size", "3"))
                    .getList("request_id"));
        }

        assertThat(seen).containsExactlyElementsOf(ids.reversed());
        assertThat(logs(Map.of("api_key", hash, "page", "4", "page_size", "3")).getList("$"))
                .isEmpty();
        assertThat(logs(Map.of("api_key", hash)).getList("$")).hasSize(7);
    }

    @Test
    void shouldTakeWholeDaysOfUtc() {
        LocalDate yesterday = today.minusDays(1);
        Events early = Events.of(gateway, hash, 1)
                .at(Events.micros(yesterday.atStartOfDay(ZoneOffset.UTC).toInstant()));
        Events late = Events.of(gateway, hash, 1)
                .at(Events.micros(today.atStartOfDay(ZoneOffset.UTC).toInstant()) - 1);
        Events before = early.at(early.micros() - 1).request("before-" + hash);
        Events after = late.at(late.micros() + 1).request("after-" + hash);
        Books.deliver(List.of(early.event(), late.event(), before.event(), after.event()));

        assertThat(logs(Map.of(
                                "api_key",
                                hash,
                                "start_date",
                                yesterday.toString(),
                                "end_date",
                                yesterday.toString(),
                                "summarize",
                                "false"))
                        .getList("request_id"))
                .isEqualTo(List.of(late.requestId(), early.requestId()));
        assertThat(logs(Map.of("api_key", hash, "start_date", today.toString())).getList("request_id"))
                .isEqualTo(List.of(after.requestId()));
        assertThat(logs(Map.of(
                                "api_key",
                                hash,
                                "end_date",
                                yesterday.minusDays(1).toString()))
                        .getList("request_id"))
                .isEqualTo(List.of(before.requestId()));
    }

    @Test
    void shouldSumByDayWhenBothDatesAreGiven() {
        Books.deliver(List.of(
                Events.of(gateway, hash, 1_000_000_000).at(at(2, 3)).event(),
                Events.of(gateway, hash, 250_000_000).at(at(2, 20)).event(),
                Events.of(gateway, hash, 500_000_000).at(at(1, 5)).event()));

        JsonPath days = logs(
                Map.of("api_key", hash, "start_date", today.minusDays(3).toString(), "end_date", today.toString()));

        assertThat(days.getList("startTime"))
                .isEqualTo(List.of(
                        today.minusDays(2).toString(), today.minusDays(1).toString()));
        assertThat(days.getDouble("[0].spend")).isEqualTo(1.25);
        assertThat(days.getDouble("[0].users.user-1")).isEqualTo(1.25);
        assertThat(days.getDouble("[0].models.gpt-4o-mini")).isEqualTo(1.25);
        assertThat(days.getDouble("[0].api_keys." + '\'' + hash + '\'')).isEqualTo(1.25);
        assertThat(days.getDouble("[1].spend")).isEqualTo(0.5);
    }

    @Test
    void shouldShowAFailureAndHowItWasSettled() {
        Events failed = Events.of(gateway, hash, 0).settled(Certainty.NONE, 0);
        Events bound = failed.attempt(1).settled(Certainty.UPPER_BOUND, 9_000);
        Books.deliver(List.of(failure(failed), bound.event()));

        JsonPath rows = logs(Map.of("request_id", failed.requestId()));

        assertThat(rows.getList("status")).isEqualTo(List.of("failure", "success"));
        assertThat(rows.getList("metadata.settled_as")).isEqualTo(List.of("none", "upper_bound"));
        assertThat(rows.getString("[0].metadata.error_information.error_code")).isEqualTo("429");
        assertThat(rows.getString("[0].metadata.error_information.error_class")).isEqualTo("RateLimitError");
    }

    @ParameterizedTest
    @CsvSource({
        "start_date,yesterday,400",
        "end_date,2026-13-01,400",
        "end_date,2026-01-01T00:00:00Z,400",
        "page,0,422",
        "page_size,10001,422",
        "page_size,many,422",
        "summarize,perhaps,422",
    })
    void shouldRefuseWrongParameters(String name, String value, int status) {
        Response refused = admin.get("/spend/logs", Map.of(name, value));

        assertThat(refused.statusCode()).isEqualTo(status);
        assertThat(refused.asString()).contains(name);
    }

    @Test
    void shouldShowAHolderHisOwnRowsAlone() {
        Events mine = Events.of(gateway, hash, 1);
        Events theirs = Events.of(gateway, Events.hash(), 1);
        Books.deliver(List.of(mine.event(), theirs.event()));
        Books holder = Books.holder(hash);

        for (Map<String, String> query :
                List.of(Map.<String, String>of(), Map.of("user_id", "user-1"), Map.of("api_key", hash))) {
            assertThat(holder.get("/spend/logs", query).jsonPath().getList("request_id"))
                    .isEqualTo(List.of(mine.requestId()));
        }
        assertThat(holder.get("/spend/logs", Map.of("request_id", theirs.requestId()))
                        .jsonPath()
                        .getList("$"))
                .isEmpty();
        assertThat(holder.get("/spend/logs", Map.of("api_key", theirs.keyHash()))
                        .statusCode())
                .isEqualTo(403);
        assertThat(holder.get("/spend/logs", Map.of("start_date", today.toString(), "end_date", today.toString()))
                        .asString())
                .contains(hash)
                .doesNotContain(theirs.keyHash());
    }

    private JsonPath logs(Map<String, String> query) {
        Response response = admin.get("/spend/logs", query);
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return response.jsonPath();
    }

    private java.time.Instant at(int daysAgo, int hour) {
        return today.minusDays(daysAgo).atTime(LocalTime.of(hour, 0)).toInstant(ZoneOffset.UTC);
    }

    private static io.sluice.contracts.usage.UsageEvent failure(Events failed) {
        return failed.refused(429, "RateLimitError");
    }
}
