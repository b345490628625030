package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.it.harness.Answer;
import io.sluice.it.harness.Books;
import io.sluice.it.harness.Gateway;
import io.sluice.it.harness.Installation;
import io.sluice.it.harness.LogsOnFailure;
import io.sluice.it.harness.Nonces;
import io.sluice.it.harness.Parallel;
import io.sluice.it.harness.Shape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What routers know, asked through the gateway. */
@ExtendWith(LogsOnFailure.class)
class ExplainOverRoutersTest {

    private final Nonces nonces = new Nonces();
    private Installation sluice;
    private Gateway client;

    @BeforeEach
    void findSluice() {
        sluice = Installation.of(Shape.FLEET);
        client = sluice.gateway().as(new Books(sluice.gateway()).newKey(""));
    }

    @Test
    void shouldExplainACallWhicheverRouterMadeIt() {
        // at the same time, so that each takes a connection of its own, and the balancer gives it to another router
        List<Answer> calls = Parallel.calls(9, i -> client.chat("fine", nonces.prompt("sim{first-ms=800}")));

        for (Answer call : calls) {
            String id = call.header("x-litellm-call-id");
            Answer explained = client.get("/route/explain/" + id);
            assertThat(explained.status()).as(explained.text()).isEqualTo(200);
            assertThat(explained.json().path("request_id").asText()).isEqualTo(id);
            assertThat(explained.json().path("attempts")).hasSize(1);
            assertThat(sluice.gateway().get("/route/explain/" + id).status()).isEqualTo(200);
        }
    }

    @Test
    void shouldExplainACallToNobodyElse() {
        String id = client.chat("fine", nonces.prompt("whose?")).header("x-litellm-call-id");
        Gateway stranger = sluice.gateway().as(new Books(sluice.gateway()).newKey(""));

        assertThat(stranger.get("/route/explain/" + id).status()).isEqualTo(404);
        assertThat(client.get("/route/explain/no-such-call").status()).isEqualTo(404);
    }

    @Test
    void shouldExplainACallThatIsNotMade() {
        Answer answer = client.post("/route/explain", Gateway.body("saved-refused", nonces.prompt("not made")));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        JsonNode choice = answer.json().path("groups").path(0).path("choices").path(0);
        assertThat(choice.path("candidates")).hasSize(2);
        assertThat(choice.path("chosen").asText()).isNotEmpty();
        assertThat(nonces.seen()).isEmpty();
    }

    @Test
    void shouldTellTheHealthOfDeployments() {
        JsonNode page = sluice.gateway().get("/health").json();

        assertThat(groups(page.path("healthy_endpoints")))
                .contains("fine", "sixty")
                .doesNotContain("alone-storm");
        assertThat(groups(page.path("unhealthy_endpoints"))).contains("alone-storm", "alone-refused");
        assertThat(page.path("unhealthy_endpoints"))
                .allSatisfy(
                        endpoint -> assertThat(endpoint.path("error").asText()).isNotBlank());
    }

    private static List<String> groups(JsonNode endpoints) {
        List<String> groups = new ArrayList<>();
        endpoints.forEach(endpoint -> groups.add(endpoint.path("model_name").asText()));
        return groups;
    }
}
