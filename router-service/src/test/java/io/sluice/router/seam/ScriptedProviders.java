package io.sluice.router.seam;

import io.quarkus.runtime.ShutdownEvent;
import io.sluice.configuration.Configuration;
import io.sluice.configuration.ConfigurationLoader;
import io.sluice.router.engine.Upstream;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;

/** Scripted providers and a configuration that names them, for the router as a service. */
@Singleton
class ScriptedProviders {

    static final String MASTER_KEY = "sk-master-key-of-a-test";

    final Upstream good;
    final Upstream flaky;
    final Upstream stalls;

    ScriptedProviders(Vertx vertx) {
        good = new Upstream(vertx, (socket, request) -> {
            if (request.body().contains("\"stream\":true")) {
                Upstream.stream().answer(socket, request);
            } else {
                Upstream.ok("Hello").answer(socket, request);
            }
        });
        flaky = new Upstream(vertx, Upstream.error(500, "boom", "retry-after-ms: 1"), Upstream.ok("Hello"));
        stalls = new Upstream(vertx, Upstream.raw(Upstream.STREAM_HEAD + Upstream.chunk(Upstream.delta("Hello"))));
    }

    /** A normal bean, which wins over the service's default. */
    @Produces
    @Singleton
    Configuration configuration() {
        return ConfigurationLoader.parse(
                "model_list:\n" + entry("good", good) + entry("flaky", flaky) + entry("stalls", stalls)
                        + "general_settings: {master_key: " + MASTER_KEY + "}",
                Map.of());
    }

    private static String entry(String name, Upstream upstream) {
        return "  - {model_name: " + name + ", litellm_params: {model: openai/gpt-4o, api_key: k, api_base: '"
                + upstream.url() + "'}}\n";
    }

    void stop(@Observes ShutdownEvent event) {
        good.close();
        flaky.close();
        stalls.close();
    }
}
