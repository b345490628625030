package io.sluice.router.wire;

import io.sluice.router.failure.UnsupportedRequestException;
import java.util.concurrent.CompletionStage;

/**
 * Of one attempt: through a conversation, so that what is answered is known; but a request that only the provider's own words can say passes as
 * it is, unless it goes on with an answer.
 */
final class ContinuableWire implements Wire {

    private final Wire plain;
    private final Wire translated;
    private final boolean goesOn;
    private boolean passes;

    ContinuableWire(Wire plain, Wire translated, boolean goesOn) {
        this.plain = plain;
        this.translated = translated;
        this.goesOn = goesOn;
    }

    @Override
    public CompletionStage<UpstreamRequest> encode(WireCall call) {
        if (goesOn) {
            return translated.encode(call);
        }
        try {
            return translated.encode(call);
        } catch (UnsupportedRequestException unsaid) {
            passes = true;
            return plain.encode(call);
        }
    }

    @Override
    public AnswerReader reader(WireCall call) {
        return (passes ? plain : translated).reader(call);
    }
}
