package io.sluice.gateway.relay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.routing.RouteHead;
import io.sluice.contracts.routing.RouteListener;
import io.sluice.contracts.routing.RouteOutcome;
import io.sluice.gateway.batches.LineOutcome;
import io.sluice.gateway.engine.EngineFaults;
import io.sluice.gateway.errors.ErrorAnswers;
import io.sluice.gateway.errors.Refusal;
import io.sluice.gateway.metrics.EdgeMetrics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/** Collects the answer of a line, settles and journals the call. On one event loop. */
final class LineAnswer implements RouteListener {

    /** What fits into one message to the books, in Base64. */
    private static final int LONGEST = 6 << 20;

    private static final int OK = 200;
    private static final JsonFactory JSON = new JsonFactory();

    private final CallFacts facts;
    private final Billing billing;
    private final EdgeMetrics metrics;
    private final CompletableFuture<LineOutcome> outcome;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private long length;
    private long retryMillis;

    LineAnswer(CallFacts facts, Billing billing, EdgeMetrics metrics, CompletableFuture<LineOutcome> outcome) {
        this.facts = facts;
        this.billing = billing;
        this.metrics = metrics;
        this.outcome = outcome;
    }

    @Override
    public void onAttempt(Attempt finished) {
        billing.attempted(finished);
        metrics.retried(facts.offer().name());
    }

    @Override
    public void onHead(RouteHead head) {
        try {
            retryMillis = Long.parseLong(head.headers().getOrDefault("retry-after", "0")) * 1_000;
        } catch (NumberFormatException aDate) {
            retryMillis = 0;
        }
    }

    @Override
    public void onChunk(ByteBuffer bytes) {
        length += bytes.remaining();
        if (length <= LONGEST) {
            byte[] piece = new byte[bytes.remaining()];
            bytes.get(piece);
            said.writeBytes(piece);
        }
    }

    @Override
    public void onEnd(RouteOutcome ended) {
        billing.settle(ended);
        metrics.ended(facts.offer().name(), ended, System.nanoTime() - facts.startedNanos(), false);
        byte[] json = said.toByteArray();
        int status = ended.status();
        if (length > LONGEST) {
            complete(502, unusable("The answer is longer than " + LONGEST + " bytes."));
        } else if (!isJson(json)) {
            complete(status == OK ? 502 : status, unusable("The answer is not JSON."));
        } else if ((status == 429 || status == 503) && !EngineFaults.isLost(ended)) {
            outcome.complete(new LineOutcome.Busy(status, inOneLine(json), retryMillis));
        } else {
            complete(status, inOneLine(json));
        }
    }

    private void complete(int status, byte[] json) {
        outcome.complete(new LineOutcome.Answered(status, json));
    }

    private byte[] unusable(String why) {
        return ErrorAnswers.json(
                Refusal.of(502, "api_error", why), facts.surface().protocol());
    }

    /** Ends of lines stand between the tokens of JSON, never within. */
    static byte[] inOneLine(byte[] json) {
        for (int i = 0; i < json.length; i++) {
            if (json[i] == '\n' || json[i] == '\r') {
                json[i] = ' ';
            }
        }
        return json;
    }

    private static boolean isJson(byte[] bytes) {
        try (JsonParser json = JSON.createParser(bytes)) {
            if (json.nextToken() == null) {
                return false;
            }
            json.skipChildren();
            return json.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }
}
