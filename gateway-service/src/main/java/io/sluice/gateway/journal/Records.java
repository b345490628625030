package io.sluice.gateway.journal;

import io.sluice.contracts.money.CostLine;
import io.sluice.contracts.money.Money;
import io.sluice.contracts.money.PriceMeter;
import io.sluice.contracts.money.UnitPrice;
import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.usage.Certainty;
import io.sluice.contracts.usage.TokenUsage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The three kinds of record. A begin holds the call, an end holds the call again and all its attempts, so that either can be read without
 * the other; an attempt record, between the two, holds the id of the call and the attempt. Enum values are written by their names and
 * exact decimals as text, so that a journal survives an upgrade.
 */
final class Records {

    static final byte BEGIN = 1;
    static final byte ATTEMPT = 2;
    static final byte END = 3;

    /** Of a call, in the ledger; a client may send any number. */
    private static final int MOST_TAGS = 100;

    /** @param clientStatus HTTP status that the client saw, or 0 */
    record Ended(CallEntry call, int clientStatus, List<Attempt> attempts) {}

    /** @param nanos of all attempts of the call */
    record Cost(Map<String, Long> charges, long nanos) {}

    private Records() {}

    static boolean isType(byte type) {
        return type >= BEGIN && type <= END;
    }

    static void begin(RecordWriter to, CallEntry call) {
        to.start(BEGIN);
        call(to, call);
        to.finish();
    }

    static void attempt(RecordWriter to, String requestId, Attempt attempt) {
        to.start(ATTEMPT);
        to.text(requestId);
        attempt(to, attempt);
        to.finish();
    }

    static void end(RecordWriter to, Ended ended) {
        to.start(END);
        to.number(nanos(ended.attempts()));
        call(to, ended.call());
        to.number(ended.clientStatus());
        to.number(ended.attempts().size());
        for (Attempt attempt : ended.attempts()) {
            attempt(to, attempt);
        }
        to.finish();
    }

    static long nanos(List<Attempt> attempts) {
        long nanos = 0;
        for (Attempt attempt : attempts) {
            nanos = Math.addExact(nanos, attempt.cost().nanos());
        }
        return nanos;
    }

    private static void call(RecordWriter to, CallEntry call) {
        to.number(call.charges().size());
        for (Map.Entry<String, Long> charge : call.charges().entrySet()) {
            to.text(charge.getKey());
            to.number(charge.getValue());
        }
        to.text(call.requestId());
        to.number(call.admittedAtMicros());
        to.text(call.keyHash());
        to.text(call.keyAlias());
        to.text(call.userId());
        to.text(call.teamId());
        to.text(call.organizationId());
        to.text(call.endUser());
        int tags = Math.min(call.tags().size(), MOST_TAGS);
        to.number(tags);
        for (int i = 0; i < tags; i++) {
            to.text(call.tags().get(i));
        }
        to.text(call.callType());
        to.flag(call.stream());
        to.text(call.requestedModel());
        to.text(call.modelGroup());
        to.number(call.bound().nanos());
        to.number(call.boundTokens());
        to.number(call.spendable());
        to.flag(call.priced());
    }

    private static void attempt(RecordWriter to, Attempt attempt) {
        to.number(attempt.number());
        to.text(attempt.deploymentId());
        to.text(attempt.provider());
        to.text(attempt.providerModel());
        to.text(attempt.apiBase());
        to.number(attempt.status());
        to.text(attempt.certainty().name());
        TokenUsage usage = attempt.usage();
        to.number(usage.input());
        to.number(usage.cachedInput());
        to.number(usage.cacheWrite5m());
        to.number(usage.cacheWrite1h());
        to.number(usage.inputAudio());
        to.number(usage.output());
        to.number(usage.reasoning());
        to.number(usage.outputAudio());
        to.number(attempt.cost().nanos());
        to.number(attempt.costLines().size());
        for (CostLine line : attempt.costLines()) {
            to.text(line.meter().name());
            to.number(line.quantity());
            to.text(line.unitPrice().dollars().toString());
            to.text(line.modifier().toString());
            to.number(line.amount().nanos());
        }
        to.number(attempt.upperBound().nanos());
        to.number(attempt.startedAtMicros());
        to.number(attempt.firstByteMicros());
        to.number(attempt.durationMicros());
        to.text(attempt.finishReason());
        to.text(attempt.errorClass());
    }

    /** Of a begin, whose type was read. */
    static CallEntry begun(RecordReader from) {
        return call(from);
    }

    /** The call's id in an attempt record; {@link #attempt(RecordReader)} follows. */
    static String requestId(RecordReader from) {
        return from.text();
    }

    static Ended ended(RecordReader from) {
        from.number();
        CallEntry call = call(from);
        int clientStatus = (int) from.number();
        int count = (int) from.number();
        List<Attempt> attempts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            attempts.add(attempt(from));
        }
        return new Ended(call, clientStatus, attempts);
    }

    /** Only what sums need, of an end. */
    static Cost cost(RecordReader from) {
        long nanos = from.number();
        return new Cost(charges(from), nanos);
    }

    private static Map<String, Long> charges(RecordReader from) {
        int count = (int) from.number();
        Map<String, Long> charges = HashMap.newHashMap(count);
        for (int i = 0; i < count; i++) {
            String scope = from.text();
            charges.put(scope, from.number());
        }
        return charges;
    }

    private static CallEntry call(RecordReader from) {
        Map<String, Long> charges = charges(from);
        return new CallEntry(
                from.text(),
                from.number(),
                from.text(),
                from.optionalText(),
                from.optionalText(),
                from.optionalText(),
                from.optionalText(),
                from.optionalText(),
                tags(from),
                from.text(),
                from.flag(),
                from.text(),
                from.text(),
                Money.ofNanos(from.number()),
                from.number(),
                from.number(),
                from.flag(),
                charges);
    }

    private static List<String> tags(RecordReader from) {
        int count = (int) from.number();
        List<String> tags = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            tags.add(from.text());
        }
        return tags;
    }

    static Attempt attempt(RecordReader from) {
        return new Attempt(
                (int) from.number(),
                from.text(),
                from.text(),
                from.text(),
                from.optionalText(),
                (int) from.number(),
                Certainty.valueOf(from.text()),
                new TokenUsage(
                        from.number(),
                        from.number(),
                        from.number(),
                        from.number(),
                        from.number(),
                        from.number(),
                        from.number(),
                        from.number()),
                Money.ofNanos(from.number()),
                lines(from),
                Money.ofNanos(from.number()),
                from.number(),
                from.number(),
                from.number(),
                from.optionalText(),
                from.optionalText());
    }

    private static List<CostLine> lines(RecordReader from) {
        int count = (int) from.number();
        List<CostLine> lines = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            lines.add(new CostLine(
                    PriceMeter.valueOf(from.text()),
                    from.number(),
                    UnitPrice.of(from.text()),
                    new BigDecimal(from.text()),
                    Money.ofNanos(from.number())));
        }
        return lines;
    }
}
