package io.sluice.accounting.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.sluice.accounting.books.Books;
import io.sluice.accounting.books.Events;
import io.sluice.accounting.books.WithMachine;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A gateway may delete a journal segment only when the books say that they hold all of it. */
@QuarkusTest
@QuarkusTestResource(WithMachine.class)
class CommittedSegmentsTest {

    private final String gateway = Events.gateway();
    private final String hash = Events.hash();

    @Test
    void shouldNameASegmentWhenAllOfItsEventsAreCommitted() {
        Events one = Events.of(gateway, hash, 1).segment(4);
        Events two = Events.of(gateway, hash, 1).segment(4);

        assertThat(committed(gateway, 4, 2)).isEmpty();
        deliver(one);
        assertThat(committed(gateway, 4, 2)).isEmpty();
        deliver(one);
        assertThat(committed(gateway, 4, 2))
                .as("a repeated event is no second one")
                .isEmpty();
        deliver(two);
        assertThat(committed(gateway, 4, 2)).containsExactly(4);
        assertThat(committed(gateway, 4, 3)).isEmpty();
    }

    @Test
    void shouldNotMixGatewaysOrSegments() {
        deliver(Events.of(gateway, hash, 1).segment(1));

        assertThat(committed(Events.gateway(), 1, 1)).isEmpty();
        assertThat(committed(gateway, 2, 1)).isEmpty();
        assertThat(Books.internal()
                        .body(Map.of(
                                "gatewayId",
                                gateway,
                                "segments",
                                List.of(
                                        Map.of("segment", 1, "events", 1),
                                        Map.of("segment", 2, "events", 1),
                                        Map.of("segment", 9, "events", 0))))
                        .contentType("application/json")
                        .post("/internal/usage/committed")
                        .jsonPath()
                        .getList("segments"))
                .isEqualTo(List.of(1));
    }

    private static void deliver(Events event) {
        assertThat(Books.deliver(List.of(event.event())).statusCode()).isEqualTo(204);
    }

    private static List<Integer> committed(String gatewayId, long segment, long events) {
        return Books.internal()
                .body(Map.of("gatewayId", gatewayId, "segments", List.of(Map.of("segment", segment, "events", events))))
                .contentType("application/json")
                .post("/internal/usage/committed")
                .jsonPath()
                .getList("segments");
    }
}
