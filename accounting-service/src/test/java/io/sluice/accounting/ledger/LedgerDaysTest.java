package io.sluice.accounting.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.sluice.accounting.books.Books;
import io.sluice.accounting.books.Events;
import io.sluice.accounting.books.Sql;
import io.sluice.accounting.books.WithMachine;
import io.sluice.contracts.usage.UsageEvent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A day is a partition; an event finds its place whenever it comes. */
@QuarkusTest
@QuarkusTestResource(WithMachine.class)
class LedgerDaysTest {

    private final String gateway = Events.gateway();
    private final String hash = Events.hash();

    @Inject
    Sql sql;

    @Test
    void shouldPutEachDayIntoAPartitionOfItsOwn() {
        Instant now = Instant.now();
        List<UsageEvent> week = IntStream.range(0, 7)
                .mapToObj(i -> Events.of(gateway, hash, 10)
                        .at(now.minus(Duration.ofDays(i)))
                        .event())
                .toList();

        assertThat(Books.deliver(week).statusCode()).isEqualTo(204);

        assertThat(sql.number("SELECT count(DISTINCT tableoid) FROM ledger WHERE gateway_id = $1", gateway))
                .isEqualTo(7);
        assertThat(partitionOf(week.getFirst().requestId())).isEqualTo(partition(LocalDate.now(ZoneOffset.UTC)));
        assertThat(sql.settled("key:" + hash, 0)).isEqualTo(70);
    }

    @Test
    void shouldKeepTheLastAndTheFirstMicrosecondOfADayApart() {
        LocalDate day = LocalDate.now(ZoneOffset.UTC).minusDays(2);
        long midnight = Events.micros(day.atStartOfDay(ZoneOffset.UTC).toInstant());
        Events last = Events.of(gateway, hash, 1).at(midnight - 1);
        Events first = Events.of(gateway, hash, 1).at(midnight);

        Books.deliver(List.of(last.event(), first.event()));

        assertThat(partitionOf(last.requestId())).isEqualTo(partition(day.minusDays(1)));
        assertThat(partitionOf(first.requestId())).isEqualTo(partition(day));
    }

    @Test
    void shouldTakeEventsOfFarDaysOnceToo() {
        List<Events> far = List.of(
                Events.of(gateway, hash, 1).at(Instant.parse("2001-02-03T04:05:06Z")),
                Events.of(gateway, hash, 1).at(Instant.parse("2199-02-03T04:05:06Z")),
                Events.of(gateway, hash, 1).at(Instant.EPOCH));
        List<UsageEvent> batch = far.stream().map(Events::event).toList();

        assertThat(Books.deliver(batch).statusCode()).isEqualTo(204);
        assertThat(Books.deliver(batch).statusCode()).isEqualTo(204);

        assertThat(far)
                .allSatisfy(event -> assertThat(partitionOf(event.requestId())).isEqualTo("ledger_default"));
        assertThat(sql.settled("key:" + hash, 0)).isEqualTo(3);
        assertThat(sql.number("SELECT count(*) FROM ledger WHERE gateway_id = $1", gateway))
                .isEqualTo(3);
    }

    @Test
    void shouldKeepAsideWhatHasNoTimeOfThisWorld() {
        Events good = Events.of(gateway, hash, 5);
        for (long never : List.of(Long.MIN_VALUE, Long.MAX_VALUE, -1L)) {
            Events bad = Events.of(gateway, hash, 5).at(never);

            assertThat(Books.deliver(List.of(bad.event(), good.event())).statusCode())
                    .isEqualTo(204);

            assertThat(sql.ledgerRows(bad.requestId())).isZero();
            assertThat(sql.number(
                            "SELECT count(*) FROM ledger_rejects WHERE convert_from(event, 'UTF8') LIKE $1",
                            '%' + bad.requestId() + '%'))
                    .isEqualTo(1);
        }
        assertThat(sql.settled("key:" + hash, 0)).isEqualTo(5);
        assertThat(sql.counted(gateway, 1)).isEqualTo(4);
    }

    @Test
    void shouldGoOnWhenADayHasRowsInTheDefaultPartitionAlready() {
        LocalDate day = LocalDate.now(ZoneOffset.UTC).minusDays(33);
        Instant noon = day.atTime(12, 0).toInstant(ZoneOffset.UTC);
        Events early = Events.of(gateway, hash, 1).at(noon);
        Books.deliver(List.of(early.at(Instant.parse("2001-01-01T00:00:00Z")).event()));
        // as if it had come when its day was still far
        sql.rows(
                "UPDATE ONLY ledger_default SET admitted_at = $1 WHERE request_id = $2",
                noon.atOffset(ZoneOffset.UTC),
                early.requestId());
        Events late = Events.of(gateway, hash, 1).at(noon);

        assertThat(Books.deliver(List.of(late.event(), early.event())).statusCode())
                .isEqualTo(204);

        assertThat(sql.ledgerRows(early.requestId())).isEqualTo(1);
        assertThat(partitionOf(late.requestId())).isEqualTo("ledger_default");
    }

    private String partitionOf(String requestId) {
        return sql.rows("SELECT tableoid::regclass::text FROM ledger WHERE request_id = $1", requestId)
                .getFirst()
                .getString(0);
    }

    private static String partition(LocalDate day) {
        return "ledger_" + DateTimeFormatter.BASIC_ISO_DATE.format(day);
    }
}
