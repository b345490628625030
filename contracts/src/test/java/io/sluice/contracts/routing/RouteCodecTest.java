package io.sluice.contracts.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.identity.VirtualKey;
import io.sluice.contracts.money.BudgetMode;
import io.sluice.contracts.money.CostLine;
import io.sluice.contracts.money.Money;
import io.sluice.contracts.money.PriceMeter;
import io.sluice.contracts.money.UnitPrice;
import io.sluice.contracts.usage.Certainty;
import io.sluice.contracts.usage.TokenUsage;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RouteCodecTest {

    private static final VirtualKey KEY = new VirtualKey(
            "ab12",
            "sk-...wxyz",
            "alias",
            "user",
            null,
            null,
            List.of("gpt-4*"),
            Map.of("mine", "gpt-4"),
            List.of(),
            Money.ofNanos(1_500_000_001L),
            "30d",
            BudgetMode.STRICT,
            Money.ZERO,
            10L,
            null,
            3L,
            Map.of("gpt-4", 1L),
            Map.of(),
            Instant.ofEpochMilli(1_800_000_000_123L),
            false,
            Instant.ofEpochMilli(5),
            7);

    @Test
    void shouldCarryARequestUnchanged() {
        ByteBuffer body = ByteBuffer.wrap("{\"model\":\"x\"}".getBytes(StandardCharsets.UTF_8));
        BodyScan scan = new BodyScan(
                "x",
                new Span(9, 12),
                true,
                Span.ABSENT,
                false,
                Span.ABSENT,
                -1,
                Span.ABSENT,
                1,
                null,
                List.of("t"),
                13,
                List.of(new BodyScan.Member("model", new Span(1, 12), new Span(9, 12))),
                1,
                false);
        RouteRequest request = new RouteRequest(
                "id-1",
                Protocol.OPENAI_CHAT,
                new Caller.KeyHolder(KEY),
                "gpt-4",
                "x",
                scan,
                body,
                100,
                Long.MAX_VALUE,
                -1,
                Map.of("x-litellm-timeout", "5"),
                null,
                List.of("t"));

        assertThat(RouteCodec.request(RouteCodec.call(request), body)).isEqualTo(request);

        List<UploadedFile> files = List.of(
                new UploadedFile("image[]", "a", "image/png", ByteBuffer.wrap(new byte[] {1, 2})),
                new UploadedFile("mask", "b", "image/png", ByteBuffer.wrap(new byte[] {3})));
        RouteRequest form = new RouteRequest(
                "id-1",
                Protocol.OPENAI_IMAGE_EDITS,
                request.caller(),
                "gpt-4",
                "x",
                scan,
                body,
                100,
                Long.MAX_VALUE,
                -1,
                Map.of(),
                null,
                List.of(),
                files);
        ByteBuffer sent = ByteBuffer.allocate(body.remaining() + 3);
        RouteCodec.body(form).forEach(piece -> sent.put(piece.duplicate()));
        assertThat(RouteCodec.request(RouteCodec.call(form), sent.flip())).isEqualTo(form);
    }

    @Test
    void shouldCarryAnOutcomeToTheNanoDollar() {
        CostLine line = CostLine.of(PriceMeter.INPUT_TOKEN, 13, UnitPrice.of("0.00000015"), BigDecimal.ONE);
        Attempt attempt = new Attempt(
                1,
                "d1",
                "openai",
                "gpt-4",
                null,
                200,
                Certainty.EXACT,
                TokenUsage.of(13, 5),
                line.amount(),
                List.of(line),
                Money.ofNanos(99),
                1,
                2,
                3,
                "stop",
                null);
        RouteOutcome outcome = new RouteOutcome(200, "gpt-4", List.of(attempt), null);

        assertThat(RouteCodec.outcome(RouteCodec.outcome(outcome))).isEqualTo(outcome);
        assertThat(line.amount().nanos()).isEqualTo(1950);
    }
}
