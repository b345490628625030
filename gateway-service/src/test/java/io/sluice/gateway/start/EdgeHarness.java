package io.sluice.gateway.start;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.configuration.ConfigurationLoader;
import io.sluice.configuration.Environment;
import io.sluice.contracts.admission.Scope;
import io.sluice.contracts.identity.Directory;
import io.sluice.contracts.identity.KeyLookup;
import io.sluice.contracts.identity.VirtualKey;
import io.sluice.contracts.money.UnitPrice;
import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.routing.DeploymentOffer;
import io.sluice.contracts.routing.ModelDesk;
import io.sluice.contracts.routing.ModelOffer;
import io.sluice.contracts.routing.ModelTable;
import io.sluice.contracts.routing.PassThrough;
import io.sluice.contracts.routing.ShadowRules;
import io.sluice.contracts.usage.UsageEvent;
import io.sluice.gateway.admission.Admission;
import io.sluice.gateway.admission.NoLimits;
import io.sluice.gateway.batches.ProviderPaths;
import io.sluice.gateway.books.LocalManagement;
import io.sluice.gateway.desk.DeskEndpoint;
import io.sluice.gateway.edge.Edge;
import io.sluice.gateway.edge.Endpoints;
import io.sluice.gateway.files.CallFiles;
import io.sluice.gateway.files.FileEndpoint;
import io.sluice.gateway.files.MemoryFiles;
import io.sluice.gateway.health.HealthEndpoint;
import io.sluice.gateway.health.HealthSettings;
import io.sluice.gateway.health.ModelHealth;
import io.sluice.gateway.health.Parts;
import io.sluice.gateway.health.ProberLease;
import io.sluice.gateway.identity.EphemeralKeys;
import io.sluice.gateway.identity.Identity;
import io.sluice.gateway.identity.KeyCache;
import io.sluice.gateway.identity.KeyHash;
import io.sluice.gateway.journal.CallEntry;
import io.sluice.gateway.journal.JournalFullException;
import io.sluice.gateway.journal.UsageJournal;
import io.sluice.gateway.metrics.EdgeMetrics;
import io.sluice.gateway.models.ModelPages;
import io.sluice.gateway.models.Models;
import io.sluice.gateway.redis.RedisLink;
import io.sluice.gateway.relay.ClientSecretEndpoint;
import io.sluice.gateway.relay.ExplainEndpoint;
import io.sluice.gateway.relay.FileCalls;
import io.sluice.gateway.relay.InferenceEndpoint;
import io.sluice.gateway.relay.ProbeCalls;
import io.sluice.gateway.relay.RealtimeEndpoint;
import io.sluice.gateway.relay.Shadows;
import io.sluice.gateway.routes.GatewayRoutes;
import io.sluice.gateway.routes.RouteTable;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The edge on a real socket, with an engine that a test plays. */
final class EdgeHarness implements AutoCloseable {

    static final String MASTER = "sk-master-0123456789abcdef";
    static final long BODY_LIMIT = 1 << 20;
    static final long FILE_LIMIT = 3 << 20;
    static final String CHAT = "{\"model\":\"gpt\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    static final String STREAM =
            "{\"model\":\"gpt\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    /** Remembers what was begun and ended. */
    static final class MemoryJournal implements UsageJournal {

        final Map<String, CallEntry> open = new ConcurrentHashMap<>();
        final List<List<UsageEvent>> ended = new CopyOnWriteArrayList<>();
        final List<Attempt> attempted = new CopyOnWriteArrayList<>();
        volatile boolean full;

        @Override
        public OpenCall begin(CallEntry call) {
            if (full) {
                throw new JournalFullException("full");
            }
            open.put(call.requestId(), call);
            return new OpenCall() {
                @Override
                public void attempted(Attempt finished) {
                    attempted.add(finished);
                }

                @Override
                public void end(int clientStatus, List<Attempt> attempts) {
                    if (open.remove(call.requestId()) == null) {
                        throw new IllegalStateException("ended twice");
                    }
                    ended.add(attempts.stream()
                            .map(attempt -> call.event(attempt, clientStatus, "gateway-test", 7))
                            .toList());
                }
            };
        }

        @Override
        public long unconfirmed(Scope scope, long windowStart) {
            return 0;
        }

        @Override
        public List<Charged> charged() {
            return List.of();
        }

        @Override
        public boolean isConfirmed() {
            return true;
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    final Vertx vertx = Vertx.vertx();
    final MemoryFiles files = new MemoryFiles();
    final PlayedEngine engine = new PlayedEngine();
    final MemoryJournal journal = new MemoryJournal();
    final Map<String, VirtualKey> directory = new ConcurrentHashMap<>();
    final List<String> asked = new CopyOnWriteArrayList<>();
    /** Answers with the topic and the model that it was asked for. */
    final ModelDesk desk = (topic, request) -> {
        engine.last = request;
        return CompletableFuture.completedStage(new ModelDesk.Reply(
                200,
                ("{\"topic\":\"" + topic + "\",\"model\":\"" + request.model() + "\"}")
                        .getBytes(StandardCharsets.UTF_8)));
    };

    volatile KeyLookup outage;
    volatile CompletableFuture<KeyLookup> slowAnswer;
    volatile Admission admission = new NoLimits();
    private final ShadowRules shadow;
    final KeyCache keys;
    final InferenceEndpoint.Environment calls;
    final int port;
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    EdgeHarness() {
        this(ShadowRules.NONE);
    }

    EdgeHarness(ShadowRules shadow) {
        this.shadow = shadow;
        Directory books = hash -> {
            asked.add(hash);
            if (slowAnswer != null) {
                return slowAnswer;
            }
            KeyLookup answer = outage;
            if (answer == null) {
                VirtualKey key = directory.get(hash);
                answer = key == null ? new KeyLookup.Unknown() : new KeyLookup.Found(key);
            }
            return CompletableFuture.completedFuture(answer);
        };
        keys = new KeyCache(books, KeyCache.Ages.PUSHED, System::nanoTime);
        ModelTable table = new ModelTable(
                "1",
                List.of(
                        offer("gpt", List.of()),
                        offer("grouped", List.of("beta")),
                        offer("openai/*", List.of()),
                        offer(PassThrough.pattern("openai"), List.of()),
                        offer("id-gpt", List.of("gpt"))),
                List.of(),
                deployments());
        Models models = new Models(() -> table);
        calls = new InferenceEndpoint.Environment(
                models,
                (request, decision) -> admission.admit(request, decision),
                journal,
                engine,
                new EdgeMetrics(new SimpleMeterRegistry()),
                new Shadows(1),
                new CallFiles(files, BODY_LIMIT),
                BODY_LIMIT,
                null);
        HealthSettings settings = HealthSettings.read(ConfigurationLoader.parse("{}", Map.of()));
        Edge edge = new Edge(
                new RouteTable(GatewayRoutes.all(false)),
                new Identity(Optional.empty(), MASTER, keys, false),
                new Endpoints(
                        new InferenceEndpoint(calls),
                        new RealtimeEndpoint(
                                calls,
                                (request, listener) -> {
                                    throw new IllegalStateException("no sessions here");
                                },
                                request -> Optional.empty()),
                        new ClientSecretEndpoint(models, new EphemeralKeys(MASTER)),
                        new DeskEndpoint(desk, models, calls.files(), BODY_LIMIT),
                        new ModelPages(models),
                        new LocalManagement(),
                        new FileEndpoint(
                                files,
                                new FileCalls(calls, new ProviderPaths(ProviderPaths.AZURE_DEFAULT)),
                                models,
                                FILE_LIMIT),
                        new HealthEndpoint(
                                () -> table,
                                new ModelHealth(new ProbeCalls(vertx, calls), settings, System::currentTimeMillis),
                                ProberLease.ALONE,
                                settings),
                        new Parts(() -> table, books, RedisLink.of(vertx, new Environment(Map.of()))),
                        new ExplainEndpoint(engine, models, keys, BODY_LIMIT),
                        Buffer.buffer("{}")));
        Router router = Router.router(vertx);
        router.route().order(Integer.MIN_VALUE).handler(edge);
        router.route("/key/info").handler(rc -> rc.response().end("{\"books\":true}"));
        server = vertx.createHttpServer(new HttpServerOptions().setMaxHeaderSize(65_536))
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        port = server.actualPort();
    }

    static DeploymentOffer deployment(String id, String group, String unavailable) {
        return new DeploymentOffer(
                id,
                group,
                "openai/" + group,
                "http://provider/v1",
                "chat",
                List.of(),
                unavailable,
                new DeploymentOffer.ProbeRules(-1, true, "openai/" + group),
                ShadowRules.NONE);
    }

    private List<DeploymentOffer> deployments() {
        List<DeploymentOffer> all = new ArrayList<>(
                List.of(deployment("id-gpt", "gpt", null), deployment("id-gone", "grouped", "no API key")));
        if (!shadow.models().isEmpty()) {
            DeploymentOffer one = deployment("id-1", "gpt", null);
            all.add(new DeploymentOffer(
                    one.id(), one.group(), one.model(), one.apiBase(), null, List.of(), null, one.probe(), shadow));
        }
        return all;
    }

    static ModelOffer offer(String name, List<String> accessGroups) {
        return new ModelOffer(
                name,
                false,
                accessGroups,
                "chat",
                "openai",
                128_000,
                16_384,
                true,
                UnitPrice.of("0.0000001"),
                UnitPrice.of("0.0000004"),
                UnitPrice.FREE,
                1,
                0,
                1,
                UnitPrice.FREE);
    }

    /** Puts a key into the books. */
    VirtualKey key(String secret, KeyChange change) {
        KeyParts parts = new KeyParts();
        change.apply(parts);
        VirtualKey key = new VirtualKey(
                KeyHash.of(secret),
                "sk-..." + secret.substring(secret.length() - 4),
                null,
                null,
                null,
                null,
                parts.models,
                parts.aliases,
                parts.allowedRoutes,
                null,
                null,
                null,
                null,
                parts.rpm,
                null,
                null,
                Map.of(),
                Map.of(),
                parts.expires,
                parts.blocked,
                Instant.EPOCH,
                1);
        directory.put(key.hash(), key);
        return key;
    }

    interface KeyChange {
        void apply(KeyParts parts);
    }

    static final class KeyParts {
        List<String> models = List.of();
        Map<String, String> aliases = Map.of();
        List<String> allowedRoutes = List.of();
        Long rpm;
        Instant expires;
        boolean blocked;
    }

    HttpResponse<String> chat(String key, String body) {
        return send(request("/v1/chat/completions")
                .header("authorization", "Bearer " + key)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
