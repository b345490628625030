package io.sluice.router.wire;

import io.sluice.router.deployment.Target;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** A provider that speaks one way to some of its models, and another way to the rest. */
final class ByModel implements Wire {

    private final Predicate<Target> some;
    private final Wire forThose;
    private final Wire otherwise;

    ByModel(Predicate<Target> some, Wire forThose, Wire otherwise) {
        this.some = some;
        this.forThose = forThose;
        this.otherwise = otherwise;
    }

    private Wire of(WireCall call) {
        return some.test(call.target()) ? forThose : otherwise;
    }

    @Override
    public CompletionStage<UpstreamRequest> encode(WireCall call) {
        return of(call).encode(call);
    }

    @Override
    public AnswerReader reader(WireCall call) {
        return of(call).reader(call);
    }
}
