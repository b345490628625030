package io.sluice.router.wire.passthrough;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.contracts.money.Money;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.catalog.Charges;
import io.sluice.router.catalog.CostCalculator;
import io.sluice.router.catalog.Terms;
import io.sluice.router.catalog.Usage;
import io.sluice.router.failure.ProviderErrors;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.wire.AnswerReader;
import io.sluice.router.wire.AnswerSink;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.event.Lines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * The output file of a batch that its provider ran (platform.openai.com/docs/api-reference/batch/request-output, seen 2026-11-26): passes as it comes, and
 * costs what its lines cost. Each line is priced by itself, since thresholds of prices hold for one request. Not thread-safe.
 */
final class BatchResultReader implements AnswerReader {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Terms BATCH = Terms.tier("batch");

    private final WireCall call;
    private final Lines lines = new Lines();
    private TokenUsage tokens = TokenUsage.NONE;
    private Money cost = Money.ZERO;
    private boolean priced = true;

    BatchResultReader(WireCall call) {
        this.call = call;
    }

    @Override
    public boolean streams(Map<String, String> headers, boolean asked) {
        return true;
    }

    @Override
    public void complete(int status, Map<String, String> headers, ByteBuffer body, AnswerSink sink) {
        chunk(body, sink);
        end(sink);
    }

    @Override
    public void chunk(ByteBuffer bytes, AnswerSink sink) {
        lines.add(bytes.duplicate(), this::line);
        sink.content(bytes.remaining());
        sink.emit(bytes);
    }

    private void line(String line) {
        if (line.startsWith("{")) {
            PassedUsage usage = new PassedUsage();
            try {
                usage.read(JSON.readTree(line).at("/response/body"));
            } catch (IOException notJson) {
                return; // it passed all the same
            }
            TokenUsage counted = usage.counted();
            if (counted != null) {
                add(counted, usage.charges());
            }
        }
    }

    private void add(TokenUsage counted, Charges charges) {
        tokens = tokens.plus(counted);
        CostCalculator.Cost each = CostCalculator.cost(call.target().card(), charges.on(Usage.of(counted), BATCH));
        cost = cost.plus(each.total());
        priced &= each.known();
    }

    @Override
    public void end(AnswerSink sink) {
        line(lines.rest());
        sink.usage(tokens);
        if (priced && !cost.equals(Money.ZERO)) {
            sink.charges(new Charges(Map.of(), null, cost));
        }
        sink.finished("stop");
        sink.done();
    }

    @Override
    public ProviderFailure failure(int status, Map<String, String> headers, ByteBuffer body) {
        return ProviderErrors.verbatim(status, headers, body, call.target().apiKey());
    }
}
