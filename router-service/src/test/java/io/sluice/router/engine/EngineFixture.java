package io.sluice.router.engine;

import io.sluice.configuration.ConfigurationLoader;
import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.router.catalog.Catalog;
import io.sluice.router.egress.Egress;
import io.sluice.router.egress.EgressOptions;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** An engine with a configuration, and calls of it over real sockets. */
final class EngineFixture implements AutoCloseable {

    static final Catalog CATALOG = Catalog.load();

    static final String CHAT = "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    static final String STREAM =
            "{\"model\":\"%s\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    private final Context context = vertx.getOrCreateContext();
    private Engine engine;

    Upstream upstream(Upstream.Script... scripts) {
        return new Upstream(vertx, scripts);
    }

    EngineFixture configure(String yaml) {
        engine = new Engine(
                vertx,
                CATALOG,
                new Egress(vertx, new EgressOptions(1_000, 1_000, 500, 30)),
                ConfigurationLoader.parse(yaml, Map.of()),
                AttemptObserver.NONE);
        return this;
    }

    /** One group of one priced deployment without retries. */
    static String single(String group, Upstream upstream, String moreParams) {
        return deployment(group, upstream.url(), moreParams) + "\nrouter_settings: {num_retries: 0}\n";
    }

    static String deployment(String group, String url, String moreParams) {
        return "model_list:\n" + entry(group, url, moreParams);
    }

    /** Prices: $1 a thousand input tokens, $2 a thousand output tokens. */
    static String entry(String group, String url, String moreParams) {
        return "  - {model_name: " + group
                + ", litellm_params: {model: openai/gpt-4o, api_key: sk-provider, api_base: '" + url
                + "', input_cost_per_token: 0.001, output_cost_per_token: 0.002" + moreParams
                + "}, model_info: {id: id-" + group
                + "}}\n";
    }

    Recorded chat(String model) {
        return call(CHAT.formatted(model), Long.MAX_VALUE, Map.of(), ignored -> {});
    }

    Recorded stream(String model) {
        return call(STREAM.formatted(model), Long.MAX_VALUE, Map.of(), ignored -> {});
    }

    Recorded call(String body, long spendable, Map<String, String> headers, Consumer<Recorded> atFirstChunk) {
        RouteRequest request = request(body, spendable, -1, headers);
        Recorded recorded = new Recorded(context, atFirstChunk);
        context.runOnContext(ignored -> recorded.call = engine.route(request, recorded));
        return recorded;
    }

    static RouteRequest request(String body, long spendable, long deadlineMillis, Map<String, String> headers) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        var scan = Scans.of(bytes);
        return new RouteRequest(
                "call-1",
                Protocol.OPENAI_CHAT,
                new Caller.Admin("hash"),
                scan.model(),
                scan.model(),
                scan,
                ByteBuffer.wrap(bytes),
                -1,
                spendable,
                deadlineMillis,
                headers,
                null,
                List.of());
    }

    Recorded withDeadline(String body, long deadlineMillis) {
        RouteRequest request = request(body, Long.MAX_VALUE, deadlineMillis, Map.of());
        Recorded recorded = new Recorded(context, ignored -> {});
        context.runOnContext(ignored -> recorded.call = engine.route(request, recorded));
        return recorded;
    }

    Engine engine() {
        return engine;
    }

    @Override
    public void close() {
        Recorded.await(vertx.close().toCompletionStage().toCompletableFuture());
    }
}
