package io.sluice.accounting.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.sluice.accounting.books.Books;
import io.sluice.accounting.books.Events;
import io.sluice.accounting.books.Sql;
import io.sluice.accounting.books.WithMachine;
import io.sluice.contracts.usage.Certainty;
import io.sluice.contracts.usage.UsageEvent;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each event counts once, however often and in whatever company it comes. */
@QuarkusTest
@QuarkusTestResource(WithMachine.class)
class ExactlyOnceTest {

    private final String gateway = Events.gateway();
    private final String hash = Events.hash();

    @Inject
    Sql sql;

    @AfterEach
    void sumsAreThoseOfTheLedger() {
        assertThat(sql.wrongSums()).isEmpty();
    }

    @Test
    void shouldBookAnEventOnceThatIsDeliveredThreeTimes() {
        Events event = Events.of(gateway, hash, 6_900);

        for (int i = 0; i < 3; i++) {
            assertThat(deliver(event)).isEqualTo(204);
        }

        assertThat(sql.ledgerRows(event.requestId())).isEqualTo(1);
        assertThat(sql.settled("key:" + hash, 0)).isEqualTo(6_900);
        assertThat(sql.counted(gateway, 1)).isEqualTo(1);
    }

    @Test
    void shouldBookAnEventOnceThatStandsThreeTimesInABatch() {
        Events event = Events.of(gateway, hash, 6_900);
        Events other = Events.of(gateway, hash, 100);

        assertThat(deliver(event, event, other, event)).isEqualTo(204);

        assertThat(sql.ledgerRows(event.requestId())).isEqualTo(1);
        assertThat(sql.settled("key:" + hash, 0)).isEqualTo(7_000);
        assertThat(sql.counted(gateway, 1)).isEqualTo(2);
    }

    @Test
    void shouldTellAttemptsOfARequestApart() {
        Events first = Events.of(gateway, hash, 10);

        deliver(first, first.attempt(1), first.attempt(2));

        assertThat(sql.ledgerRows(first.requestId())).isEqualTo(3);
        assertThat(sql.settled("key:" + hash, 0)).isEqualTo(30);
    }

    @Test
    void shouldBookOnceWhatSeveralWritersBringAtTheSameMoment() throws Exception {
        List<UsageEvent> events = IntStream.range(0, 1_500)
                .mapToObj(i -> Events.of(gateway, hash, 1 + i).segment(i % 3).event())
                .toList();
        List<UsageEvent> reversed = new ArrayList<>(events);
        Collections.reverse(reversed);

        List<Integer> statuses = atOnce(List.of(events, reversed, events.subList(200, 1_200), reversed));

        assertThat(statuses).containsOnly(204);
        assertThat(sql.number("SELECT count(*) FROM ledger WHERE gateway_id = $1", gateway))
                .isEqualTo(1_500);
        assertThat(sql.settled("key:" + hash, 0)).isEqualTo(1_500L * 1_501 / 2);
        assertThat(sql.counted(gateway, 0) + sql.counted(gateway, 1) + sql.counted(gateway, 2))
                .isEqualTo(1_500);
    }

    @Test
    void shouldReplaceAnUpperBoundOnceByTheTruth() {
        Events bound = Events.of(gateway, hash, 50_000).settled(Certainty.UPPER_BOUND, 50_000);
        deliver(bound);
        assertThat(sql.settled("key:" + hash, 0)).isEqualTo(50_000);

        deliver(bound.settled(Certainty.EXACT, 6_900));
        deliver(bound.settled(Certainty.EXACT, 7_777));
        deliver(bound.settled(Certainty.EXACT, 6_900), bound);

        assertThat(certainty(bound)).isEqualTo("exact");
        assertThat(sql.number("SELECT cost FROM ledger WHERE request_id = $1", bound.requestId()))
                .isEqualTo(6_900);
        assertThat(sql.settled("key:" + hash, 0)).isEqualTo(6_900);
        assertThat(sql.counted(gateway, 1)).isEqualTo(1);
    }

    @Test
    void shouldReplaceAnUpperBoundByTheProofThatNothingWasCharged() {
        Events bound = Events.of(gateway, hash, 50_000).settled(Certainty.UPPER_BOUND, 50_000);

        deliver(bound, bound.settled(Certainty.NONE, 0));

        assertThat(certainty(bound)).isEqualTo("none");
        assertThat(sql.settled("key:" + hash, 0)).isZero();
    }

    @Test
    void shouldNeverReplaceTheTruthByAnUpperBound() {
        for (Certainty known : List.of(Certainty.EXACT, Certainty.ESTIMATED, Certainty.NONE)) {
            long cost = known == Certainty.NONE ? 0 : 6_900;
            Events event = Events.of(gateway, hash, cost).settled(known, cost);

            deliver(event);
            deliver(event.settled(Certainty.UPPER_BOUND, 50_000));
            deliver(event.settled(Certainty.UPPER_BOUND, 50_000), event);

            assertThat(certainty(event)).isEqualToIgnoringCase(known.name());
        }
        assertThat(sql.settled("key:" + hash, 0)).isEqualTo(2 * 6_900);
    }

    @Test
    void shouldMoveTheSumsOnceWhenSeveralWritersReplaceTheSameBounds() throws Exception {
        List<Events> bounds = IntStream.range(0, 400)
                .mapToObj(i -> Events.of(gateway, hash, 1_000).settled(Certainty.UPPER_BOUND, 1_000))
                .toList();
        Books.deliver(bounds.stream().map(Events::event).toList());
        List<UsageEvent> truth = bounds.stream()
                .map(bound -> bound.settled(Certainty.EXACT, 300).event())
                .toList();
        List<UsageEvent> reversed = new ArrayList<>(truth);
        Collections.reverse(reversed);

        assertThat(atOnce(List.of(truth, reversed, truth, reversed))).containsOnly(204);

        assertThat(sql.settled("key:" + hash, 0)).isEqualTo(400 * 300);
        assertThat(sql.counted(gateway, 1)).isEqualTo(400);
    }

    @Test
    void shouldTakeTheChargesOfTheReplacedBoundBackFromItsOwnWindows() {
        long today = 1_000_000;
        long tomorrow = 2_000_000;
        Events bound = Events.of(gateway, hash, 900)
                .settled(Certainty.UPPER_BOUND, 900)
                .charged(Map.of("key:" + hash, today, "team:t-" + hash, 0L));

        deliver(bound, bound.settled(Certainty.EXACT, 400).charged(Map.of("key:" + hash, tomorrow)));

        assertThat(sql.settled("key:" + hash, today)).isZero();
        assertThat(sql.settled("key:" + hash, tomorrow)).isEqualTo(400);
        assertThat(sql.settled("team:t-" + hash, 0)).isZero();
    }

    @Test
    void shouldCountAnEventForEachSegmentThatHoldsIt() {
        Events event = Events.of(gateway, hash, 5);

        deliver(event);
        deliver(event.segment(7));
        deliver(event.segment(7), event.segment(7), event);

        assertThat(sql.ledgerRows(event.requestId())).isEqualTo(1);
        assertThat(sql.counted(gateway, 1)).isEqualTo(1);
        assertThat(sql.counted(gateway, 7)).isEqualTo(1);
    }

    @Test
    void shouldKeepAsideWhatPostgresRefusesAndBookTheRest() {
        List<UsageEvent> batch = new ArrayList<>();
        IntStream.range(0, 20)
                .forEach(i -> batch.add(Events.of(gateway, hash, 1_000).event()));
        Events bad = Events.of(gateway, hash, 1_000).charged(Map.of("key:" + hash, 0L, "team:none", Long.MAX_VALUE));
        sql.rows("INSERT INTO scope_spend VALUES ($1, 0, $2)", "team:full-" + hash, Long.MAX_VALUE);
        batch.add(
                9,
                bad.charged(Map.of("key:" + hash, 0L, "team:full-" + hash, 0L)).event());

        assertThat(Books.deliver(batch).statusCode()).isEqualTo(204);
        assertThat(Books.deliver(batch).statusCode()).isEqualTo(204);

        assertThat(sql.settled("key:" + hash, 0)).isEqualTo(20_000);
        assertThat(sql.number("SELECT count(*) FROM ledger WHERE gateway_id = $1", gateway))
                .isEqualTo(20);
        assertThat(sql.number(
                        "SELECT count(*) FROM ledger_rejects WHERE convert_from(event, 'UTF8') LIKE $1",
                        '%' + bad.requestId() + '%'))
                .isEqualTo(1);
        assertThat(sql.counted(gateway, 1)).isEqualTo(21);
        sql.rows("DELETE FROM scope_spend WHERE scope = $1", "team:full-" + hash);
    }

    @Test
    void shouldTakeTextsThatPostgresCannotStoreAsTheyAre() {
        Events event = Events.of(gateway, hash, 1).request("req\0with nul " + hash);

        assertThat(deliver(event, event)).isEqualTo(204);

        assertThat(sql.ledgerRows("reqwith nul " + hash)).isEqualTo(1);
    }

    private String certainty(Events event) {
        return sql.rows("SELECT certainty FROM ledger WHERE request_id = $1", event.requestId())
                .getFirst()
                .getString(0);
    }

    private static int deliver(Events... events) {
        return Books.deliver(List.of(events).stream().map(Events::event).toList())
                .statusCode();
    }

    private static List<Integer> atOnce(List<List<UsageEvent>> batches) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (List<UsageEvent> batch : batches) {
            CompletableFuture<Integer> answer = new CompletableFuture<>();
            answers.add(answer);
            Thread.ofVirtual().start(() -> {
                try {
                    start.await();
                    answer.complete(Books.deliver(batch).statusCode());
                } catch (Exception e) {
                    answer.completeExceptionally(e);
                }
            });
        }
        start.countDown();
        List<Integer> statuses = new ArrayList<>();
        for (CompletableFuture<Integer> answer : answers) {
            statuses.add(answer.get());
        }
        return statuses;
    }
}
