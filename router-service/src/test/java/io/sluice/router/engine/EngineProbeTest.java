package io.sluice.router.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.routing.DeploymentOffer;
import io.sluice.contracts.routing.ModelOffer;
import io.sluice.contracts.routing.RouteCodec;
import io.sluice.contracts.routing.RouteOutcome;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Looks at the health of single deployments. */
class EngineProbeTest {

    private static final Map<String, String> PROBE = Map.of(RouteCodec.PROBE_HEADER, "1", "x-litellm-num-retries", "0");

    private final EngineFixture fixture = new EngineFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private RouteOutcome probe(String id) {
        return fixture.call(EngineFixture.CHAT.formatted(id), Long.MAX_VALUE, PROBE, ignored -> {})
                .outcome();
    }

    @Test
    void shouldCallADeploymentThatRestsAndChangeNothingForOthers() {
        Upstream upstream = fixture.upstream(Upstream.error(429, "slow down", "retry-after: 60"), Upstream.ok("well"));
        fixture.configure(EngineFixture.single("g", upstream, ""));
        assertThat(fixture.chat("g").outcome().status()).isEqualTo(429);
        assertThat(fixture.chat("g").outcome().attempts()).as("it rests").isEmpty();

        assertThat(probe("id-g").status()).isEqualTo(200);

        assertThat(fixture.chat("g").outcome().attempts()).as("it still rests").isEmpty();
        assertThat(upstream.requests()).hasSize(2);
    }

    @Test
    void shouldNotRememberAProbeAmongTheCallsThatAreExplained() {
        fixture.configure(EngineFixture.single("g", fixture.upstream(Upstream.ok("well")), ""));
        probe("id-g");
        assertThat(fixture.engine().remembered("call-1", null)).isEmpty();

        fixture.chat("g").outcome();
        assertThat(fixture.engine().remembered("call-1", null)).isPresent();
    }

    @Test
    void shouldNotRestADeploymentBecauseAProbeFailed() {
        Upstream upstream = fixture.upstream(Upstream.error(401, "who are you"), Upstream.ok("well"));
        fixture.configure(EngineFixture.single("g", upstream, ""));

        assertThat(probe("id-g").status()).isEqualTo(401);

        assertThat(fixture.chat("g").outcome().status()).isEqualTo(200);
    }

    @Test
    void shouldAskAWildcardForItsHealthCheckModel() {
        Upstream upstream = fixture.upstream(Upstream.ok("well"));
        fixture.configure(EngineFixture.single("any/*", upstream, "")
                .replace("model: openai/gpt-4o", "model: 'openai/*'")
                .replace("id: id-any/*", "id: wild, health_check_model: openai/gpt-4o-mini"));

        assertThat(probe("wild").status()).isEqualTo(200);

        assertThat(upstream.requests().getFirst().body()).contains("\"gpt-4o-mini\"");
    }

    @Test
    void shouldTellTheEdgeOfEachDeploymentAndLetItBeAskedForById() {
        fixture.configure("model_list:\n"
                + EngineFixture.entry("g", "http://127.0.0.1:1", "")
                        .replace(
                                "id: id-g",
                                "id: one, mode: chat, health_check_timeout: 3,"
                                        + " disable_background_health_check: true, access_groups: [beta]")
                + EngineFixture.entry("any/*", "http://127.0.0.1:1", "")
                        .replace("model: openai/gpt-4o", "model: 'openai/*'"));

        DeploymentOffer one = fixture.engine().current().deployments().getFirst();
        assertThat(one.group()).isEqualTo("g");
        assertThat(one.model()).isEqualTo("openai/gpt-4o");
        assertThat(one.mode()).isEqualTo("chat");
        assertThat(one.probe()).isEqualTo(new DeploymentOffer.ProbeRules(3_000, false, "openai/gpt-4o"));
        assertThat(fixture.engine().current().deployments().getLast().probe().model())
                .isNull();
        ModelOffer byId = fixture.engine().current().offers().stream()
                .filter(offer -> offer.name().equals("one"))
                .findFirst()
                .orElseThrow();
        assertThat(byId.hidden()).isTrue();
        assertThat(byId.accessGroups()).containsExactlyInAnyOrder("beta", "g");
    }
}
