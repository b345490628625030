package io.sluice.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.money.CostLine;
import io.sluice.contracts.money.Money;
import io.sluice.contracts.money.PriceMeter;
import io.sluice.contracts.money.UnitPrice;
import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.usage.Certainty;
import io.sluice.contracts.usage.TokenUsage;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordsTest {

    private final RecordWriter writer = new RecordWriter();
    private final RecordReader reader = new RecordReader();

    @Test
    void shouldReadBackACall() {
        CallEntry call = Calls.call("r-1");
        Records.begin(writer, call);
        assertThat(load()).isEqualTo(Records.BEGIN);
        assertThat(Records.begun(reader)).isEqualTo(call);
    }

    @Test
    void shouldReadBackWhateverTextsAndNumbersACallHas() {
        CallEntry call = new CallEntry(
                "größe-\uD83D\uDE00",
                -1,
                "",
                null,
                null,
                null,
                "org\u0000\u00ff",
                "日本語のユーザー",
                List.of("", "ä", "x".repeat(300)),
                "acompletion",
                false,
                "m",
                "*",
                Money.ofNanos(Long.MAX_VALUE),
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                false,
                Map.of());
        Records.begin(writer, call);
        load();
        assertThat(Records.begun(reader)).isEqualTo(call);
    }

    @Test
    void shouldReadBackAnEndWithAllItsAttempts() {
        Attempt odd = new Attempt(
                2,
                "d",
                "p",
                "m",
                null,
                0,
                Certainty.UPPER_BOUND,
                new TokenUsage(1, 2, 3, 4, 5, 6, 7, 8),
                Money.ofNanos(1),
                List.of(new CostLine(
                        PriceMeter.SEARCH_QUERY,
                        3,
                        UnitPrice.of("1.250E-7"),
                        new BigDecimal("0.50"),
                        Money.ofNanos(188))),
                Money.ofNanos(9),
                5,
                -1,
                0,
                null,
                "Timeout");
        Records.Ended ended = new Records.Ended(Calls.call("r-1"), 499, List.of(Calls.exact(1, 77), odd));
        Records.end(writer, ended);
        assertThat(load()).isEqualTo(Records.END);
        assertThat(Records.ended(reader)).isEqualTo(ended);
        load();
        assertThat(Records.cost(reader)).isEqualTo(new Records.Cost(Calls.CHARGES, 78));
    }

    @Test
    void shouldReadBackAnAttempt() {
        Attempt attempt = Calls.attempt(1, Certainty.NONE, 0);
        Records.attempt(writer, "r-1", attempt);
        assertThat(load()).isEqualTo(Records.ATTEMPT);
        assertThat(Records.requestId(reader)).isEqualTo("r-1");
        assertThat(Records.attempt(reader)).isEqualTo(attempt);
    }

    @Test
    void shouldKeepARecordSmallWhateverAClientSends() {
        String flood = "\u20ac".repeat(100_000);
        CallEntry plain = Calls.call("r-1");
        CallEntry call = new CallEntry(
                plain.requestId(),
                1,
                "k",
                null,
                null,
                null,
                null,
                flood,
                Collections.nCopies(100_000, "a".repeat(100_000)),
                "acompletion",
                true,
                flood,
                "a".repeat(100_000),
                plain.bound(),
                1,
                1,
                true,
                Map.of());
        Records.begin(writer, call);
        assertThat(writer.length()).isLessThan(Segment.LONGEST_RECORD / 2);
        load();
        CallEntry read = Records.begun(reader);
        assertThat(read.endUser()).matches("\u20ac{1365}");
        assertThat(read.modelGroup()).matches("a{4096}");
        assertThat(read.tags()).hasSize(100);
    }

    private byte load() {
        byte[] bytes = writer.bytes().clone();
        ByteBuffer record = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(reader.load(record, RecordWriter.HEADER, record.getInt(0), record.getInt(4)))
                .isTrue();
        return reader.type();
    }
}
