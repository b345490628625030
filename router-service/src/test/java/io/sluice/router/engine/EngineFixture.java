package io.sluice.router.engine;

import io.sluice.configuration.ConfigurationLoader;
import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.router.catalog.Catalog;
import io.sluice.router.cooldown.Breakers;
import io.sluice.router.cooldown.LocalHealth;
import io.sluice.router.egress.Egress;
import io.sluice.router.egress.EgressOptions;
import io.sluice.router.group.Keep;
import io.sluice.router.limit.RouterLimits;
import io.sluice.router.measure.MeterSettings;
import io.sluice.router.measure.Meters;
import io.sluice.router.measure.SteadyClock;
import io.sluice.router.queue.Lines;
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
    private String yaml = "";

    static final Caller ADMIN = new Caller.Admin("hash");

    Upstream upstream(Upstream.Script... scripts) {
        return new Upstream(vertx, scripts);
    }

    EngineFixture configure(String yaml) {
        this.yaml = yaml;
        Keep keep = keep();
        vertx.setPeriodic(Lines.TICK_MILLIS, ignored -> {
            keep.limits().tick();
            keep.lines().tick(keep.clock().getAsLong());
        });
        engine = new Engine(
                vertx,
                CATALOG,
                new Egress(vertx, new EgressOptions(1_000, 1_000, 500, 30)),
                ConfigurationLoader.parse(yaml, Map.of()),
                keep,
                AttemptObserver.NONE,
                Remembered.NOTHING);
        return this;
    }

    void reload() {
        engine.reload(ConfigurationLoader.parse(yaml, Map.of()));
    }

    Recorded chat(String body, Caller caller) {
        return call(request(body, Long.MAX_VALUE, -1, Map.of(), caller, List.of()));
    }

    Recorded tagged(String model, String... tags) {
        return call(request(CHAT.formatted(model), Long.MAX_VALUE, -1, Map.of(), ADMIN, List.of(tags)));
    }

    Recorded call(RouteRequest request) {
        Recorded recorded = new Recorded(context, ignored -> {});
        context.runOnContext(ignored -> recorded.call = engine.route(request, recorded));
        return recorded;
    }

    static Keep keep() {
        SteadyClock clock = new SteadyClock();
        return new Keep(
                new Meters(MeterSettings.DEFAULT),
                new Breakers(new LocalHealth(clock).router("this"), clock),
                new RouterLimits(RouterLimits.Grantors.alone(clock), clock),
                clock);
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

    Recorded embed(String model, String input) {
        return call(Protocol.OPENAI_EMBEDDINGS, model, "{\"model\":\"" + model + "\",\"input\":" + input + "}", 0);
    }

    /** @param cap of the output */
    Recorded call(Protocol protocol, String model, String json, int cap) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        RouteRequest chat = request(CHAT.formatted(model), Long.MAX_VALUE, -1, Map.of());
        return call(new RouteRequest(
                chat.requestId(),
                protocol,
                chat.caller(),
                model,
                model,
                Scans.of(body),
                ByteBuffer.wrap(body),
                cap,
                Long.MAX_VALUE,
                -1,
                Map.of(),
                null,
                List.of()));
    }

    static RouteRequest request(String body, long spendable, long deadlineMillis, Map<String, String> headers) {
        return request(body, spendable, deadlineMillis, headers, ADMIN, List.of());
    }

    static RouteRequest request(
            String body,
            long spendable,
            long deadlineMillis,
            Map<String, String> headers,
            Caller caller,
            List<String> tags) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        var scan = Scans.of(bytes);
        return new RouteRequest(
                "call-1",
                Protocol.OPENAI_CHAT,
                caller,
                scan.model(),
                scan.model(),
                scan,
                ByteBuffer.wrap(bytes),
                -1,
                spendable,
                deadlineMillis,
                headers,
                null,
                tags);
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
