package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.it.harness.Answer;
import io.sluice.it.harness.Eventually;
import io.sluice.it.harness.EveryInstallation;
import io.sluice.it.harness.EveryShape;
import io.sluice.it.harness.Gateway;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@EveryShape
class KeysTest extends EveryInstallation {

    private static final Duration REVOCATION = Duration.ofSeconds(5);

    @Test
    void shouldShowAKeyWithoutItsSecret() {
        String key =
                books.newKey("\"key_alias\":\"" + nonces.prompt("alias") + "\",\"max_budget\":2.5,\"rpm_limit\":7");
        assertThat(key).startsWith("sk-").hasSizeGreaterThan(20);
        JsonNode info = books.info(key);
        assertThat(info.path("max_budget").asDouble()).isEqualTo(2.5);
        assertThat(info.path("rpm_limit").asInt()).isEqualTo(7);
        assertThat(info.path("spend").asDouble()).isZero();
        assertThat(info.toString()).doesNotContain(key);
        Answer list = sluice.gateway().get("/key/list?return_full_object=true&size=100");
        assertThat(list.status()).isEqualTo(200);
        assertThat(list.text()).doesNotContain(key);
    }

    @Test
    void shouldLetAKeySeeItself() {
        String key = books.newKey("");
        assertThat(sluice.gateway().as(key).get("/key/info").status()).isEqualTo(200);
        String other = books.newKey("");
        assertThat(sluice.gateway().as(key).get("/key/info?key=" + other).status())
                .isEqualTo(403);
    }

    @Test
    void shouldStopADeletedKeyOnEveryGateway() {
        String key = books.newKey("");
        serveOnEveryGateway(key);
        books.delete(key);
        refuseOnEveryGateway(key, 401);
    }

    @Test
    void shouldStopABlockedKeyOnEveryGatewayAndServeItAgain() {
        String key = books.newKey("");
        serveOnEveryGateway(key);
        assertThat(sluice.gateway()
                        .post("/key/block", "{\"key\":\"" + key + "\"}")
                        .status())
                .isEqualTo(200);
        refuseOnEveryGateway(key, 401);
        assertThat(sluice.gateway()
                        .post("/key/unblock", "{\"key\":\"" + key + "\"}")
                        .status())
                .isEqualTo(200);
        Eventually.holdsWithin(REVOCATION, () -> serveOnEveryGateway(key));
    }

    @Test
    void shouldHoldAKeyToItsModels() {
        String key = books.newKey("\"models\":[\"gpt\"]");
        serveOnEveryGateway(key);
        for (Gateway gateway : sluice.gateways()) {
            Answer answer = gateway.as(key).chat("cent", nonces.prompt("hi"));
            assertThat(answer.status()).as(answer.text()).isIn(401, 403);
            assertThat(answer.json().path("error").path("type").asText()).isEqualTo("key_model_access_denied");
            assertThat(gateway.as(key).get("/v1/models").text()).contains("gpt").doesNotContain("cent");
        }
        books.update(key, "\"models\":[\"cent\"]");
        Eventually.holdsWithin(
                REVOCATION,
                () -> sluice.gateways()
                        .forEach(gateway -> assertThat(gateway.as(key)
                                        .chat("gpt", nonces.prompt("hi"))
                                        .status())
                                .isIn(401, 403)));
        assertThat(sluice.gateway().as(key).chat("cent", nonces.prompt("hi")).status())
                .isEqualTo(200);
    }

    @Test
    void shouldEndAKeyWithItsDuration() {
        String key = books.newKey("\"duration\":\"3s\"");
        serveOnEveryGateway(key);
        Eventually.sleep(Duration.ofSeconds(3));
        for (Gateway gateway : sluice.gateways()) {
            Answer answer = gateway.as(key).chat("gpt", nonces.prompt("hi"));
            assertThat(answer.status()).as(answer.text()).isIn(400, 401);
            assertThat(answer.json().path("error").path("type").asText()).isEqualTo("expired_key");
        }
    }

    private void serveOnEveryGateway(String key) {
        for (Gateway gateway : sluice.gateways()) {
            Answer answer = gateway.as(key).chat("gpt", nonces.prompt("repeat: served"));
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        }
    }

    private void refuseOnEveryGateway(String key, int status) {
        Eventually.holdsWithin(REVOCATION, () -> {
            for (Gateway gateway : sluice.gateways()) {
                Answer answer = gateway.as(key).chat("gpt", nonces.prompt("hi"));
                assertThat(answer.status()).as(answer.text()).isEqualTo(status);
            }
        });
    }
}
