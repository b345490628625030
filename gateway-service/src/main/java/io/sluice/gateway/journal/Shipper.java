package io.sluice.gateway.journal;

import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.usage.UsageEvent;
import io.sluice.contracts.usage.UsageSink;
import io.sluice.contracts.usage.UsageSink.SegmentCount;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Brings the events of ended calls to the books and lets go of segments that the ledger holds. One thing is under way at a time, a batch or a
 * question, so that memory is bounded however long the books are away: events are read from the files when they are due.
 *
 * <p>A segment's events count as held when the books have committed as many different ones as were handed over; that is asked while nothing is
 * under way and no batch that failed may have come through, so that no event can stand in for a lost one. What is not held after a while
 * goes again. For one thread, which {@code loop} is.
 */
final class Shipper {

    private static final Logger LOG = Logger.getLogger(Shipper.class);

    private static final int BATCH = 1_000;
    private static final int MOST_ASKED = 500;
    private static final long ASK_EVERY_MILLIS = 1_000;
    private static final long HURRIED_MILLIS = 50;

    /** Confirmed segments that may wait for the ends of calls which began in them, before these are written once more. */
    private static final int KEPT_FOR_OPEN_CALLS = 4;

    private final FileJournal journal;
    private final JournalKeeper keeper;
    private final UsageSink sink;
    private final String gatewayId;
    private final Executor loop;
    private final LongSupplier clock;
    private final SegmentScan.Damage damage;
    private final ShippingState state = new ShippingState();
    private final SinkCalls calls;
    private final RecordReader reader = new RecordReader();
    private final Deque<Shipment> shipments = new ArrayDeque<>();
    private long askEvery = ASK_EVERY_MILLIS;
    private long askAgainAt = Long.MIN_VALUE;

    /**
     * @param clock milliseconds that never run backwards
     * @param loop runs tasks on the shipper's thread
     */
    Shipper(
            FileJournal journal,
            JournalKeeper keeper,
            UsageSink sink,
            String gatewayId,
            Executor loop,
            LongSupplier clock,
            SegmentScan.Damage damage) {
        this.journal = journal;
        this.keeper = keeper;
        this.sink = sink;
        this.gatewayId = gatewayId;
        this.loop = loop;
        this.clock = clock;
        this.damage = damage;
        this.calls = new SinkCalls(loop, clock, state);
        adoptEarlier();
    }

    /** Segments of an earlier start may be in the ledger already: that is asked before they are sent. */
    private void adoptEarlier() {
        for (Segment segment : journal.segmentsAfter(0)) {
            Shipment shipment = new Shipment(segment);
            shipments.add(shipment);
            if (journal.isSealed(segment)) {
                SegmentScan scan = SegmentScan.from(segment, Segment.FIRST, reader, damage);
                int events = 0;
                while (scan.next()) {
                    events += read(scan, segment).size();
                }
                shipment.handedOver(scan.position(), events, Long.MIN_VALUE / 2);
            }
        }
    }

    ShippingState state() {
        return state;
    }

    /** Before a stop: asks as often as is useful. */
    void hurry() {
        askEvery = HURRIED_MILLIS;
        askAgainAt = Long.MIN_VALUE;
        calls.forgetPause();
    }

    /** Nothing is left to hand over or to be confirmed. */
    boolean isDone() {
        for (Shipment shipment : shipments) {
            if (!shipment.isConfirmed() || shipment.handed < shipment.segment.end()) {
                return false;
            }
        }
        return !calls.isBusy();
    }

    /** Does what is due; called every now and then, and after each answer. */
    void round() {
        Shipment newest = shipments.peekLast();
        for (Segment segment : journal.segmentsAfter(newest == null ? 0 : newest.segment.number())) {
            shipments.add(new Shipment(segment));
        }
        if (calls.isFree()) {
            retireConfirmed();
            if (clock.getAsLong() < askAgainAt || !ask()) {
                ship();
            }
        }
    }

    // ---- handing over

    private void ship() {
        for (Shipment shipment : shipments) {
            if (shipment.handed < shipment.segment.end()) {
                ship(shipment);
                return;
            }
        }
    }

    private void ship(Shipment shipment) {
        List<UsageEvent> batch = new ArrayList<>();
        SegmentScan scan = SegmentScan.from(shipment.segment, shipment.handed, reader, damage);
        while (batch.size() < BATCH && scan.next()) {
            batch.addAll(read(scan, shipment.segment));
        }
        int to = scan.position();
        if (batch.isEmpty()) {
            shipment.handedOver(to, 0, clock.getAsLong());
            loop.execute(this::round);
            return;
        }
        UsageEvent first = batch.getFirst();
        state.unshippedSince(first.startedAtMicros() + first.durationMicros());
        shipment.sending(batch.size());
        calls.start(() -> sink.append(List.copyOf(batch)), SinkCalls.onAnswer(done -> {
            state.shipped(batch.size());
            shipment.handedOver(to, batch.size(), clock.getAsLong());
            round();
        }));
    }

    private List<UsageEvent> read(SegmentScan scan, Segment segment) {
        if (reader.type() != Records.END) {
            return List.of();
        }
        try {
            Records.Ended ended = Records.ended(reader);
            List<UsageEvent> events = new ArrayList<>(ended.attempts().size());
            for (Attempt attempt : ended.attempts()) {
                events.add(ended.call().event(attempt, ended.clientStatus(), gatewayId, segment.countedAs()));
            }
            return events;
        } catch (RuntimeException e) {
            scan.unreadable();
            return List.of();
        }
    }

    // ---- asking what the ledger holds

    private boolean ask() {
        List<Shipment> asked = new ArrayList<>();
        List<SegmentCount> counts = new ArrayList<>();
        for (Shipment shipment : shipments) {
            if (shipment.isAskable() && asked.size() < MOST_ASKED) {
                asked.add(shipment);
                counts.add(new SegmentCount(shipment.segment.countedAs(), shipment.handedEvents));
            }
        }
        if (asked.isEmpty()) {
            return false;
        }
        askAgainAt = clock.getAsLong() + askEvery;
        calls.start(() -> sink.committed(gatewayId, counts), new SinkCalls.Outcome<Set<Long>>() {
            @Override
            public void answered(Set<Long> held) {
                asked.forEach(shipment -> learn(shipment, held));
                round();
            }

            @Override
            public void failed() {
                long now = clock.getAsLong();
                asked.forEach(shipment -> shipment.waitOn(now));
            }
        });
        return true;
    }

    private void learn(Shipment shipment, Set<Long> held) {
        if (held.contains(shipment.segment.countedAs())) {
            SegmentScan scan = SegmentScan.from(shipment.segment, shipment.confirmed, reader, damage);
            state.confirmed(shipment.handedEvents - shipment.confirmedEvents);
            shipment.confirm();
            while (scan.position() < shipment.confirmed && scan.next()) {
                if (reader.type() == Records.END) {
                    journal.confirmed(Records.cost(reader));
                }
            }
        } else if (shipment.isInDoubt(clock.getAsLong())) {
            long again = shipment.startAgain();
            state.resent(again);
            LOG.debugf("%d events of segment %d go to the books again", again, shipment.segment.number());
        }
    }

    // ---- letting go

    private void retireConfirmed() {
        for (Shipment oldest = shipments.peek(); oldest != null && isHeld(oldest); oldest = shipments.peek()) {
            if (!journal.retire(oldest.segment)
                    && (shipments.size() <= KEPT_FOR_OPEN_CALLS
                            || !journal.carry(oldest.segment)
                            || !journal.retire(oldest.segment))) {
                return;
            }
            shipments.remove();
            keeper.retired(oldest.segment);
        }
    }

    private boolean isHeld(Shipment shipment) {
        return journal.isSealed(shipment.segment)
                && shipment.isConfirmed()
                && shipment.handed >= shipment.segment.end();
    }
}
