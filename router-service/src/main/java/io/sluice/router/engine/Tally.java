package io.sluice.router.engine;

import io.sluice.contracts.money.Money;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.catalog.Charges;
import io.sluice.router.catalog.ModelCard;
import io.sluice.router.failure.ProviderFailure;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt was told to count, and the bill that follows: of the provider's usage when it can be believed, otherwise an estimate of what
 * came. Of one event loop.
 */
final class Tally {

    private final ModelCard card;
    private final RouteRequest request;
    private final Money bound;
    private @Nullable TokenUsage usage;
    private @Nullable TokenUsage estimate;
    private Charges charges = Charges.NONE;
    private @Nullable String finishReason;
    private long contentBytes;

    /** @param bound the most that the attempt can cost */
    Tally(ModelCard card, RouteRequest request, Money bound) {
        this.card = card;
        this.request = request;
        this.bound = bound;
    }

    void content(int bytes) {
        contentBytes += bytes;
    }

    void usage(TokenUsage reported) {
        usage = reported;
    }

    void estimated(TokenUsage counted) {
        estimate = counted;
    }

    void charges(Charges reported) {
        charges = reported;
    }

    void finished(String reason) {
        finishReason = reason;
    }

    @Nullable
    String finishReason() {
        return finishReason;
    }

    /** Of an answer that ended as it should. */
    Bill ofWhole() {
        if (isSession()) {
            return Bill.none();
        }
        TokenUsage reported = believable();
        if (reported != null) {
            return Bill.exact(card, reported, charges, request);
        }
        return usage == null && contentBytes == 0 && !charges.units().isEmpty()
                ? Bill.ofUnits(card, charges, request, bound)
                : guess();
    }

    /** Of an answer that nobody waits for any more: usage may say only a part before its end. */
    Bill ofPart() {
        if (isSession()) {
            return Bill.none();
        }
        TokenUsage reported = believable();
        return reported != null && finishReason != null ? Bill.exact(card, reported, charges, request) : guess();
    }

    /** Of a failure: what came before it, or else the most that it may have cost where the provider may have worked. */
    Bill ofFailure(ProviderFailure failure) {
        if (isSession()) {
            return Bill.none();
        }
        if (contentBytes > 0 || usage != null) {
            return ofPart();
        }
        return failure.charged() ? Bill.upperBound(bound) : Bill.none();
    }

    /**
     * Whether the provider goes on when it has answered, or the client has left: a response in the background (platform.openai.com/docs/guides/background, seen
     * 2026-11-27). What that takes is told to whoever asks for it later, which is nobody here.
     */
    private boolean runsOn() {
        return request.protocol() == Protocol.OPENAI_RESPONSES
                && request.scan().topLevel().stream()
                        .anyMatch(member -> member.name().equals("background")
                                && request.body()
                                                .get(request.body().position()
                                                        + member.value().start())
                                        == 't');
    }

    /** A connection costs nothing: each response in it has a bill of its own. */
    private boolean isSession() {
        return request.protocol() == Protocol.OPENAI_REALTIME;
    }

    /**
     * What the provider said, unless it counts the request and not the answer that came: such a count was left out, as Google leaves out every 0. That
     * a call took nothing at all is said, and stays so; {@link AttemptObserver}s count it.
     */
    private @Nullable TokenUsage believable() {
        TokenUsage reported = usage;
        return reported != null && reported.output() == 0 && reported.input() > 0 && contentBytes > 0 ? null : reported;
    }

    private Bill guess() {
        if (runsOn()) {
            return Bill.upperBound(bound);
        }
        TokenUsage counted = estimate;
        return counted != null
                ? Bill.counted(card, counted, charges, request)
                : Bill.estimated(card, charges, request, contentBytes);
    }
}
