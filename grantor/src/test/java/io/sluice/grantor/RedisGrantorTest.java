package io.sluice.grantor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.contracts.admission.AccountId;
import io.sluice.contracts.admission.GrantCall;
import io.sluice.contracts.admission.GrantCall.Report;
import io.sluice.contracts.admission.GrantReply.Standing;
import io.sluice.contracts.admission.Grantor;
import io.sluice.contracts.admission.Holder;
import io.sluice.contracts.admission.Meter;
import io.sluice.contracts.admission.Scope;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.embedded.RedisServer;

class RedisGrantorTest extends GrantorContract {

    private static Vertx vertx;
    private static RedisServer server;
    private static Redis redis;

    private final Grantor grantor = new RedisGrantor(vertx, redis, TERMS, () -> Long.toString(clock.get()));

    @BeforeAll
    static void start() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        server = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .build();
        server.start();
        vertx = Vertx.vertx();
        redis = Redis.createClient(vertx, "redis://127.0.0.1:" + port);
    }

    @AfterAll
    static void stop() throws IOException {
        redis.close();
        server.stop();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Override
    Grantor grantor() {
        return grantor;
    }

    @Test
    void shouldGoOnWhenItsScriptWasForgotten() throws Exception {
        AccountId account = new AccountId(Scope.key("script"), Meter.REQUESTS, 0);
        standing(
                grantor,
                new GrantCall("a", 1, List.of(Draft.of(account).asks(1, 1).report())));
        redis.send(Request.cmd(Command.SCRIPT).arg("FLUSH"))
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        Standing standing = standing(
                grantor,
                new GrantCall(
                        "a",
                        2,
                        List.of(Draft.of(account).holds(1, 0, 1, 0).asks(1, 1).report())));
        assertThat(standing.granted()).isEqualTo(2);
    }

    @Test
    void shouldUseTheServersClock() {
        AccountId account = new AccountId(Scope.key("clock"), Meter.REQUESTS, 0);
        Grantor real = new RedisGrantor(vertx, redis, TERMS);
        Standing standing = standing(
                real, new GrantCall("a", 1, List.of(Draft.of(account).asks(1, 1).report())));
        assertThat(standing.now()).isCloseTo(System.currentTimeMillis(), within(60_000L));
    }

    /** Random messages, some of them repeated, late, or of an earlier start: both grantors say the same, but for the names of lives. */
    @Test
    void shouldAnswerAsTheGrantorInProcessDoes() {
        for (long seed = 1; seed <= 150; seed++) {
            Grantor model = new InProcessGrantor(TERMS, clock::get);
            Random random = new Random(seed);
            Map<String, String> livesOfModel = new HashMap<>();
            AccountId account = new AccountId(Scope.key("random" + seed), Meter.values()[random.nextInt(4)], 0);
            String life = "";
            String lifeOfModel = "";
            List<Holder> silent = List.of();
            for (int step = 1; step <= 30; step++) {
                clock.addAndGet(random.nextInt(10) == 0 ? random.nextInt(15_000) : random.nextInt(300));
                Function<String, Report> drawn = drawn(random, account, silent);
                String gateway = "gw" + random.nextInt(3);
                long sequence = step - random.nextInt(3);
                Standing fromRedis = standing(grantor, new GrantCall(gateway, sequence, List.of(drawn.apply(life))));
                Standing fromModel =
                        standing(model, new GrantCall(gateway, sequence, List.of(drawn.apply(lifeOfModel))));
                assertThat(anonymous(fromRedis))
                        .as("seed %d, step %d: %s", seed, step, drawn.apply(""))
                        .isEqualTo(anonymous(fromModel));
                assertThat(livesOfModel.computeIfAbsent(fromRedis.life(), made -> fromModel.life()))
                        .isEqualTo(fromModel.life());
                life = fromRedis.life();
                lifeOfModel = fromModel.life();
                silent = fromModel.silent();
            }
        }
    }

    /** @return the report in the life that is given */
    private static Function<String, Report> drawn(Random random, AccountId account, List<Holder> silent) {
        long granted = random.nextInt(60);
        Holder[] gone = silent.stream().filter(holder -> random.nextInt(3) == 0).toArray(Holder[]::new);
        boolean complete = random.nextInt(3) == 0;
        Draft draft = Draft.of(account)
                .incarnation(1 + random.nextInt(2))
                .stopAt(80 + random.nextInt(20))
                .holds(granted, random.nextInt((int) granted + 1), random.nextInt(5), random.nextInt(40))
                .asks(random.nextInt(3) == 0 ? 0 : random.nextInt(40), random.nextInt(80));
        if (random.nextInt(3) == 0) {
            draft.ledger(random.nextInt(80), random.nextInt(40));
        }
        return life -> (complete ? draft.proves(life, gone) : draft.life(life)).report();
    }

    private static Standing anonymous(Standing of) {
        return new Standing(
                of.life().isEmpty() ? "" : "some",
                of.now(),
                of.doubt(),
                of.granted(),
                of.settled(),
                of.uncertain(),
                of.base(),
                of.carry(),
                of.others(),
                of.othersFree(),
                of.remaining(),
                of.oldestReport(),
                of.recall(),
                of.silent().stream()
                        .sorted(Comparator.comparing(Holder::gateway))
                        .toList(),
                of.usableMillis());
    }
}
