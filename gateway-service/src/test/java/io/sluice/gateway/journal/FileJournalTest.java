package io.sluice.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.sluice.contracts.admission.Scope;
import io.sluice.contracts.usage.Certainty;
import io.sluice.contracts.usage.UsageEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileJournalTest {

    @TempDir
    Path folder;

    private JournalFixture fixture;
    private boolean asked;

    @BeforeEach
    void open() {
        fixture = new JournalFixture(folder);
    }

    @Test
    void shouldKeepWhatEndedOverAKill() {
        fixture.call("a", 700);
        fixture.call("b", 11);

        fixture.restart();

        assertThat(fixture.events())
                .extracting(UsageEvent::requestId, event -> event.cost().nanos(), UsageEvent::certainty)
                .containsExactly(tuple("a", 700L, Certainty.EXACT), tuple("b", 11L, Certainty.EXACT));
        assertThat(fixture.damage).isEmpty();
    }

    @Test
    void shouldSettleACallWithoutAnEndAtItsBound() {
        fixture.begin("lost");

        fixture.restart();

        assertThat(fixture.events()).singleElement().satisfies(event -> {
            assertThat(event.requestId()).isEqualTo("lost");
            assertThat(event.attempt()).isEqualTo(1);
            assertThat(event.certainty()).isEqualTo(Certainty.UPPER_BOUND);
            assertThat(event.cost().nanos()).isEqualTo(Calls.BOUND);
            assertThat(event.usage().total()).isEqualTo(12_345);
            assertThat(event.admittedAtMicros()).isEqualTo(Calls.ADMITTED);
            assertThat(event.clientStatus()).isZero();
        });
        fixture.restart();
        assertThat(fixture.events()).as("settled once").hasSize(1);
    }

    @Test
    void shouldKeepTheExactCostOfAnAttemptThatEndedBeforeTheKill() {
        UsageJournal.OpenCall call = fixture.begin("two");
        call.attempted(Calls.exact(1, 4_000));

        fixture.restart();

        assertThat(fixture.events())
                .extracting(UsageEvent::attempt, event -> event.cost().nanos(), UsageEvent::certainty)
                .containsExactly(tuple(1, 4_000L, Certainty.EXACT), tuple(2, Calls.BOUND, Certainty.UPPER_BOUND));
    }

    @Test
    void shouldNotCountAnAttemptTwiceThatAnEndNamesToo() {
        UsageJournal.OpenCall call = fixture.begin("two");
        call.attempted(Calls.attempt(1, Certainty.NONE, 0));
        call.end(200, List.of(Calls.attempt(1, Certainty.NONE, 0), Calls.exact(2, 5)));

        fixture.restart();

        assertThat(fixture.events()).extracting(UsageEvent::attempt).containsExactly(1, 2);
        assertThat(fixture.unconfirmed()).isEqualTo(5);
    }

    @Test
    void shouldNeverSettleMoreThanAStrictBudgetHeldForTheCall() {
        UsageJournal.OpenCall call = fixture.journal.begin(Calls.call("strict", Calls.CHARGES, Calls.BOUND));
        call.attempted(Calls.exact(1, Calls.BOUND - 3));

        fixture.restart();

        assertThat(fixture.events()).extracting(event -> event.cost().nanos()).containsExactly(Calls.BOUND - 3, 3L);
    }

    @Test
    void shouldForgetACallThatReachedNoProvider() {
        fixture.begin("none").end(503, List.of());

        fixture.restart();

        assertThat(fixture.events()).isEmpty();
        assertThat(fixture.unconfirmed()).isZero();
    }

    @Test
    void shouldRefuseASecondEnd() {
        UsageJournal.OpenCall call = fixture.begin("once");
        call.end(200, List.of(Calls.exact(1, 5)));
        assertThatThrownBy(() -> call.end(200, List.of(Calls.exact(1, 5)))).isInstanceOf(IllegalStateException.class);
        assertThat(fixture.unconfirmed()).isEqualTo(5);
    }

    @Test
    void shouldSumUpByScopeAndWindowOverRestarts() {
        fixture.call("a", 700);
        fixture.journal
                .begin(Calls.call("b", Map.of("key:other", 5L), Long.MAX_VALUE))
                .end(200, List.of(Calls.exact(1, 30)));
        fixture.begin("lost");
        assertThat(fixture.unconfirmed()).isEqualTo(700);

        fixture.restart();

        assertThat(fixture.unconfirmed()).as("before the first call").isEqualTo(700 + Calls.BOUND);
        assertThat(fixture.journal.unconfirmed(Scope.GLOBAL, 0)).isEqualTo(700 + Calls.BOUND);
        assertThat(fixture.journal.unconfirmed(Scope.key("other"), 5)).isEqualTo(30);
        assertThat(fixture.journal.unconfirmed(Scope.key("other"), 6)).isZero();
        assertThat(fixture.journal.charged())
                .containsExactlyInAnyOrder(
                        new UsageJournal.Charged(JournalFixture.KEY, JournalFixture.KEY_WINDOW),
                        new UsageJournal.Charged(Scope.GLOBAL, 0),
                        new UsageJournal.Charged(Scope.key("other"), 5));
        assertThat(fixture.journal.events()).isEqualTo(3);
    }

    @Test
    void shouldRollOverManySegmentsWithoutALoss() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            ids.add("r-" + i);
            fixture.call("r-" + i, 1);
            fixture.keeper.visit(fixture.journal);
        }
        assertThat(fixture.journal.segmentsAfter(0)).hasSizeGreaterThan(8);

        fixture.restart();

        assertThat(fixture.events()).extracting(UsageEvent::requestId).containsExactlyElementsOf(ids);
        assertThat(fixture.unconfirmed()).isEqualTo(1_000);
    }

    @Test
    void shouldCarryOpenCallsIntoANewerSegment() {
        UsageJournal.OpenCall slow = fixture.begin("slow");
        slow.attempted(Calls.exact(1, 17));
        UsageJournal.OpenCall ending = fixture.begin("ending");
        Segment first = fixture.journal.segmentsAfter(0).getFirst();
        fillUp(first);
        assertThat(fixture.journal.retire(first)).isFalse();
        assertThat(fixture.journal.carry(first)).isTrue();
        assertThat(fixture.journal.retire(first)).isTrue();
        fixture.keeper.retired(first);
        fixture.keeper.visit(fixture.journal);
        ending.end(200, List.of(Calls.exact(1, 2)));

        fixture.restart();

        assertThat(fixture.events())
                .filteredOn(event -> !event.requestId().startsWith("fill"))
                .extracting(
                        UsageEvent::requestId,
                        UsageEvent::attempt,
                        event -> event.cost().nanos())
                .containsExactlyInAnyOrder(
                        tuple("ending", 1, 2L), tuple("slow", 1, 17L), tuple("slow", 2, Calls.BOUND));
    }

    private void fillUp(Segment segment) {
        for (int i = 0; !fixture.journal.isSealed(segment); i++) {
            fixture.call("fill-" + i, 1);
        }
        fixture.keeper.visit(fixture.journal);
    }

    @Test
    void shouldUseTheFilesOfConfirmedSegmentsAgain() throws IOException {
        for (int round = 0; round < 20; round++) {
            Segment oldest = fixture.journal.segmentsAfter(0).getFirst();
            fillUp(oldest);
            assertThat(fixture.journal.retire(oldest)).isTrue();
            fixture.keeper.retired(oldest);
            fixture.keeper.visit(fixture.journal);
        }
        assertThat(fixture.disk.allocated).isLessThanOrEqualTo(4);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSizeLessThanOrEqualTo(4);
        }
        long last = fixture.journal.segmentsAfter(0).getLast().number();

        fixture.restart();

        assertThat(fixture.events())
                .as("nothing of what the files held before")
                .allMatch(event -> event.segment() >= last);
    }

    @Test
    void shouldMakeRoomForTheEndsOfManyOpenCalls() {
        fixture.keeper.wakeWith(() -> asked = true);
        List<UsageJournal.OpenCall> open = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            open.add(fixture.begin("r-" + i));
            if (asked) {
                asked = false;
                fixture.keeper.prepare(fixture.journal);
            }
        }
        fixture.disk.full = true;
        open.forEach(call -> call.end(200, List.of(Calls.exact(1, 1))));
        assertThat(fixture.journal.lateEnds()).isZero();
    }

    @Test
    void shouldNeverUseANumberTwiceEvenWhenTheFolderWasEmptied() throws IOException {
        long before = fixture.journal.segmentsAfter(0).getLast().number();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        fixture.restart();
        assertThat(fixture.journal.segmentsAfter(0).getLast().number()).isGreaterThan(before);
    }

    @Test
    void shouldReadSegmentsOfAnotherSize() {
        fixture.call("small", 1);
        fixture.restart(2 * JournalFixture.SEGMENT);
        fixture.call("large", 2);
        fixture.restart();
        assertThat(fixture.events()).extracting(UsageEvent::requestId).containsExactly("small", "large");
    }
}
