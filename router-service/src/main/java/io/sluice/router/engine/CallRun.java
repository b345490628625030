package io.sluice.router.engine;

import static java.util.Objects.requireNonNull;

import io.sluice.contracts.money.Money;
import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.routing.RouteListener;
import io.sluice.contracts.routing.RouteOutcome;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.routing.RouteSession;
import io.sluice.contracts.routing.SessionListener;
import io.sluice.router.asked.AskedRoute;
import io.sluice.router.asked.MockTesting;
import io.sluice.router.asked.PromptLength;
import io.sluice.router.cooldown.Fault;
import io.sluice.router.deployment.CallerAccess;
import io.sluice.router.deployment.Deployment;
import io.sluice.router.deployment.Resolution;
import io.sluice.router.engine.Lanes.Lane;
import io.sluice.router.failure.ErrorClass;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.fallback.FallbackPath;
import io.sluice.router.fallback.Hop;
import io.sluice.router.group.GroupCall;
import io.sluice.router.group.GroupPlan;
import io.sluice.router.group.Step;
import io.sluice.router.group.Ticket;
import java.nio.ByteBuffer;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One client call: attempts, retries within a group, fallbacks to other groups, one answer. What leads into a group is {@link Entrance}'s, what is
 * asked there {@link Question}'s, what is under way {@link Attempts}', and what the client hears {@link Reply}'s. Lives on one event loop.
 *
 * <p>Before the first content nothing is sent to the client, so that a failure falls over unseen; from then on a failure is an error
 * event at the end of what was sent.
 */
final class CallRun implements RouteSession {

    /** nginx' status for a client that left; never on the wire, only in the outcome. */
    private static final int CLIENT_CLOSED_REQUEST = 499;

    private static final Logger LOG = Logger.getLogger(CallRun.class);

    private final CallEnvironment environment;
    private final RouteListener listener;
    private final Reply reply;
    private final Refusals refusals;
    private final AskedRoute asked;
    private final Entrance entrance;
    private final Question question;
    private final Way way;
    private final Attempts attempts;
    private final TimeLimits limits;
    private final RouteRequest client;

    /** LiteLLM's test aid that fails the first group. */
    private @Nullable String aid;

    private @Nullable ProviderFailure last;

    CallRun(CallEnvironment environment, RouteRequest request, RouteListener listener) {
        this.environment = environment;
        this.listener = listener;
        this.client = request;
        this.asked = AskedRoute.of(request);
        this.refusals = new Refusals(request);
        this.limits = new TimeLimits(
                request, asked, environment.settings(), environment.clock().getAsLong());
        this.entrance = new Entrance(environment, request, asked, limits);
        this.question = new Question(request, asked, environment.settings(), environment.media());
        this.way = new Way(
                new FallbackPath(
                        environment.settings().fallbacks(),
                        asked,
                        model -> CallerAccess.mayAsk(environment.table(), request.caller(), model)),
                request.model());
        this.attempts = new Attempts(this, environment, listener, limits, question, request.spendable());
        this.reply = new Reply(
                listener,
                new AnswerHeads(request, environment.settings().exposeApiBase()),
                refusals,
                request.protocol(),
                way,
                attempts,
                this::remember);
    }

    CallEnvironment environment() {
        return environment;
    }

    RouteRequest request() {
        return question.request();
    }

    /** @param nowNanos as of {@link System#nanoTime} */
    boolean isPast(long nowNanos) {
        return limits.isPast(nowNanos);
    }

    boolean isStreamPast(long nowNanos) {
        return limits.isStreamPast(nowNanos);
    }

    /** Whether somebody waits for the answer. */
    boolean isHeard() {
        return !asked.shadow();
    }

    boolean paused() {
        return attempts.paused();
    }

    /** Whether the client has seen the head of a stream. */
    boolean answering() {
        return reply.begun();
    }

    /** Never throws: what should not happen becomes an answer. */
    void start() {
        try {
            List<String> aids = MockTesting.asked(client);
            if (!aids.isEmpty() && !environment.settings().mockTesting()) {
                refuse(refusals.noMockTesting(aids));
            } else {
                aid = aids.isEmpty() ? null : aids.getFirst();
                enter(client.model());
            }
        } catch (RuntimeException fault) {
            LOG.error("The call " + client.requestId() + " could not be started", fault);
            refuse(refusals.internalFault());
        }
    }

    // ---- from group to group

    private void enter(String name) {
        way.enter(name);
        switch (entrance.find(name)) {
            case Resolution.Group found -> {
                way.found(found.group(), found.deployments());
                String mocked = aid;
                if (mocked != null && way.begins()) {
                    way.failedAt(found.deployments().getFirst().target());
                    fallBack(MockTesting.failure(mocked, found.group()));
                    return;
                }
                GroupPlan plan = entrance.plan(name, found);
                if (PromptLength.isUnclear(request(), plan)) {
                    entrance.count(request(), found).onSuccess(tokens -> begin(plan, tokens));
                } else {
                    begin(plan, PromptLength.guess(request()));
                }
            }
            case Resolution.NoDeployment(String resolved, String reason) -> {
                way.found(resolved, List.of());
                cannotServe(Unserved.noDeployment(resolved, reason));
            }
            case Resolution.Unknown ignored -> {
                if (way.begins()) {
                    refuse(refusals.unknownModel());
                } else {
                    cannotServe(Unserved.noDeployment(name, "no such model group"));
                }
            }
        }
    }

    private void begin(GroupPlan plan, long promptTokens) {
        if (!reply.ended()) {
            GroupCall call = entrance.call(plan, request(), promptTokens, way.leadsOn(ErrorClass.RATE_LIMIT));
            way.asks(call);
            follow(call, call.begin());
        }
    }

    private void cannotServe(ProviderFailure reason) {
        ProviderFailure failure = last;
        // what a deployment of the group said before says more than that nobody is left
        fallBack(failure != null && way.target() != null ? failure : reason);
    }

    private void fallBack(ProviderFailure failure) {
        Hop next = limits.isPast(System.nanoTime()) ? null : way.after(failure.errorClass());
        way.failed(failure);
        if (next == null) {
            refuse(way.refusal(refusals, attempts.made().size(), asked.noFallbacks()));
            return;
        }
        attempts.announce();
        question.change(next.changes(), reply.begun());
        enter(next.group());
    }

    private void refuse(Refusal refusal) {
        if (reply.ended()) {
            return;
        }
        if (reply.begun()) {
            way.failedAt(way.lastTarget());
            reply.breakOff(requireNonNull(last));
        } else {
            reply.refuse(refusal);
        }
    }

    // ---- within a group

    private void follow(GroupCall call, Step step) {
        switch (step) {
            case Step.Try(Ticket chosen, Step.Why why) -> {
                if (why == Step.Why.ORDER) {
                    way.nextOrder();
                }
                attempts.announce();
                attempt(call, chosen);
            }
            case Step.Pending pending -> {
                attempts.announce();
                Waits.await(pending, environment.vertx(), () -> goOn(call));
            }
            case Step.Stay ignored -> {}
            case Step.Over ignored -> fallBack(requireNonNull(last));
            case Step.Nobody nobody -> cannotServe(Unserved.nobody(way.group(), nobody));
        }
    }

    private void goOn(GroupCall call) {
        if (!reply.ended()) {
            follow(call, call.again());
        }
    }

    void attempt(GroupCall call, Ticket chosen) {
        Deployment deployment = way.deployment(chosen.index());
        Money bound = Bill.bound(deployment.target().card(), request(), question.unseen());
        if (!attempts.affords(bound)) {
            call.abandoned(chosen, Money.ZERO);
            if (attempts.none()) {
                ProviderFailure before = last;
                refuse(refusals.noMoneyForAttempt(way.name(), before, before == null ? null : deployment.target()));
            }
            return;
        }
        way.goesTo(deployment.target());
        attempts.begin(
                new Lane(call, chosen, deployment, bound), question.at(deployment.target(), way.fallbacksMade() == 0));
    }

    // ---- what an attempt reports

    /** The request cannot be said to this provider. */
    void unsaid(Lane lane, ProviderFailure failure) {
        last = failure;
        if (attempts.none()) {
            follow(lane.call, lane.call.unsent(lane.ticket));
        } else {
            lane.call.abandoned(lane.ticket, Money.ZERO);
        }
    }

    /** What the deployment needs was not to be had. */
    void unprepared(Lane lane, ProviderFailure failure) {
        last = failure;
        Fault fault = Fault.unanswered(failure.errorClass());
        follow(lane.call, lane.call.failed(lane.ticket, fault, Money.ZERO));
    }

    /** A fault of ours. */
    void broken(Lane lane) {
        lane.call.abandoned(lane.ticket, Money.ZERO);
        if (attempts.none()) {
            refuse(refusals.internalFault());
        }
    }

    void committed(AttemptRun run) {
        attempts.won(run);
        reply.begin(run);
    }

    void deliver(ByteBuffer bytes) {
        reply.piece(bytes);
    }

    void succeeded(AttemptRun run, Attempt attempt, List<ByteBuffer> body) {
        attempts.ended(run, attempt);
        run.measured(attempt);
        if (run.streamed() || !filtered(attempt)) {
            reply.succeed(run, body);
        }
    }

    /**
     * A whole answer that the provider's filter cut is a refused one where the group has {@code content_policy_fallbacks}, as in LiteLLM. It
     * was paid for all the same. @return whether another group was asked instead
     */
    private boolean filtered(Attempt attempt) {
        if (!"content_filter".equals(attempt.finishReason())
                || !environment.settings().fallbacks().hasContentPolicy(way.names())
                || asked.noFallbacks()) {
            return false;
        }
        attempts.pay(attempt);
        ProviderFailure failure = Unserved.filtered();
        last = failure;
        fallBack(failure);
        return true;
    }

    void failed(AttemptRun run, Attempt attempt, ProviderFailure failure, boolean streaming) {
        attempts.ended(run, attempt);
        last = failure;
        way.failedAt(run.lane().deployment.target());
        attempts.pay(attempt);
        Fault fault = run.fault(failure, limits.callersOwn());
        GroupCall call = run.lane().call;
        if (streaming && !limits.isPast(System.nanoTime()) && question.goOn(attempt.usage())) {
            follow(call, call.goOn(run.lane().ticket, fault, run.paid(attempt)));
        } else if (streaming) {
            call.brokeOff(run.lane().ticket, fault, run.paid(attempt));
            reply.breakOff(run, failure);
        } else {
            follow(call, call.failed(run.lane().ticket, fault, attempt.cost()));
        }
    }

    /** Looks at a deployment's health are not asked about, and would push out the calls that are. */
    private void remember(RouteOutcome outcome) {
        if (!entrance.isProbe()) {
            environment
                    .memory()
                    .keep(new CallRecord(
                            client.requestId(), client.caller().keyHash(), client.model(), way.groups(), outcome));
        }
    }

    /** Who hears of a session; only for calls of {@link Engine#open}. */
    SessionListener sessionListener() {
        return (SessionListener) listener;
    }

    // ---- the client's side

    @Override
    public void say(ByteBuffer message) {
        attempts.session(session -> session.said(message));
    }

    @Override
    public void granted(int turn) {
        attempts.session(session -> session.granted(turn));
    }

    @Override
    public void pause() {
        attempts.pause();
    }

    @Override
    public void resume() {
        attempts.resume();
    }

    @Override
    public void cancel() {
        if (reply.ended()) {
            return;
        }
        attempts.session(SessionLink::left);
        if (reply.ended()) {
            return; // a session ends as it should when its client leaves
        }
        attempts.dropAll("ClientDisconnected");
        way.leave();
        reply.end(CLIENT_CLOSED_REQUEST, "client_disconnected");
    }
}
