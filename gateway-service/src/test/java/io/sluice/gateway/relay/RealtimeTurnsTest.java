package io.sluice.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.contracts.admission.Meter;
import io.sluice.contracts.admission.Scope;
import io.sluice.contracts.admission.ScopeType;
import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.money.Money;
import io.sluice.contracts.money.UnitPrice;
import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.routing.BodyScan;
import io.sluice.contracts.routing.ModelOffer;
import io.sluice.contracts.routing.Span;
import io.sluice.contracts.routing.Turn;
import io.sluice.contracts.usage.Certainty;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.gateway.admission.AdmissionDecision;
import io.sluice.gateway.admission.AdmissionRequest;
import io.sluice.gateway.admission.Reservation;
import io.sluice.gateway.errors.Refusal;
import io.sluice.gateway.files.CallFiles;
import io.sluice.gateway.files.MemoryFiles;
import io.sluice.gateway.journal.CallEntry;
import io.sluice.gateway.journal.UsageJournal;
import io.sluice.gateway.metrics.EdgeMetrics;
import io.sluice.gateway.models.Models;
import io.sluice.gateway.routes.Surface;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The money of the responses of one session. Admission answers when a test says so. */
class RealtimeTurnsTest {

    private static final ModelOffer VOICE = new ModelOffer(
            "voice",
            false,
            List.of(),
            "realtime",
            "openai",
            32_000,
            4_096,
            true,
            UnitPrice.of("0.000004"),
            UnitPrice.of("0.000016"),
            UnitPrice.FREE,
            1,
            0,
            1,
            UnitPrice.FREE);

    private final List<AdmissionRequest> asked = new ArrayList<>();
    private final List<Consumer<AdmissionDecision>> decisions = new ArrayList<>();
    private final Map<String, CallEntry> open = new HashMap<>();
    private final Map<String, List<Attempt>> written = new HashMap<>();
    private final List<Integer> granted = new ArrayList<>();
    private final List<Refusal> refused = new ArrayList<>();
    private final Held ofSession = new Held();
    private final SessionHold hold = new SessionHold(ofSession);
    private final RealtimeTurns turns = new RealtimeTurns(environment(), session(), hold, granted::add, refused::add);

    private InferenceEndpoint.Environment environment() {
        return new InferenceEndpoint.Environment(
                new Models(() -> {
                    throw new IllegalStateException("nobody asks for models");
                }),
                (request, decision) -> {
                    asked.add(request);
                    decisions.add(decision);
                },
                new Journal(),
                (request, listener) -> {
                    throw new IllegalStateException("a response is no call of the engine");
                },
                new EdgeMetrics(new SimpleMeterRegistry()),
                new Shadows(0),
                new CallFiles(new MemoryFiles(), 0),
                0,
                null);
    }

    private static CallFacts session() {
        BodyScan scan = new BodyScan(
                "voice",
                Span.ABSENT,
                true,
                Span.ABSENT,
                false,
                Span.ABSENT,
                -1,
                Span.ABSENT,
                1,
                null,
                List.of(),
                0,
                List.of(),
                1,
                true);
        return new CallFacts(
                "s", Surface.REALTIME, new Caller.Admin("hash"), "voice", "voice", VOICE, scan, null, List.of(), 0);
    }

    private static Turn asked(int number) {
        return new Turn(number, 100, 50, 10, false);
    }

    private static Turn begun(int number) {
        return new Turn(number, 100, 50, 10, true);
    }

    private static Attempt answered(long nanos, int input, int output) {
        return new Attempt(
                1,
                "d",
                "openai",
                "gpt-realtime",
                null,
                200,
                Certainty.EXACT,
                TokenUsage.of(input, output),
                Money.ofNanos(nanos),
                List.of(),
                Money.ofNanos(nanos),
                0,
                -1,
                0,
                "completed",
                null);
    }

    private Held admit(int decision) {
        Held held = new Held();
        decisions.get(decision).accept(new AdmissionDecision.Admitted(held));
        return held;
    }

    private void refuse(int decision) {
        decisions
                .get(decision)
                .accept(new AdmissionDecision.Refused(new Scope(ScopeType.KEY, "hash"), Meter.MONEY, 10, 0, 10, 1, -1));
    }

    @Test
    void shouldGrantAResponseOnceItIsAdmittedAndSettleIt() {
        turns.want(asked(1));
        assertThat(asked.getFirst().part()).isEqualTo(AdmissionRequest.Part.TURN);
        assertThat(granted).isEmpty();
        assertThat(open).isEmpty();

        Held held = admit(0);
        assertThat(granted).containsExactly(1);
        assertThat(open).containsOnlyKeys("s.1");
        turns.ended(1, answered(700, 20, 5));
        turns.ended(1, answered(700, 20, 5));

        assertThat(held.said).containsExactly("settled 700 for 25 tokens");
        assertThat(written.get("s.1")).hasSize(1);
        turns.over();
        assertThat(held.said).hasSize(1);
    }

    @Test
    void shouldGiveBackAResponseThatNeverRan() {
        turns.want(asked(1));
        Held held = admit(0);
        turns.ended(1, null);

        assertThat(held.said).containsExactly("released");
        assertThat(written.get("s.1")).isEmpty();
    }

    @Test
    void shouldGiveBackAResponseThatWasTakenBackBeforeItWasAdmitted() {
        turns.want(asked(1));
        turns.want(asked(2));
        turns.ended(1, null);
        turns.ended(2, null);
        Held held = admit(0);
        refuse(1);

        assertThat(held.said).containsExactly("released");
        assertThat(granted).isEmpty();
        assertThat(open).isEmpty();
        assertThat(refused).as("nothing has to be paid").isEmpty();
    }

    @Test
    void shouldEndTheSessionWhenAResponseCannotBePaid() {
        turns.want(asked(1));
        refuse(0);

        assertThat(granted).isEmpty();
        assertThat(open).isEmpty();
        assertThat(refused)
                .singleElement()
                .satisfies(why -> assertThat(why.error().type()).isEqualTo("budget_exceeded"));
    }

    @Test
    void shouldOweWhatRunsAlreadyAndChargeItWithTheSession() {
        turns.want(begun(1));
        refuse(0);
        assertThat(refused).hasSize(1);
        assertThat(open).containsOnlyKeys("s.1");
        assertThat(open.get("s.1").bound().nanos()).isEqualTo(100 * 4_000 + 10 * 16_000);
        turns.ended(1, answered(900, 30, 10));
        assertThat(written.get("s.1")).hasSize(1);
        assertThat(ofSession.said).isEmpty();
        turns.want(begun(2));
        refuse(1);
        turns.ended(2, answered(100, 5, 2));

        // the session itself cost nothing
        hold.ofSession().release();
        assertThat(ofSession.said).containsExactly("settled 1000 for 47 tokens");
    }

    @Test
    void shouldAddWhatIsOwedToWhatTheSessionCost() {
        for (int turn = 1; turn <= 2; turn++) {
            turns.want(begun(turn));
            refuse(turn - 1);
            turns.ended(turn, answered(900, 30, 10));
        }
        List<String> told = new ArrayList<>();
        hold.ofSession().settle(Money.ofNanos(7), 3, () -> told.add("written"));

        assertThat(ofSession.said).containsExactly("settled 1807 for 83 tokens");
        assertThat(told).containsExactly("written");
    }

    @Test
    void shouldGiveTheSessionBackWhenNothingIsOwed() {
        hold.ofSession().release();

        assertThat(ofSession.said).containsExactly("released");
    }

    @Test
    void shouldSettleWhatEndedBeforeItWasAdmitted() {
        turns.want(begun(1));
        turns.ended(1, answered(900, 30, 10));
        Held held = admit(0);

        assertThat(held.said).containsExactly("settled 900 for 40 tokens");
        assertThat(open).isEmpty();
    }

    @Test
    void shouldBoundWhatIsOpenWhenTheSessionBreaksAndStartNothingAfterIt() {
        turns.want(asked(1));
        turns.want(asked(2));
        turns.want(begun(3));
        Held first = admit(0);
        turns.over();
        assertThat(written.get("s.1")).singleElement().satisfies(attempt -> {
            assertThat(attempt.certainty()).isEqualTo(Certainty.UPPER_BOUND);
            assertThat(attempt.cost()).isEqualTo(first.bound());
        });

        Held second = admit(1);
        assertThat(second.said).containsExactly("released");
        assertThat(written).doesNotContainKey("s.2");
        assertThat(granted).containsExactly(1);

        // that one ran, and nobody will say what it cost
        Held third = admit(2);
        assertThat(written.get("s.3")).hasSize(1);
        assertThat(third.said).singleElement().asString().startsWith("settled");
        assertThat(open).isEmpty();
        turns.want(asked(4));
        refuse(3);
        assertThat(refused).as("nobody is there to be told").isEmpty();
    }

    /** Says what became of it. */
    private static final class Held implements Reservation {

        private final List<String> said = new ArrayList<>();

        @Override
        public long outputCap() {
            return 10;
        }

        @Override
        public boolean capImposed() {
            return false;
        }

        @Override
        public long spendable() {
            return Long.MAX_VALUE;
        }

        @Override
        public Money bound() {
            return Money.ofNanos(5_000);
        }

        @Override
        public Map<String, Long> charges() {
            return Map.of();
        }

        @Override
        public long left(Meter meter) {
            return -1;
        }

        @Override
        public void settle(Money cost, long tokens, Runnable written) {
            written.run();
            said.add("settled " + cost.nanos() + " for " + tokens + " tokens");
        }

        @Override
        public void release() {
            said.add("released");
        }
    }

    private final class Journal implements UsageJournal {

        @Override
        public OpenCall begin(CallEntry call) {
            open.put(call.requestId(), call);
            return new OpenCall() {
                @Override
                public void attempted(Attempt finished) {
                    throw new IllegalStateException("a response has one attempt");
                }

                @Override
                public void end(int clientStatus, List<Attempt> attempts) {
                    assertThat(open.remove(call.requestId())).isNotNull();
                    written.put(call.requestId(), attempts);
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
}
