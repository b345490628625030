package io.sluice.router.group;

import io.sluice.contracts.money.Money;
import io.sluice.router.cooldown.Breaker.Admission;
import io.sluice.router.cooldown.Fault;
import io.sluice.router.group.Step.Reason;
import io.sluice.router.group.Step.Why;
import io.sluice.router.hedge.Hedging;
import io.sluice.router.limit.Claim;
import io.sluice.router.queue.Spot;
import io.sluice.router.strategy.Candidate;
import io.sluice.router.strategy.Decision;
import io.sluice.router.strategy.Explainer.Choice;
import io.sluice.router.strategy.RouteFacts;
import io.sluice.router.strategy.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One call within one group: which deployment, and after a failure which next, after what wait, or none. The engine says what became of each
 * attempt: {@link #firstContent} once there is some, then {@link #succeeded}, {@link #failed} or {@link #abandoned}. Used on one
 * event loop; never throws.
 */
public final class GroupCall {

    /** When a client should ask again that waits for what other routers hold. */
    private static final long ANY_TIME_MILLIS = 1_000;

    private final GroupPlan plan;
    private final RouteFacts facts;
    private final CallTerms terms;
    private final Patience patience;
    private final Choosing choosing;
    private final SecondTries secondTries;
    private final Outcomes outcomes;
    private int hedgesMade;

    /** What the next choice is for. */
    private Why then = Why.RETRY;

    /** At which limit everybody was when the call stepped into line. */
    private Verdict limit = Verdict.LIMITS;

    GroupCall(GroupPlan plan, RouteFacts facts, CallTerms terms, long seed) {
        this.plan = plan;
        this.facts = facts;
        this.terms = terms;
        this.patience = new Patience(plan, facts, terms);
        this.choosing = new Choosing(plan, facts, seed);
        this.secondTries = new SecondTries(plan, terms, seed);
        this.outcomes = new Outcomes(plan, facts);
    }

    /** The first step: an attempt, or {@link Step.Nobody}. */
    public Step begin() {
        plan.shared().retryBudget().request();
        plan.shared().hedging().ifPresent(Hedging::request);
        return choose(Why.FIRST);
    }

    /** The step after a {@link Step.Wait}, a {@link Step.Ask} or a {@link Step.Queue}. */
    public Step again() {
        Why why = then;
        then = Why.RETRY;
        if (patience.end().isEmpty()) {
            return choose(why);
        }
        Choice choice = choosing.look();
        if (choice.decide() instanceof Decision.Nobody(Verdict last, long ignored)) {
            choosing.foundNobody(choice);
            limit = last;
        }
        return nobody(limit, firstBackMillis());
    }

    /** The client left while the call waited. */
    public void leave() {
        patience.over();
        secondTries.giveBackGrant();
    }

    /** How long it stood in line, milliseconds. */
    public long waitedMillis() {
        return patience.waitedMillis();
    }

    public int retriesMade() {
        return secondTries.made();
    }

    /** What each attempt was chosen by, and at last why there was none. */
    public List<Choice> choices() {
        return choosing.made();
    }

    private Step choose(Why why) {
        if (patience.comesAfterOthers()) {
            Optional<Step> behind = queue(limit, why);
            if (behind.isPresent()) {
                return behind.get();
            }
        }
        // each round that loses a trial or a place to another call sees that in the next one
        for (int round = 0; round <= plan.candidates().size(); round++) {
            Choice choice = choosing.look();
            switch (choice.decide()) {
                case Decision.Nobody(Verdict last, long retryAfter) -> {
                    Optional<Claim.Lacking> held = isLimit(last) && patience.mayAsk(Patience.LONGEST_RECALL_MILLIS)
                            ? plan.heldByOthers(facts, plan.now())
                            : Optional.empty();
                    if (held.isPresent()) {
                        return ask(held.get(), why);
                    }
                    Optional<Step> line = isLimit(last) ? queue(last, why) : Optional.empty();
                    if (line.isPresent()) {
                        return line.get();
                    }
                    choosing.foundNobody(choice);
                    return nobody(last, isLimit(last) ? Math.max(retryAfter, firstBackMillis()) : retryAfter);
                }
                case Decision.Chosen(int index) -> {
                    Member member = plan.member(index);
                    Admission admission = member.breaker().admit(plan.now());
                    if (admission != Admission.NO) {
                        switch (member.limits().take(tokensOf(member), plan.now())) {
                            case Claim.Taken taken -> {
                                return new Step.Try(start(index, admission, choice, taken), why);
                            }
                            case Claim.Lacking lacking -> {
                                member.breaker().abandoned(plan.now(), admission);
                                return patience.mayAsk(Patience.LONGEST_ASKING_MILLIS)
                                        ? ask(lacking, why)
                                        : queue(Verdict.LIMITS, why)
                                                .orElseGet(() -> nobody(Verdict.LIMITS, firstBackMillis()));
                            }
                        }
                    }
                }
            }
        }
        return nobody(Verdict.RESTING, 0);
    }

    private Step nobody(Verdict why, long retryAfterMillis) {
        Optional<Spot.End> end = patience.end();
        patience.over();
        secondTries.giveBackGrant();
        return new Step.Nobody(why, retryAfterMillis, end);
    }

    /** Empty: the call does not wait in line. */
    private Optional<Step> queue(Verdict last, Why why) {
        limit = last;
        then = why;
        return patience.queue().map(queue -> queue);
    }

    private static boolean isLimit(Verdict verdict) {
        return verdict == Verdict.LIMITS || verdict == Verdict.PARALLEL;
    }

    private Step ask(Claim.Lacking lacking, Why why) {
        then = why;
        return patience.ask(lacking);
    }

    private long firstBackMillis() {
        long back = plan.firstBack();
        return back == Long.MAX_VALUE ? ANY_TIME_MILLIS : Math.max(ANY_TIME_MILLIS, back - plan.now());
    }

    private long tokensOf(Member member) {
        return facts.tokensOf(member.candidate().tpm());
    }

    private Ticket start(int index, Admission admission, Choice choice, Claim.Taken taken) {
        patience.served();
        Candidate candidate = plan.member(index).candidate();
        choosing.took(choice, candidate);
        Ticket ticket = new Ticket(index, candidate, admission, choice, taken, secondTries.useGrant());
        outcomes.began(ticket);
        return ticket;
    }

    // ---- what became of an attempt

    /** The provider sends content: it works, however long the answer takes. */
    public void firstContent(Ticket ticket, long afterMicros) {
        outcomes.firstContent(ticket, afterMicros);
    }

    /** How long a new connection to the deployment took: how far away it is. */
    public void connected(Ticket ticket, long micros) {
        outcomes.connected(ticket, micros);
    }

    /** @param firstTokenMicros -1 when the answer was not streamed */
    public void succeeded(
            Ticket ticket,
            long durationMicros,
            long firstTokenMicros,
            long totalTokens,
            long outputTokens,
            Money cost) {
        outcomes.succeeded(ticket, durationMicros, firstTokenMicros, totalTokens, outputTokens, cost);
    }

    /** The call was given up without its fault: the client left, or another attempt was faster. */
    public void abandoned(Ticket ticket, Money cost) {
        outcomes.abandoned(ticket, cost);
    }

    /** An attempt of which the client has seen nothing. @return what to do now */
    public Step failed(Ticket ticket, Fault fault, Money cost) {
        if (ticket.over) {
            return new Step.Over(Reason.FINAL);
        }
        outcomes.failed(ticket, fault, cost);
        return outcomes.running() > 0 ? new Step.Stay() : afterFailure(plan.member(ticket.index), fault);
    }

    /** A failure in the middle of an answer: nothing follows, but it counts. */
    public void brokeOff(Ticket ticket, Fault fault, Money cost) {
        outcomes.failed(ticket, fault, cost);
    }

    /** The same where another attempt may go on with the answer. @return what to do now */
    public Step goOn(Ticket ticket, Fault fault, Money cost) {
        outcomes.failed(ticket, fault, cost);
        return afterFailure(plan.member(ticket.index), fault);
    }

    /**
     * The request cannot be said to this deployment; nothing was sent. Another one that was not asked yet may understand it.
     *
     * @return that attempt, or that it is over
     */
    public Step unsent(Ticket ticket) {
        ticket.taken.unmade();
        outcomes.abandoned(ticket, Money.ZERO);
        return choosing.untriedIsAwake() ? choose(Why.OTHER) : new Step.Over(Reason.FINAL);
    }

    // ---- what follows a failure

    private Step afterFailure(Member member, Fault fault) {
        if (plan.now() >= terms.deadlineMillis()) {
            return new Step.Over(Reason.NO_TIME);
        }
        Decision next = choosing.next();
        Optional<Member> other = choosing.untried(next);
        boolean nextOrder = other.isPresent()
                && other.get().candidate().order() > member.candidate().order();
        Step step = secondTries.after(member, fault, next, other.isPresent());
        return switch (step) {
            case Step.Wait(long millis) when millis == 0 -> choose(Why.RETRY);
            case Step.Over _ when nextOrder -> choose(Why.ORDER);
            default -> step;
        };
    }

    // ---- hedging

    /** How long to wait for the first content before {@link #hedge} is asked; empty: never. */
    public OptionalLong hedgeAfterMillis() {
        return plan.shared().hedging().map(Hedging::afterMillis).orElse(OptionalLong.empty());
    }

    /** A second attempt beside one that is late, at a deployment that was not asked yet; empty when there is none or no budget. */
    public Optional<Step.Try> hedge() {
        if (plan.shared().hedging().isEmpty()
                || patience.othersWait() // who has no attempt at all comes first
                || !choosing.untriedIsAwake()
                || !plan.shared().hedging().get().hedge(hedgesMade)) {
            return Optional.empty();
        }
        hedgesMade++;
        secondTries.hedge();
        Step step = choose(Why.HEDGE);
        secondTries.giveBackGrant();
        if (step instanceof Step.Try attempt) {
            return Optional.of(attempt);
        }
        // a limit that would have to be asked or waited for first: nobody waits, and what follows the first attempt
        // asks anew
        then = Why.RETRY;
        patience.over();
        return Optional.empty();
    }
}
