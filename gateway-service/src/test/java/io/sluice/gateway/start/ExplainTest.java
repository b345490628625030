package io.sluice.gateway.start;

import static io.sluice.gateway.start.EdgeHarness.MASTER;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.identity.KeyHash;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExplainTest {

    private static final String KEY = "sk-explain-0123456789";

    private final EdgeHarness edge = new EdgeHarness();

    @AfterEach
    void close() {
        edge.close();
    }

    private HttpResponse<String> explain(String key, String body) {
        return edge.send(edge.request("/route/explain")
                .header("authorization", "Bearer " + key)
                .POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> explained(String key, String id) {
        return edge.send(edge.request("/route/explain/" + id).header("authorization", "Bearer " + key));
    }

    @Test
    void shouldExplainARequestForTheKeyThatAsksAfterItsAliases() {
        edge.key(KEY, parts -> parts.aliases = Map.of("mine", "gpt"));
        assertThat(explain(KEY, EdgeHarness.CHAT.replace("\"gpt\"", "\"mine\"")).body())
                .contains("\"model\":\"gpt\"", KeyHash.of(KEY));
        assertThat(edge.journal.open).isEmpty();
        assertThat(edge.journal.ended).isEmpty();
    }

    @Test
    void shouldExplainForAnotherKeyOnlyToAdministrators() {
        edge.key(KEY, parts -> {});
        edge.key("sk-other-0123456789", parts -> {});
        String body = "{\"key\":\"" + KEY + "\",\"request\":" + EdgeHarness.CHAT + "}";
        assertThat(explain(MASTER, body).body()).contains(KeyHash.of(KEY));
        assertThat(explain("sk-other-0123456789", body).statusCode()).isEqualTo(403);
        assertThat(explain(MASTER, body.replace(KEY, "sk-nobody")).statusCode()).isEqualTo(404);
    }

    @Test
    void shouldNotExplainAModelThatTheKeyMayNotUse() {
        edge.key(KEY, parts -> parts.models = List.of("grouped"));
        assertThat(explain(KEY, EdgeHarness.CHAT).statusCode()).isEqualTo(403);
        assertThat(explain(KEY, "no json").statusCode()).isEqualTo(400);
    }

    @Test
    void shouldTellOfACallToItsOwnerAndToAdministrators() {
        edge.key(KEY, parts -> {});
        edge.key("sk-other-0123456789", parts -> {});
        edge.engine.knownBy = KeyHash.of(KEY);
        assertThat(explained(KEY, "known").statusCode()).isEqualTo(200);
        assertThat(explained(MASTER, "known").statusCode()).isEqualTo(200);
        assertThat(explained("sk-other-0123456789", "known").statusCode()).isEqualTo(404);
        assertThat(explained(MASTER, "unknown").statusCode()).isEqualTo(404);
    }
}
