package io.sluice.gateway.health;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.identity.Directory;
import io.sluice.contracts.identity.KeyLookup;
import io.sluice.contracts.routing.ModelTable;
import io.sluice.contracts.routing.ModelTableSource;
import io.sluice.gateway.redis.RedisLink;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The parts of the installation as this gateway sees them. Nobody who asks whether the gateway is ready waits for one of them: the books are
 * asked beside it and the last answer is told. Thread-safe.
 */
public final class Parts {

    /** No key has this hash: the books look, and find nothing. */
    private static final String NOBODY = "0".repeat(64);

    private static final long PATIENCE_MILLIS = 2_000;
    private static final long ASK_AGAIN_NANOS = 5_000_000_000L;

    private final ModelTableSource models;
    private final Directory books;
    private final RedisLink redis;
    private final AtomicLong askedNanos = new AtomicLong(System.nanoTime() - ASK_AGAIN_NANOS);
    private volatile State database = State.UP;

    private enum State {
        UP("healthy", "connected"),
        DOWN("unhealthy", "Not connected"),
        NONE("not configured", "Not connected");

        private final String word;
        private final String db;

        State(String word, String db) {
            this.word = word;
            this.db = db;
        }
    }

    public Parts(ModelTableSource models, Directory books, RedisLink redis) {
        this.models = models;
        this.books = books;
        this.redis = redis;
    }

    /** Whether calls can be served, if need be degraded: only the models have to be known. */
    public boolean ready() {
        return !models.current().version().equals(ModelTable.EMPTY.version());
    }

    /** LiteLLM's readiness. The database is what the books said last. */
    public byte[] readiness() {
        long asked = askedNanos.get();
        long now = System.nanoTime();
        if (now - asked >= ASK_AGAIN_NANOS && askedNanos.compareAndSet(asked, now)) {
            var _ = booksState().thenAccept(state -> database = state);
        }
        return bytes(JsonNodeFactory.instance
                .objectNode()
                .put("status", ready() ? "healthy" : "unhealthy")
                .put("db", database.db));
    }

    /** Each part by name: the router as it was when it was last asked for its models, the others asked now. Never fails. */
    public CompletionStage<byte[]> services() {
        return booksState().thenCombine(redisState(), (books, redis) -> {
            database = books;
            ObjectNode page = JsonNodeFactory.instance.objectNode();
            boolean well = router() == State.UP && books != State.DOWN && redis != State.DOWN;
            page.put("status", well ? "healthy" : "degraded");
            ObjectNode services = page.putObject("services");
            services.putObject("router").put("status", router().word);
            services.putObject("books").put("status", books.word);
            services.putObject("redis").put("status", redis.word);
            return bytes(page);
        });
    }

    private State router() {
        return ready() && models.reached() ? State.UP : State.DOWN;
    }

    private CompletionStage<State> booksState() {
        return patiently(books.findKey(NOBODY).thenApply(answer -> switch (answer) {
            case KeyLookup.Found _, KeyLookup.Unknown _ -> State.UP;
            case KeyLookup.Unavailable _ -> State.DOWN;
            case KeyLookup.NoDirectory _ -> State.NONE;
        }));
    }

    private CompletionStage<State> redisState() {
        return redis.client()
                .map(client -> patiently(client.send(Request.cmd(Command.PING))
                        .map(pong -> State.UP)
                        .toCompletionStage()))
                .orElse(CompletableFuture.completedStage(State.NONE));
    }

    private static CompletionStage<State> patiently(CompletionStage<State> asked) {
        return asked.toCompletableFuture()
                .copy()
                .completeOnTimeout(State.DOWN, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .exceptionally(away -> State.DOWN);
    }

    private static byte[] bytes(ObjectNode page) {
        return page.toString().getBytes(StandardCharsets.UTF_8);
    }
}
