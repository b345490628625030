package io.sluice.simulator;

import io.sluice.simulator.control.Control;
import io.sluice.simulator.faults.RuleBook;
import io.sluice.simulator.journal.Journal;
import io.sluice.simulator.openai.OpenAi;
import io.sluice.simulator.vertex.ServiceAccount;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.atomic.AtomicInteger;

/** A running simulator, with a Vert.x of its own. Safe for use by many threads; {@link #close} is idempotent. */
public final class Simulator implements AutoCloseable {

    /** OpenAI takes 15 MiB in one realtime event. */
    private static final int MOST_SOCKET_BYTES = 16 << 20;

    private final Vertx vertx;
    private final SimulatorOptions options;
    private final Journal journal;
    private final RuleBook rules = new RuleBook();
    private final ServiceAccount account = new ServiceAccount();
    private final AtomicInteger port = new AtomicInteger();

    private Simulator(Vertx vertx, SimulatorOptions options) {
        this.vertx = vertx;
        this.options = options;
        this.journal = new Journal(options.journal());
    }

    /**
     * Starts a simulator and waits until it listens.
     *
     * @throws java.util.concurrent.CompletionException when it cannot listen
     */
    public static Simulator start(SimulatorOptions options) {
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(options.eventLoops())
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        Simulator simulator = new Simulator(vertx, options);
        try {
            simulator.listen();
            return simulator;
        } catch (RuntimeException e) {
            simulator.close();
            throw e;
        }
    }

    /** The port it listens on. */
    public int port() {
        return port.get();
    }

    /** {@code http://host:port}, without a slash at the end. */
    public String url() {
        return "http://" + options.host() + ":" + port();
    }

    /** What was seen and billed so far. */
    public Journal journal() {
        return journal;
    }

    /** The rules that shape answers; what {@code PUT /sim/rules} sets. */
    public RuleBook control() {
        return rules;
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        journal.close();
    }

    private void listen() {
        OpenAi openAi = new OpenAi(options.keyRequired(), journal);
        Peers peers = Peers.all(openAi, account, options.keyRequired(), journal);
        Front front = new Front(vertx, peers, openAi, new Control(rules, journal, account), journal, rules);
        vertx.deployVerticle(() -> new Listener(front), new DeploymentOptions().setInstances(options.eventLoops()))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private final class Listener extends AbstractVerticle {

        private final Front front;

        Listener(Front front) {
            this.front = front;
        }

        @Override
        public void start(Promise<Void> started) {
            HttpServerOptions server = new HttpServerOptions()
                    .setMaxWebSocketFrameSize(MOST_SOCKET_BYTES)
                    .setMaxWebSocketMessageSize(MOST_SOCKET_BYTES)
                    .setHost(options.host())
                    // Vert.x: instances share a free port when they ask for the same negative one
                    .setPort(options.port() == 0 ? -1 : options.port())
                    .setTcpNoDelay(true)
                    .setReuseAddress(true)
                    .setAcceptBacklog(4_096)
                    .setMaxHeaderSize(64 * 1024)
                    .setMaxInitialLineLength(64 * 1024);
            vertx.createHttpServer(server)
                    .requestHandler(front::handle)
                    .listen()
                    .map(HttpServer::actualPort)
                    .onSuccess(port::set)
                    .<Void>mapEmpty()
                    .onComplete(started);
        }
    }
}
