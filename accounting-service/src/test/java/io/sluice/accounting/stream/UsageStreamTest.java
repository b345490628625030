package io.sluice.accounting.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.sluice.accounting.books.Books;
import io.sluice.accounting.books.Events;
import io.sluice.accounting.books.Eventually;
import io.sluice.accounting.books.Sql;
import io.sluice.accounting.books.WithMachine;
import io.sluice.contracts.SeamJson;
import io.sluice.contracts.usage.Certainty;
import io.sluice.contracts.usage.UsageEvent;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Events on their way through Redis: whatever dies, each is in the ledger once. */
@QuarkusTest
@QuarkusTestResource(WithMachine.class)
class UsageStreamTest {

    private static final String STREAM = "sluice:usage";

    private final String gateway = Events.gateway();
    private final String hash = Events.hash();

    @Inject
    Sql sql;

    @Inject
    RedisForTests redis;

    @AfterEach
    void sumsAreThoseOfTheLedger() {
        assertThat(sql.wrongSums()).isEmpty();
    }

    @Test
    void shouldBookAndRemoveWhatGatewaysPublish() {
        List<UsageEvent> events = events(3_000, 10);

        redis.publish(events);

        booked(3_000);
        drained();
        assertThat(sql.settled("key:" + hash, 0)).isEqualTo(30_000);
        assertThat(sql.counted(gateway, 1)).isEqualTo(3_000);
    }

    @Test
    void shouldBookOnceWhatComesSeveralTimesOnSeveralWays() {
        List<UsageEvent> events = events(400, 7);

        redis.publish(events);
        redis.publish(events.reversed());
        assertThat(Books.deliver(events).statusCode()).isEqualTo(204);
        redis.publish(events);

        drained();
        booked(400);
        assertThat(sql.settled("key:" + hash, 0)).isEqualTo(2_800);
        assertThat(sql.counted(gateway, 1)).isEqualTo(400);
    }

    @Test
    void shouldReplaceABoundThatCameFirst() {
        Events bound = Events.of(gateway, hash, 900).settled(Certainty.UPPER_BOUND, 900);

        redis.publish(List.of(bound.event(), bound.settled(Certainty.EXACT, 40).event(), bound.event()));

        drained();
        assertThat(sql.settled("key:" + hash, 0)).isEqualTo(40);
    }

    @Test
    void shouldTakeOverWhatAnotherConsumerReadAndNeverAcknowledged() {
        List<UsageEvent> events = events(5, 10);
        List<String> ids = new ArrayList<>();
        for (UsageEvent event : events) {
            Response read = redis.atomically(
                            RedisForTests.add(event),
                            RedisForTests.request(
                                    "XREADGROUP", "GROUP", "books", "dead-one", "COUNT", 1, "STREAMS", STREAM, ">"))
                    .getLast();
            ids.add(read.get(1).get(0).get(1).get(0).get(0).toString());
        }
        assertThat(redis.send("XPENDING", STREAM, "books", "-", "+", 10, "dead-one"))
                .hasSize(5);
        assertThat(sql.number("SELECT count(*) FROM ledger WHERE gateway_id = $1", gateway))
                .as("nobody else has got them")
                .isZero();

        // as if it had died a minute ago
        for (String id : ids) {
            redis.send("XCLAIM", STREAM, "books", "dead-one", 0, id, "IDLE", 60_000, "JUSTID");
        }

        booked(5);
        drained();
    }

    @Test
    void shouldNotBookAgainWhatWasBookedBeforeItsConsumerDied() {
        UsageEvent event = events(1, 10).getFirst();
        Books.deliver(List.of(event));
        Response read = redis.atomically(
                        RedisForTests.add(event),
                        RedisForTests.request(
                                "XREADGROUP", "GROUP", "books", "dead-two", "COUNT", 1, "STREAMS", STREAM, ">"))
                .getLast();
        String id = read.get(1).get(0).get(1).get(0).get(0).toString();
        redis.send("XCLAIM", STREAM, "books", "dead-two", 0, id, "IDLE", 60_000, "JUSTID");

        drained();

        assertThat(sql.settled("key:" + hash, 0)).isEqualTo(10);
        assertThat(sql.counted(gateway, 1)).isEqualTo(1);
    }

    @Test
    void shouldBuryWhatIsNoEventAndBookTheRest() {
        List<UsageEvent> events = events(2, 10);
        String half = "{\"requestId\": \"half-" + hash + "\", \"segment\": 1}";
        redis.atomically(
                RedisForTests.add(events.getFirst()),
                RedisForTests.request("XADD", STREAM, "*", "e", "poison-" + hash),
                RedisForTests.request("XADD", STREAM, "*", "e", half),
                RedisForTests.request("XADD", STREAM, "*", "e", "null"),
                RedisForTests.request("XADD", STREAM, "*", "e", "[]"),
                RedisForTests.request("XADD", STREAM, "*", "e", new byte[] {(byte) 0xff, 0, 1}),
                RedisForTests.request("XADD", STREAM, "*", "other", "no-field-" + hash),
                RedisForTests.request(
                        "XADD",
                        STREAM,
                        "*",
                        "e",
                        new String(SeamJson.bytes(events.getFirst())).replace("\"EXACT\"", "\"GUESSED\"")),
                RedisForTests.add(events.getLast()));

        booked(2);
        drained();
        assertThat(redis.deadLetters())
                .contains("poison-" + hash)
                .contains(half)
                .contains("GUESSED");
    }

    @Test
    void shouldCountAnEventThatIsNotWholeForTheJournalItComesFrom() {
        UsageEvent event = events(1, 10).getFirst();
        redis.send("XADD", STREAM, "*", "e", new String(SeamJson.bytes(event)).replace("\"kind\":\"attempt\",", ""));

        Eventually.until("counted, though not booked", () -> sql.counted(gateway, 1) == 1);
        drained();
        assertThat(sql.number("SELECT count(*) FROM ledger_rejects WHERE reason LIKE '%kind is missing%'"))
                .isPositive();
    }

    @Test
    void shouldForgetConsumersThatAreGoneAndHoldNothing() {
        redis.send("XGROUP", "CREATECONSUMER", STREAM, "books", "long-gone");
        redis.atomically(
                RedisForTests.add(events(1, 10).getFirst()),
                RedisForTests.request("XREADGROUP", "GROUP", "books", "holds-one", "COUNT", 1, "STREAMS", STREAM, ">"));
        UsageStream stream = new UsageStream(redis.client(), "me");

        stream.forgetGone(3_600_000).toCompletionStage().toCompletableFuture().join();
        assertThat(redis.consumers()).contains("long-gone", "holds-one");
        stream.forgetGone(0).toCompletionStage().toCompletableFuture().join();
        assertThat(redis.consumers()).doesNotContain("long-gone").contains("holds-one");

        String held = redis.send("XPENDING", STREAM, "books", "-", "+", 10, "holds-one")
                .get(0)
                .get(0)
                .toString();
        redis.send("XCLAIM", STREAM, "books", "holds-one", 0, held, "IDLE", 60_000, "JUSTID");
        booked(1);
        drained();
    }

    @Test
    void shouldStartAgainWhenRedisForgotEverything() {
        redis.send("FLUSHALL");

        redis.publish(events(3, 10));
        booked(3);
        drained();

        redis.send("DEL", STREAM);
        redis.publish(List.of(Events.of(gateway, hash, 10).event()));
        booked(4);
        redis.send("XGROUP", "DESTROY", STREAM, "books");
        redis.publish(List.of(Events.of(gateway, hash, 10).event()));
        booked(5);
        drained();
    }

    @Test
    void shouldComeBackAfterItsConnectionsWereKilled() {
        redis.send("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");

        redis.publish(events(2, 10));

        booked(2);
        drained();
    }

    private List<UsageEvent> events(int count, long nanos) {
        return IntStream.range(0, count)
                .mapToObj(i -> Events.of(gateway, hash, nanos).event())
                .toList();
    }

    private void booked(long count) {
        Eventually.until(
                count + " events booked",
                () -> sql.number("SELECT count(*) FROM ledger WHERE gateway_id = $1", gateway) == count);
    }

    private void drained() {
        Eventually.until("the stream is empty", () -> redis.length(STREAM) == 0);
        assertThat(redis.pending()).isZero();
    }
}
