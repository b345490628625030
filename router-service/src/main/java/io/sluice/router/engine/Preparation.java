package io.sluice.router.engine;

import io.sluice.router.credentials.Signer;
import io.sluice.router.credentials.Signers;
import io.sluice.router.deployment.Target;
import io.sluice.router.failure.ErrorClass;
import io.sluice.router.failure.PreparationException;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.failure.UnsupportedRequestException;
import io.sluice.router.wire.AnswerReader;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.Wire;
import io.sluice.router.wire.WireCall;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Makes a request ready to be sent to a provider: written by its wire, signed. Neither may block; either may take a while. */
final class Preparation {

    private static final Logger LOG = Logger.getLogger(Preparation.class);

    /** What came of it. */
    sealed interface Outcome {

        record Ready(UpstreamRequest request, AnswerReader reader) implements Outcome {}

        /** The request cannot be said to this provider; another one may understand it. */
        record Unsaid(ProviderFailure failure) implements Outcome {}

        /** What the deployment needs was not to be had: its token, say. */
        record Failed(ProviderFailure failure) implements Outcome {}

        /** A fault of ours, which the log has. */
        record Broken() implements Outcome {}
    }

    /** What came of a further request of the same attempt. */
    sealed interface Signed {

        record Ready(UpstreamRequest request) implements Signed {}

        record Failed(ProviderFailure failure) implements Signed {}
    }

    private Preparation() {}

    /**
     * Signs a request that a reader asks for after the first one.
     *
     * @param then told once, at once or later on the same event loop
     */
    static void again(Vertx vertx, Signers signers, UpstreamRequest request, Target target, Consumer<Signed> then) {
        CompletableFuture<UpstreamRequest> signed =
                signers.of(target).sign(request, target).toCompletableFuture();
        if (signed.isDone()) {
            then.accept(signed(signed, target));
        } else {
            Context loop = vertx.getOrCreateContext();
            var _ = signed.whenComplete(
                    (ignored, fault) -> loop.runOnContext(onLoop -> then.accept(signed(signed, target))));
        }
    }

    private static Signed signed(CompletableFuture<UpstreamRequest> signed, Target target) {
        if (!signed.isCompletedExceptionally()) {
            return new Signed.Ready(signed.resultNow());
        }
        Throwable fault = signed.exceptionNow();
        Throwable cause = fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
        if (cause instanceof PreparationException e) {
            return new Signed.Failed(e.failure());
        }
        LOG.error("A further request for " + target + " could not be signed", cause);
        return new Signed.Failed(ProviderFailure.badResponse("A further request to the provider could not be signed"));
    }

    /**
     * @param found the wire for the call; empty: there is none
     * @param then told once, at once or later on the same event loop
     */
    static void start(Vertx vertx, Signers signers, Optional<Wire> found, WireCall call, Consumer<Outcome> then) {
        if (found.isEmpty()) {
            then.accept(new Outcome.Unsaid(notOffered(call)));
            return;
        }
        Wire wire = found.get();
        CompletableFuture<UpstreamRequest> ready = prepare(signers, wire, call);
        if (ready.isDone()) {
            then.accept(outcome(ready, wire, call));
        } else {
            Context loop = vertx.getOrCreateContext();
            var _ = ready.whenComplete(
                    (ignored, fault) -> loop.runOnContext(onLoop -> then.accept(outcome(ready, wire, call))));
        }
    }

    private static CompletableFuture<UpstreamRequest> prepare(Signers signers, Wire wire, WireCall call) {
        try {
            Signer signer = signers.of(call.target());
            return wire.encode(call)
                    .thenCompose(request -> signer.sign(request, call.target()))
                    .toCompletableFuture();
        } catch (RuntimeException fault) {
            return CompletableFuture.failedFuture(fault);
        }
    }

    private static Outcome outcome(CompletableFuture<UpstreamRequest> ready, Wire wire, WireCall call) {
        if (!ready.isCompletedExceptionally()) {
            return new Outcome.Ready(ready.resultNow(), wire.reader(call));
        }
        Throwable fault = ready.exceptionNow();
        Throwable cause = fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
        return switch (cause) {
            case UnsupportedRequestException e -> new Outcome.Unsaid(unsupported(e));
            case PreparationException e -> new Outcome.Failed(e.failure());
            default -> {
                LOG.error("A request for " + call.target() + " could not be written", cause);
                yield new Outcome.Broken();
            }
        };
    }

    private static ProviderFailure notOffered(WireCall call) {
        Target target = call.target();
        String message = "The provider " + target.provider().name() + " of model " + target.modelGroup()
                + " does not offer " + call.request().protocol().endpoint();
        return new ProviderFailure(ErrorClass.BAD_REQUEST, 400, message, null, "model", null, -1, false);
    }

    private static ProviderFailure unsupported(UnsupportedRequestException e) {
        return new ProviderFailure(
                ErrorClass.BAD_REQUEST, 400, e.getMessage(), "UnsupportedParamsError", e.param(), null, -1, false);
    }
}
