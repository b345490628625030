package io.sluice.gateway.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.contracts.admission.Meter;
import io.sluice.contracts.admission.Scope;
import io.sluice.contracts.identity.KeyLookup;
import io.sluice.contracts.money.Money;
import io.sluice.contracts.routing.PassThrough;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.RouteOutcome;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.usage.Certainty;
import io.sluice.gateway.admission.AdmissionDecision;
import io.sluice.gateway.admission.Reservation;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EdgeTest {

    private static final String KEY = "sk-test-00000001";
    private EdgeHarness edge;

    @BeforeEach
    void start() {
        edge = new EdgeHarness();
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    private static JsonNode error(HttpResponse<String> response) {
        return json(response).path("error");
    }

    private static JsonNode json(HttpResponse<String> response) {
        try {
            return new ObjectMapper().readTree(response.body());
        } catch (java.io.IOException e) {
            throw new IllegalStateException(response.body(), e);
        }
    }

    @Test
    void shouldAnswerAChatWithHeadersAndALedgerEvent() {
        HttpResponse<String> response = edge.chat(EdgeHarness.MASTER, EdgeHarness.CHAT);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(PlayedEngine.ANSWER);
        assertThat(response.headers().firstValue("x-litellm-response-cost")).contains("6.9e-06");
        assertThat(response.headers().firstValue("x-request-id")).isPresent();
        assertThat(response.headers().firstValue("x-litellm-overhead-duration-ms"))
                .isPresent();
        assertThat(edge.journal.open).isEmpty();
        assertThat(edge.journal.ended).hasSize(1);
        assertThat(edge.journal.ended.getFirst()).singleElement().satisfies(event -> {
            assertThat(event.gatewayId()).isEqualTo("gateway-test");
            assertThat(event.segment()).isEqualTo(7);
            assertThat(event.requestId()).isEqualTo(edge.engine.last.requestId());
            assertThat(event.clientStatus()).isEqualTo(200);
        });
    }

    @Test
    void shouldLeaveTestAidsToTheEngineWhichKnowsWhetherTheyAreAllowed() {
        String body = EdgeHarness.CHAT.replaceFirst("\\{", "{\"mock_testing_fallbacks\":true,");
        assertThat(edge.chat(EdgeHarness.MASTER, body).statusCode()).isEqualTo(200);
        assertThat(edge.engine.last.scan().topLevel())
                .anyMatch(member -> member.name().equals("mock_testing_fallbacks"));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/messages, ANTHROPIC_MESSAGES, messages",
        "/messages, ANTHROPIC_MESSAGES, messages",
        "/v1/responses, OPENAI_RESPONSES, input",
        "/openai/v1/responses, OPENAI_RESPONSES, input",
        "/v1beta/models/gpt:generateContent, GEMINI_GENERATE, contents",
        "/models/gpt:streamGenerateContent, GEMINI_GENERATE, contents",
        "/v1/models/gpt:generateContent, GEMINI_GENERATE, contents",
        "/completions, OPENAI_COMPLETIONS, prompt",
        "/engines/gpt/completions, OPENAI_COMPLETIONS, prompt"
    })
    void shouldTakeEveryProtocolWhereItsClientsAsk(String path, Protocol protocol, String member) {
        String body = "{\"model\":\"gpt\",\"max_tokens\":9,\"" + member + "\":[]}";
        HttpResponse<String> response = edge.send(edge.request(path)
                .header("x-api-key", EdgeHarness.MASTER)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(edge.engine.last.protocol()).isEqualTo(protocol);

        HttpResponse<String> without = edge.send(edge.request(path)
                .header("x-api-key", EdgeHarness.MASTER)
                .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"gpt\"}")));
        assertThat(without.statusCode()).isEqualTo(400);
        assertThat(without.body()).contains("Missing required parameter: '" + member + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {EdgeHarness.MASTER, "sk-nobody-knows-this-one"})
    void shouldTellClientsOfMessagesInTheirShape(String key) {
        HttpResponse<String> response = edge.send(edge.request("/v1/messages")
                .header("x-api-key", key)
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"model\":\"no-such-model\",\"max_tokens\":9,\"messages\":[]}")));
        assertThat(response.statusCode()).isBetween(400, 401);
        assertThat(response.body()).startsWith("{\"type\":\"error\",\"error\":{\"type\":");
    }

    @Test
    void shouldTakeGooglesKeyFromTheQueryAndKeepIt() {
        String contents = "{\"contents\":[],\"generationConfig\":{\"max_output_tokens\":7,\"candidateCount\":2}}";
        HttpResponse<String> response = edge.send(
                edge.request("/v1beta/models/openai/gpt:streamGenerateContent?key=" + EdgeHarness.MASTER + "&alt=sse")
                        .POST(HttpRequest.BodyPublishers.ofString(contents)));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(edge.engine.last.model()).isEqualTo("openai/gpt");
        assertThat(edge.engine.last.scan().stream()).isTrue();
        assertThat(edge.engine.last.scan().maxTokens()).isEqualTo(7);
        assertThat(edge.engine.last.scan().choices()).isEqualTo(2);
        assertThat(edge.engine.last.headers().get(RouteRequest.PATH)).endsWith("?alt=sse");
        assertThat(edge.engine.last.headers().toString()).doesNotContain(EdgeHarness.MASTER);
    }

    @Test
    void shouldListModelsForGooglesClients() {
        edge.key("sk-grouped", key -> key.models = List.of("grouped"));
        HttpResponse<String> list =
                edge.send(edge.request("/v1beta/models?key=sk-grouped").GET());
        assertThat(json(list).path("models")).hasSize(1);
        assertThat(json(list).path("models").path(0).path("name").asText()).isEqualTo("models/grouped");
        assertThat(edge.send(edge.request("/v1beta/models/grouped?key=sk-grouped")
                                .GET())
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<String> other =
                edge.send(edge.request("/v1beta/models/gpt?key=sk-grouped").GET());
        assertThat(json(other).path("error").path("status").asText()).isEqualTo("NOT_FOUND");
    }

    @Test
    void shouldTellGooglesClientsInTheirShape() {
        HttpResponse<String> response = edge.send(edge.request("/v1beta/models/gpt:generateContent?key=sk-nobody-knows")
                .POST(HttpRequest.BodyPublishers.ofString("{\"contents\":[]}")));

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.body()).contains("\"code\":401", "\"status\":\"UNAUTHENTICATED\"");
        assertThat(edge.send(edge.request("/v1/chat/completions?key=" + EdgeHarness.MASTER)
                                .POST(HttpRequest.BodyPublishers.ofString(EdgeHarness.CHAT)))
                        .statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/messages/count_tokens, COUNT_TOKENS",
        "/v1beta/models/gpt:countTokens, COUNT_TOKENS",
        "/v1/responses/input_tokens, COUNT_TOKENS"
    })
    void shouldTakeQuestionsToTheDesk(String path, String topic) {
        String body = "{\"model\":\"gpt\",\"messages\":[]}";
        HttpResponse<String> response = edge.send(edge.request(path)
                .header("x-api-key", EdgeHarness.MASTER)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        assertThat(response.body()).isEqualTo("{\"topic\":\"" + topic + "\",\"model\":\"gpt\"}");
        assertThat(edge.journal.ended).isEmpty();

        edge.key("sk-confined", parts -> parts.models = List.of("other"));
        HttpResponse<String> refused = edge.send(
                edge.request(path).header("x-api-key", "sk-confined").POST(HttpRequest.BodyPublishers.ofString(body)));
        assertThat(refused.statusCode()).isEqualTo(403);
    }

    @Test
    void shouldPassThroughWithoutTheKeyWhereverItStands() {
        HttpResponse<String> response = edge.send(edge.request("/openai/v1/things?after=x&key=" + EdgeHarness.MASTER)
                .header("x-api-key", EdgeHarness.MASTER)
                .header("x-my-own-header", "Bearer " + EdgeHarness.MASTER)
                .header("anthropic-beta", "b")
                .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"model\":\"gpt-4o\"}")));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        RouteRequest asked = edge.engine.last;
        assertThat(asked.protocol()).isEqualTo(Protocol.PASS_THROUGH);
        assertThat(asked.model()).isEqualTo(PassThrough.group("openai", "gpt-4o"));
        assertThat(asked.headers())
                .containsEntry(RouteRequest.METHOD, "PATCH")
                .containsEntry(RouteRequest.PATH, "/v1/things?after=x&key=")
                .containsEntry("anthropic-beta", "b");
        assertThat(asked.headers().toString()).doesNotContain(EdgeHarness.MASTER);
        assertThat(edge.journal.ended).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?key=KEY", "?after=x&%6bey=KEY", "?after=x;key=KEY", "?key=KEY&key=KEY", "?a=b?&key=KEY"})
    void shouldKeepTheKeyHoweverItStandsInTheQuery(String query) {
        String asked = "/openai/v1/things" + query.replace("KEY", EdgeHarness.MASTER);
        HttpResponse<String> response = edge.send(edge.request(asked)
                .header("x-api-key", EdgeHarness.MASTER)
                .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"gpt-4o\"}")));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(edge.engine.last.headers().toString()).doesNotContain(EdgeHarness.MASTER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/openai/../v1/models",
                "/openai/v1/%2e%2e/%2e%2e/x",
                "/openai/v1/..%2f..%2fx",
                "/openai/v1/%252e%252e/x",
                "/openai/v1/..;a/x",
                "/openai/v1/..%5cx",
                "/openai/v1/%00"
            })
    void shouldLetNoPathLeadOutOfAProvider(String path) throws Exception {
        assertThat(RawHttp.exchange(
                        edge.port,
                        "GET " + path + " HTTP/1.1\r\nhost: x\r\nx-api-key: " + EdgeHarness.MASTER
                                + "\r\nconnection: close\r\n\r\n"))
                .containsAnyOf(" 404 ", " 400 ");
        assertThat(edge.engine.last).isNull();
    }

    @Test
    void shouldPassThroughOnlyWhatAKeyMayUse() {
        edge.key("sk-confined", parts -> parts.models = List.of("gpt-4o"));
        edge.key("sk-openai", parts -> parts.models = List.of("openai/*"));

        assertThat(passed("sk-confined", "gpt-4o")).isEqualTo(200);
        assertThat(passed("sk-confined", "o3")).isEqualTo(403);
        assertThat(passed("sk-confined", "")).isEqualTo(403);
        assertThat(passed("sk-openai", "o3")).isEqualTo(200);
        assertThat(passed("sk-openai", "")).isEqualTo(200);
        assertThat(passed("sk-nobody", "gpt-4o")).isEqualTo(401);
        // the body must not hide what the path names, nor a second member the first
        assertThat(passed("sk-confined", "/azure/openai/deployments/o3/chat/completions", "{\"model\":\"gpt-4o\"}"))
                .isEqualTo(403);
        assertThat(passed("sk-confined", "/openai/v1/files", "{\"model\":\"o3\",\"model\":\"gpt-4o\"}"))
                .isEqualTo(403);
        assertThat(passed("sk-confined", "/openai/v1/files?a=/deployments/gpt-4o/", "{}"))
                .isEqualTo(403);
        // nor whom the provider asks when the first cannot answer
        String chats = "/openai/v1/chat/completions";
        assertThat(passed("sk-confined", chats, "{\"models\":[\"gpt-4o\"]}")).isEqualTo(200);
        assertThat(passed("sk-confined", chats, "{\"model\":\"gpt-4o\",\"models\":[\"gpt-4o\",\"o3\"]}"))
                .isEqualTo(403);
        assertThat(passed("sk-confined", chats, "{\"models\":[\"gpt-4o\"],\"models\":[\"o3\"]}"))
                .isEqualTo(403);
        assertThat(passed("sk-confined", chats, "{\"model\":\"gpt-4o\",\"fallbacks\":[{\"model\":\"o3\"}]}"))
                .isEqualTo(403);
    }

    @Test
    void shouldPriceAPassedCallByItsModelWhereverOthersStand() {
        assertThat(passed(
                        EdgeHarness.MASTER,
                        "/openai/v1/chat/completions",
                        "{\"models\":[\"o3\"],\"model\":\"gpt-4o\"}"))
                .isEqualTo(200);
        assertThat(edge.engine.last.model()).isEqualTo(PassThrough.group("openai", "gpt-4o"));
    }

    private int passed(String key, String model) {
        return passed(key, "/openai/v1/files", model.isEmpty() ? "{}" : "{\"model\":\"" + model + "\"}");
    }

    private int passed(String key, String path, String body) {
        return edge.send(edge.request(path).header("x-api-key", key).POST(HttpRequest.BodyPublishers.ofString(body)))
                .statusCode();
    }

    @Test
    void shouldKnowNoPassThroughByTheNameOfAModel() {
        HttpResponse<String> response = edge.send(edge.request("/v1/chat/completions")
                .header("x-api-key", EdgeHarness.MASTER)
                .POST(HttpRequest.BodyPublishers.ofString(
                        EdgeHarness.CHAT.replace("\"gpt\"", '"' + PassThrough.group("openai", "gpt-4o") + '"'))));
        assertThat(response.statusCode()).isEqualTo(400);
    }

    @Test
    void shouldStreamToTheEnd() {
        HttpResponse<String> response = edge.chat(EdgeHarness.MASTER, EdgeHarness.STREAM);
        assertThat(response.body()).isEqualTo("data: {\"a\":1}\n\ndata: [DONE]\n\n");
        assertThat(response.headers().firstValue("content-type")).contains("text/event-stream; charset=utf-8");
        assertThat(edge.journal.ended).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/chat/completions",
                "/engines/gpt/chat/completions",
                "/openai/deployments/gpt/chat/completions?api-version=2024-10-21",
                "/engines/openai%2Fgpt-5/chat/completions",
                "/engines/openai/gpt-5/chat/completions"
            })
    void shouldTakeChatsOnEveryPath(String path) {
        HttpResponse<String> response = edge.send(edge.request(path)
                .header("api-key", EdgeHarness.MASTER)
                .POST(HttpRequest.BodyPublishers.ofString(EdgeHarness.CHAT)));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(edge.engine.last.model()).isEqualTo(path.contains("gpt-5") ? "openai/gpt-5" : "gpt");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//v1/chat/completions",
                "/v1//chat/completions",
                "/v1/chat/completions/",
                "/v1/chat/completions;x=1",
                "/v1%2fchat/completions",
                "/v1/./chat/completions",
                "/x/../v1/chat/completions",
                "/internal/route",
                "/internal/keys/abc",
                "/q/../key/info",
                "/key/info/",
                "//key/info",
                "/KEY/info",
                "/nothing"
            })
    void shouldNotKnowPathsThatOnlyLookLikeRoutes(String path) throws Exception {
        String answer = RawHttp.exchange(
                edge.port, "POST " + path + " HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 404").contains("\"code\":\"404\"");
        assertThat(RawHttp.exchange(edge.port, "GET " + path + " HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404");
    }

    @Test
    void shouldSayWhatIsAllowed() {
        HttpResponse<String> response =
                edge.send(edge.request("/v1/chat/completions").GET());
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("allow")).contains("POST");
        assertThat(response.body())
                .as("FastAPI's words beside OpenAI's shape")
                .contains("\"detail\":\"Method Not Allowed\"", "\"type\":\"invalid_request_error\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"model\":               | 400 | invalid_request_error | request_body",
                "[1]                       | 400 | invalid_request_error | request_body",
                "\"text\"                  | 400 | invalid_request_error | request_body",
                "{}                        | 400 | invalid_request_error | messages",
                "{\"model\":\"gpt\",\"messages\":null} | 400 | invalid_request_error | messages",
                "{\"model\":7,\"messages\":[]}     | 400 | bad_request_error | model",
                "{\"model\":\"gpt\",\"messages\":\"hi\"} | 400 | invalid_request_error | messages",
                "{\"model\":\"gpt\",\"messages\":[],\"stream\":\"yes\"} | 400 | invalid_request_error | stream",
                "{\"model\":\"gpt\",\"messages\":[],\"max_tokens\":-1} | 400 | invalid_request_error | max_tokens",
                "{\"model\":\"gpt\",\"messages\":[],\"max_tokens\":1e30} | 400 | invalid_request_error | max_tokens",
                "{\"model\":\"gpt\",\"messages\":[],\"max_completion_tokens\":99999999999999999999} | 400 | invalid_request_error | max_completion_tokens",
                "{\"model\":\"gpt\",\"messages\":[],\"n\":0} | 400 | invalid_request_error | n",
                "{\"model\":\"gpt\",\"messages\":[],\"n\":129} | 400 | invalid_request_error | n",
                "{\"model\":\"gpt\",\"messages\":[],\"model\":\"other\"} | 400 | invalid_request_error | request_body",
                "{\"model\":\"gpt\",\"messages\":[],\"mod\\u0065l\":\"other\"} | 400 | invalid_request_error | request_body",
                "{\"model\":\"gpt\",\"messages\":[],\"base_url\":\"http://x\"} | 401 | auth_error | ",
                "{\"model\":\"none\",\"messages\":[]} | 400 | invalid_request_error | ",
                "{\"model\":null,\"messages\":[]} | 400 | invalid_request_error | "
            })
    void shouldRefuseBodies(String body, int status, String type, String param) {
        HttpResponse<String> response = edge.chat(EdgeHarness.MASTER, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(error(response).path("type").asText()).isEqualTo(type);
        assertThat(error(response).path("param").asText(null)).isEqualTo(param);
        assertThat(error(response).path("code").asText()).isEqualTo(Integer.toString(status));
        assertThat(response.headers().firstValue("x-should-retry")).contains("false");
        assertThat(edge.engine.last).isNull();
        assertThat(edge.journal.ended).isEmpty();
    }

    @Test
    void shouldRefuseALargeBodyWithAndWithoutItsLength() throws Exception {
        byte[] large = new byte[(int) EdgeHarness.BODY_LIMIT + 1];
        HttpRequest.Builder request =
                edge.request("/v1/chat/completions").header("authorization", "Bearer " + EdgeHarness.MASTER);
        String declared = RawHttp.exchange(
                edge.port,
                "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer " + EdgeHarness.MASTER
                        + "\r\ncontent-length: 1099511627776\r\n\r\n");
        assertThat(declared).startsWith("HTTP/1.1 413").contains("\"code\":\"413\"");
        HttpResponse<String> counted = edge.send(
                request.POST(HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(large))));
        assertThat(counted.statusCode()).isEqualTo(413);
    }

    @Test
    void shouldRefuseEncodedBodies() {
        HttpResponse<String> response = edge.send(edge.request("/v1/chat/completions")
                .header("authorization", "Bearer " + EdgeHarness.MASTER)
                .header("content-encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofString("x")));
        assertThat(response.statusCode()).isEqualTo(415);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x-nothing     | x                     | auth_error            | No api key",
                "authorization | Bearer                | auth_error            | Malformed",
                "authorization | sk-test-00000001      | auth_error            | Malformed",
                "authorization | Bearer sk-other       | token_not_found_in_db | Invalid API key",
                "authorization | Basic sk-other        | token_not_found_in_db | Invalid API key"
            })
    void shouldRefuseStrangers(String header, String value, String type, String words) {
        HttpResponse<String> response = edge.send(edge.request("/v1/chat/completions")
                .header(header, value)
                .POST(HttpRequest.BodyPublishers.ofString(EdgeHarness.CHAT)));
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(error(response).path("type").asText()).isEqualTo(type);
        assertThat(error(response).path("message").asText()).contains(words).doesNotContain("sk-other");
    }

    @Test
    void shouldLetAKeyUseItsModelsOnly() {
        edge.key(KEY, key -> {
            key.models = List.of("gpt", "beta");
            key.aliases = Map.of("mine", "gpt");
        });
        assertThat(edge.chat(KEY, EdgeHarness.CHAT).statusCode()).isEqualTo(200);
        assertThat(edge.chat(KEY, EdgeHarness.CHAT.replace("gpt", "grouped")).statusCode())
                .isEqualTo(200);
        assertThat(edge.chat(KEY, EdgeHarness.CHAT.replace("gpt", "mine")).statusCode())
                .isEqualTo(200);
        assertThat(edge.engine.last.model()).isEqualTo("gpt");
        assertThat(edge.engine.last.requestedModel()).isEqualTo("mine");
        HttpResponse<String> denied = edge.chat(KEY, EdgeHarness.CHAT.replace("gpt", "openai/gpt-5"));
        assertThat(denied.statusCode()).isEqualTo(403);
        assertThat(error(denied).path("type").asText()).isEqualTo("key_model_access_denied");
        assertThat(edge.asked).as("one question for four calls").hasSize(1);
    }

    @Test
    void shouldListWhatAKeyMayUse() {
        edge.key(KEY, key -> key.models = List.of("grouped"));
        HttpResponse<String> list =
                edge.send(edge.request("/v1/models").header("x-api-key", KEY).GET());
        assertThat(json(list).path("data")).hasSize(1);
        JsonNode entry = json(list).path("data").get(0);
        assertThat(entry.path("id").asText()).isEqualTo("grouped");
        assertThat(entry.path("mode").asText()).isEqualTo("chat");
        assertThat(entry.path("max_input_tokens").asLong()).isEqualTo(128_000);
        HttpResponse<String> other = edge.send(
                edge.request("/v1/models/gpt").header("x-api-key", KEY).GET());
        assertThat(other.statusCode()).isEqualTo(404);
        assertThat(json(other).path("detail").asText())
                .isEqualTo("The model `gpt` does not exist or is not accessible");
    }

    @Test
    void shouldRefuseBlockedExpiredAndConfinedKeys() {
        edge.key("sk-blocked", key -> key.blocked = true);
        edge.key("sk-expired", key -> key.expires = Instant.now().minusSeconds(1));
        edge.key("sk-confined", key -> key.allowedRoutes = List.of("management_routes"));
        assertThat(error(edge.chat("sk-blocked", EdgeHarness.CHAT))
                        .path("message")
                        .asText())
                .isEqualTo("Authentication Error, Key is blocked. Update via `/key/unblock` if you're an admin.");
        assertThat(error(edge.chat("sk-expired", EdgeHarness.CHAT)).path("type").asText())
                .isEqualTo("expired_key");
        HttpResponse<String> confined = edge.chat("sk-confined", EdgeHarness.CHAT);
        assertThat(confined.statusCode()).isEqualTo(403);
        assertThat(json(confined).path("detail").asText())
                .isEqualTo("Virtual key is not allowed to call this route. Only allowed to call routes:"
                        + " ['management_routes']. Tried to call route: /v1/chat/completions");
    }

    @Test
    void shouldKeepManagementForTheAdmin() {
        edge.key(KEY, key -> {});
        HttpResponse<String> denied = edge.send(edge.request("/key/generate")
                .header("authorization", "Bearer " + KEY)
                .header("sluice-caller", "eyJhZG1pbiI6IngifQ")
                .header("sluice-service-token", "guess")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
        assertThat(denied.statusCode()).isEqualTo(401);
        assertThat(error(denied).path("type").asText()).isEqualTo("auth_error");
        HttpResponse<String> own = edge.send(edge.request("/key/info")
                .header("authorization", "Bearer " + KEY)
                .GET());
        assertThat(own.body()).isEqualTo("{\"books\":true}");
        HttpResponse<String> foreign = edge.send(edge.request("/key/info?key=sk-another")
                .header("authorization", "Bearer " + KEY)
                .GET());
        assertThat(foreign.statusCode()).isEqualTo(403);
    }

    @Test
    void shouldSayLaterAndNeverUnknownWhileTheBooksAreAway() {
        edge.key(KEY, key -> {});
        assertThat(edge.chat(KEY, EdgeHarness.CHAT).statusCode()).isEqualTo(200);
        edge.outage = new KeyLookup.Unavailable("test");
        edge.keys.doubtAll();
        assertThat(edge.chat(KEY, EdgeHarness.CHAT).statusCode()).isEqualTo(200);
        HttpResponse<String> unknown = edge.chat("sk-never-seen", EdgeHarness.CHAT);
        assertThat(unknown.statusCode()).isEqualTo(503);
        assertThat(unknown.headers().firstValue("retry-after")).isPresent();
        edge.keys.forget(edge.directory.keySet().iterator().next());
        assertThat(edge.chat(KEY, EdgeHarness.CHAT).statusCode()).isEqualTo(503);
    }

    @Test
    void shouldLoseNothingOfTheBodyWhileTheDirectoryIsAsked() throws Exception {
        CompletableFuture<KeyLookup> answer = new CompletableFuture<>();
        KeyLookup found = new KeyLookup.Found(edge.key(KEY, key -> {}));
        edge.slowAnswer = answer;
        String body = EdgeHarness.CHAT.replace("hi", "x".repeat(500_000));
        CompletableFuture<HttpResponse<String>> response = CompletableFuture.supplyAsync(() -> edge.chat(KEY, body));
        while (edge.asked.isEmpty()) {
            Thread.sleep(5);
        }
        Thread.sleep(50);
        answer.complete(found);
        assertThat(response.get().statusCode()).isEqualTo(200);
        assertThat(edge.engine.last.body().remaining()).isEqualTo(body.length());
    }

    @Test
    void shouldRefuseOverBudgetAndOverLimitInLitellmsShape() {
        edge.key(KEY, key -> {});
        edge.admission = (request, decision) -> decision.accept(
                new AdmissionDecision.Refused(Scope.key("x"), Meter.MONEY, 2_000_000_000L, 0, 1_000_000_000L, 1, -1));
        HttpResponse<String> budget = edge.chat(KEY, EdgeHarness.CHAT);
        assertThat(budget.statusCode()).isEqualTo(422);
        assertThat(error(budget).path("type").asText()).isEqualTo("budget_exceeded");
        assertThat(error(budget).path("message").asText())
                .isEqualTo("Budget has been exceeded! Key=key (sk-...0001) Current cost: 2.0, Max budget: 1.0");
        assertThat(budget.headers().firstValue("x-should-retry")).contains("false");
        edge.admission = (request, decision) ->
                decision.accept(new AdmissionDecision.Refused(Scope.key("x"), Meter.REQUESTS, 1, 0, 1, 1, 60));
        HttpResponse<String> limit = edge.chat(KEY, EdgeHarness.STREAM);
        assertThat(limit.statusCode()).isEqualTo(429);
        assertThat(error(limit).path("type").asText()).isEqualTo("throttling_error");
        assertThat(limit.headers().firstValue("retry-after")).contains("60");
        assertThat(limit.headers().firstValue("x-ratelimit-api_key-remaining-requests"))
                .contains("0");
    }

    @Test
    void shouldKeepClientsAwayFromTheLedgersIds() {
        HttpResponse<String> response = edge.send(edge.request("/v1/chat/completions")
                .header("authorization", "Bearer " + EdgeHarness.MASTER)
                .header("x-litellm-call-id", "mine")
                .header("x-litellm-api-key", EdgeHarness.MASTER)
                .header("x-litellm-timeout", "2.5")
                .header("sluice-call", "x")
                .POST(HttpRequest.BodyPublishers.ofString(EdgeHarness.CHAT)));
        assertThat(response.headers().firstValue("x-litellm-call-id")).contains("mine");
        assertThat(edge.engine.last.requestId()).isNotEqualTo("mine");
        assertThat(edge.engine.last.deadlineMillis()).isEqualTo(2_500);
        assertThat(edge.engine.last.headers()).doesNotContainKeys("x-litellm-api-key", "sluice-call", "authorization");
    }

    @Test
    void shouldAnswerProbesWithoutAKey() {
        assertThat(edge.send(edge.request("/health/liveliness").GET()).body()).isEqualTo("\"I'm alive!\"");
        assertThat(edge.send(edge.request("/health/readiness").GET()).statusCode())
                .isEqualTo(200);
        assertThat(edge.send(edge.request("/").method("HEAD", HttpRequest.BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(200);
        assertThat(edge.send(edge.request("/api/hello").method("HEAD", HttpRequest.BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void shouldRefuseACallThatTheJournalCannotTakeBeforeItCostsAnything() {
        AtomicInteger released = new AtomicInteger();
        edge.admission = (request, decision) -> decision.accept(
                new AdmissionDecision.Admitted(new PlayedReservation(10_000, Long.MAX_VALUE, released)));
        edge.journal.full = true;
        HttpResponse<String> response = edge.chat(EdgeHarness.MASTER, EdgeHarness.CHAT);
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("retry-after")).isPresent();
        assertThat(edge.engine.last).isNull();
        assertThat(released).as("the reservation went back").hasValue(1);
        edge.journal.full = false;
        assertThat(edge.chat(EdgeHarness.MASTER, EdgeHarness.CHAT).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldWriteDownAnAttemptBeforeTheNextOne() throws Exception {
        edge.engine.played = true;
        CompletableFuture<HttpResponse<String>> response =
                CompletableFuture.supplyAsync(() -> edge.chat(EdgeHarness.MASTER, EdgeHarness.STREAM));
        PlayedEngine.Played call = edge.engine.calls.take();
        call.attempted(PlayedEngine.attempt());
        call.head(null);
        call.end(PlayedEngine.outcome(200));
        assertThat(response.get().statusCode()).isEqualTo(200);
        assertThat(edge.journal.attempted).containsExactly(PlayedEngine.attempt());
        assertThat(edge.journal.ended)
                .singleElement()
                .satisfies(events -> assertThat(events).hasSize(1));
    }

    @Test
    void shouldBookALostAttemptAtWhatTheStrictBudgetHadLeftForIt() throws Exception {
        edge.admission = (request, decision) -> decision.accept(
                new AdmissionDecision.Admitted(new PlayedReservation(10_000, 10_000, new AtomicInteger())));
        edge.engine.played = true;
        CompletableFuture<HttpResponse<String>> response =
                CompletableFuture.supplyAsync(() -> edge.chat(EdgeHarness.MASTER, EdgeHarness.STREAM));
        PlayedEngine.Played call = edge.engine.calls.take();
        call.head(null);
        call.end(new RouteOutcome(502, "gpt", List.of(PlayedEngine.attempt()), "router_connection_lost"));
        response.get();
        assertThat(edge.journal.ended.getFirst())
                .extracting(event -> event.cost().nanos())
                .containsExactly(6_900L, 3_100L);
        assertThat(edge.journal.ended.getFirst().getLast().certainty()).isEqualTo(Certainty.UPPER_BOUND);
    }

    private record PlayedReservation(long boundNanos, long spendable, AtomicInteger released) implements Reservation {

        @Override
        public long outputCap() {
            return -1;
        }

        @Override
        public boolean capImposed() {
            return false;
        }

        @Override
        public Money bound() {
            return Money.ofNanos(boundNanos);
        }

        @Override
        public Map<String, Long> charges() {
            return Map.of();
        }

        @Override
        public long left(Meter meter) {
            return -1;
        }

        @Override
        public void settle(Money cost, long tokens, Runnable written) {
            written.run();
        }

        @Override
        public void release() {
            released.incrementAndGet();
        }
    }
}
