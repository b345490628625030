package io.sluice.conformance.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.conformance.cases.Case;
import io.sluice.conformance.client.GatewayClient;
import io.sluice.conformance.client.Masks;
import io.sluice.conformance.compare.Observation;
import io.sluice.conformance.json.Json;
import io.sluice.conformance.provider.ScriptedProvider;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Replays cases against one running gateway. Cases that share a slot run one after the other, all others side by side; cases that want to be alone come
 * last.
 */
public final class Replay {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final ScriptedProvider provider;
    private final ReplayOptions options;
    private final Map<String, ReentrantLock> slots = new ConcurrentHashMap<>();
    private final Semaphore places;

    public Replay(ScriptedProvider provider, ReplayOptions options) {
        this.provider = provider;
        this.options = options;
        this.places = new Semaphore(options.parallel());
    }

    /** The result of every case, in their order. The gateway has to be configured for {@code provider}. */
    public Report run(GatewayUnderTest gateway, List<Case> cases) {
        GatewayClient client = new GatewayClient(gateway.address(), options.patience());
        List<Result> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Result>> running = cases.stream()
                    .filter(c -> !c.alone())
                    .map(c -> threads.submit(() -> inTurn(c, client, gateway.masterKey())))
                    .toList();
            for (Future<Result> one : running) {
                results.add(one.get());
            }
            for (Case c : cases.stream().filter(Case::alone).toList()) {
                results.add(inTurn(c, client, gateway.masterKey()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a case could not be replayed", e.getCause());
        }
        return new Report(results, options.counted());
    }

    private Result inTurn(Case recorded, GatewayClient client, String key) throws InterruptedException {
        Set<String> names = new TreeSet<>(recorded.upstream().keySet());
        List<ReentrantLock> held = new ArrayList<>();
        names.forEach(n -> held.add(slots.computeIfAbsent(n, s -> new ReentrantLock(true))));
        held.forEach(ReentrantLock::lock);
        try {
            places.acquire();
            try {
                return Result.judge(recorded, observe(recorded, client, key), options);
            } finally {
                places.release();
            }
        } finally {
            held.reversed().forEach(ReentrantLock::unlock);
        }
    }

    private Observation observe(Case recorded, GatewayClient client, String key) throws InterruptedException {
        recorded.upstream().forEach(provider::script);
        byte[] random = new byte[6];
        RANDOM.nextBytes(random);
        Masks masks = new Masks(provider.address(), key, HexFormat.of().formatHex(random));
        for (JsonNode step : recorded.before()) {
            if (step.has("sleep")) {
                Thread.sleep(Duration.ofNanos((long) (step.path("sleep").asDouble() * 1e9)));
            } else {
                client.send(step, masks);
            }
        }
        ObjectNode response = client.send(recorded.request(), masks);
        Thread.sleep(recorded.settle());
        List<ObjectNode> requests = new ArrayList<>();
        recorded.upstream().keySet().forEach(slot -> requests.addAll(provider.take(slot)));
        return new Observation(masks.mask(folded(requests)), masks.mask(response));
    }

    /** Equal requests in a row become one with {@code times}. */
    private static JsonNode folded(List<ObjectNode> requests) {
        List<ObjectNode> folded = new ArrayList<>();
        JsonNode last = Json.array();
        for (ObjectNode request : requests) {
            if (last.equals(request)) {
                ObjectNode shown = folded.getLast();
                shown.put("times", shown.path("times").asInt(1) + 1);
            } else {
                folded.add(request.deepCopy());
                last = request;
            }
        }
        return Json.array().addAll(folded);
    }
}
