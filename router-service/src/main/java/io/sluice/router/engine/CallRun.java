package io.sluice.router.engine;

import static java.util.Objects.requireNonNull;

import io.sluice.contracts.money.Money;
import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.RouteCodec;
import io.sluice.contracts.routing.RouteListener;
import io.sluice.contracts.routing.RouteOutcome;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.routing.RouteSession;
import io.sluice.contracts.routing.SessionListener;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.asked.AskedRoute;
import io.sluice.router.asked.CachePoints;
import io.sluice.router.asked.ChangedBody;
import io.sluice.router.asked.MockTesting;
import io.sluice.router.asked.PromptLength;
import io.sluice.router.cooldown.Fault;
import io.sluice.router.deployment.CallerAccess;
import io.sluice.router.deployment.Deployment;
import io.sluice.router.deployment.Resolution;
import io.sluice.router.deployment.Target;
import io.sluice.router.engine.Lanes.Lane;
import io.sluice.router.failure.ErrorClass;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.fallback.FallbackPath;
import io.sluice.router.fallback.Hop;
import io.sluice.router.group.CallTerms;
import io.sluice.router.group.GroupCall;
import io.sluice.router.group.GroupPlan;
import io.sluice.router.group.Step;
import io.sluice.router.group.Ticket;
import io.sluice.router.mock.Mock;
import io.sluice.router.queue.Wish;
import io.sluice.router.strategy.RouteFacts;
import io.sluice.router.wire.AnswerReader;
import io.sluice.router.wire.Continuation;
import io.sluice.router.wire.Dialect;
import io.sluice.router.wire.Wire;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.Wires;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One client call: attempts, retries within a group, fallbacks to other groups, one answer. Lives on one event loop.
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
    private final Way way;
    private final Attempts attempts;
    private final TimeLimits limits;

    /** Set when another provider may go on with an answer that breaks. */
    private final Optional<Continuation> continuation;

    private final RouteRequest client;
    private RouteRequest request;
    private @Nullable String aid;
    private @Nullable ProviderFailure last;

    CallRun(CallEnvironment environment, RouteRequest request, RouteListener listener) {
        this.environment = environment;
        this.listener = listener;
        this.client = request;
        this.request = request;
        this.asked = AskedRoute.of(request);
        this.refusals = new Refusals(request);
        this.way = new Way(
                new FallbackPath(
                        environment.settings().fallbacks(),
                        asked,
                        model -> CallerAccess.mayAsk(environment.table(), request.caller(), model)),
                request.model());
        this.reply = new Reply(
                listener,
                new AnswerHeads(request, environment.settings().exposeApiBase()),
                request.protocol(),
                way,
                this::remember);
        this.limits = new TimeLimits(
                request, asked, environment.settings(), environment.clock().getAsLong());
        this.continuation =
                asked.continues(environment.settings().continued().contains(request.model())) && !asked.shadow()
                        ? Continuation.of(request)
                        : Optional.empty();
        this.attempts = new Attempts(this, environment, listener, limits, request.spendable());
    }

    CallEnvironment environment() {
        return environment;
    }

    RouteRequest request() {
        return request;
    }

    /** @param nowNanos as of {@link System#nanoTime} */
    boolean isPast(long nowNanos) {
        return limits.isPast(nowNanos);
    }

    /** Whether somebody waits for the answer. */
    boolean isHeard() {
        return !asked.shadow();
    }

    /** The wire for an attempt; empty: there is none. */
    Optional<Wire> wire(WireCall call) {
        return continuation
                .flatMap(open -> open.wire(call.request(), call.target()))
                .or(() -> Wires.of(call.request().protocol(), call.target()));
    }

    /** Reads what a dialect answers for this call's client; empty where nobody talks to chat models. */
    Optional<AnswerReader> reader(Dialect dialect, WireCall call) {
        return continuation.map(open -> open.reader(dialect, call)).or(() -> Wires.reader(dialect, call));
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
            List<String> aids = MockTesting.asked(request);
            if (!aids.isEmpty() && !environment.settings().mockTesting()) {
                refuse(refusals.noMockTesting(aids));
            } else {
                aid = aids.isEmpty() ? null : aids.getFirst();
                enter(request.model());
            }
        } catch (RuntimeException fault) {
            LOG.error("The call " + request.requestId() + " could not be started", fault);
            refuse(refusals.internalFault());
        }
    }

    private void enter(String asked) {
        way.enter(asked);
        boolean probe = isProbe();
        switch (probe ? environment.table().probed(asked) : environment.table().resolve(asked)) {
            case Resolution.Group found -> {
                way.found(found.group(), found.deployments());
                String mocked = aid;
                if (mocked != null && way.begins()) {
                    way.failedAt(found.deployments().getFirst().target());
                    fallBack(MockTesting.failure(mocked, found.group()));
                    return;
                }
                GroupPlan plan = probe
                        ? environment.plans().probe(found)
                        : environment.plans().of(asked, found);
                if (PromptLength.isUnclear(request, plan)) {
                    environment
                            .vertx()
                            .executeBlocking(
                                    () -> PromptLength.count(
                                            request, found.deployments().getFirst()),
                                    false)
                            .otherwise(PromptLength.guess(request))
                            .onSuccess(tokens -> begin(plan, tokens));
                } else {
                    begin(plan, PromptLength.guess(request));
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
                    cannotServe(Unserved.noDeployment(asked, "no such model group"));
                }
            }
        }
    }

    private boolean isProbe() {
        return client.headers().containsKey(RouteCodec.PROBE_HEADER);
    }

    private void begin(GroupPlan plan, long promptTokens) {
        if (!reply.ended()) {
            RouteFacts facts =
                    CallFacts.of(request, asked, environment.settings().residency(), plan, promptTokens);
            boolean fallbacks = way.leadsOn(ErrorClass.RATE_LIMIT);
            GroupCall call = plan.call(
                    facts,
                    new CallTerms(
                            asked.retries(),
                            limits.deadlineMillis(),
                            fallbacks,
                            fallbacks ? Optional.empty() : wish(facts)),
                    ThreadLocalRandom.current().nextLong());
            way.asks(call);
            follow(call, call.begin());
        }
    }

    /** How it waits in line for a group; a look at somebody's health and a shadow do not. */
    private Optional<Wish> wish(RouteFacts facts) {
        return isProbe() || asked.shadow()
                ? Optional.empty()
                : environment
                        .settings()
                        .queue()
                        .wish(asked.priority(), request.caller(), facts.inputTokens(), facts.outputTokens());
    }

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

    private void cannotServe(ProviderFailure reason) {
        ProviderFailure failure = last;
        // what a deployment of the group said before says more than that nobody is left
        fallBack(failure != null && way.target() != null ? failure : reason);
    }

    void attempt(GroupCall call, Ticket chosen) {
        Deployment deployment = way.deployment(chosen.index());
        Money bound = Bill.bound(deployment.target().card(), request);
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
                new Lane(call, chosen, deployment, bound),
                new WireCall(
                        deployment.target(),
                        CachePoints.marked(request, deployment.target()),
                        answerModel(deployment.target()),
                        environment.media()));
    }

    /**
     * The name that was asked for; the model that answers after a fallback, and where only the path named one, as LiteLLM has it
     * ({@code FACTS.md}).
     */
    private String answerModel(Target target) {
        boolean asked = way.fallbacksMade() == 0 && (client.scan().model() != null || !ofChat(client.protocol()));
        return asked ? client.requestedModel() : target.providerModel();
    }

    /** Those that can be asked at a path that names the model. */
    private static boolean ofChat(Protocol protocol) {
        return protocol == Protocol.OPENAI_CHAT || protocol == Protocol.OPENAI_COMPLETIONS;
    }

    /** What answers instead of the deployment's provider: the request's own mock where requests may ask for one, else the deployment's. */
    Optional<Mock> mock(Deployment deployment) {
        return (environment.settings().mockTesting() ? asked.mock() : Optional.<Mock>empty())
                .filter(mock -> !mock.silent() || limits.callersOwn() || deployment.timeoutMillis() >= 0)
                .or(() -> Mock.of(deployment.target().params()));
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

    void firstContent(AttemptRun run, long afterMicros) {
        run.lane().call.firstContent(run.lane().ticket, afterMicros);
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
        boolean stream = run.streamed();
        TokenUsage turns =
                run.session() == null ? TokenUsage.NONE : run.session().used();
        run.lane()
                .call
                .succeeded(
                        run.lane().ticket,
                        attempt.durationMicros(),
                        stream ? attempt.firstByteMicros() : -1,
                        attempt.usage().total() + turns.total(),
                        attempt.usage().output() + turns.output(),
                        run.paid(attempt));
        if (!stream && filtered(attempt)) {
            return;
        }
        RouteOutcome outcome = outcome(AnswerHeads.status(request, run), null);
        if (stream) {
            reply.end(outcome);
        } else {
            reply.whole(run, body, outcome);
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
        if (streaming && goesOn(attempt)) {
            follow(call, call.goOn(run.lane().ticket, fault, run.paid(attempt)));
        } else if (streaming) {
            call.brokeOff(run.lane().ticket, fault, run.paid(attempt));
            breakOff(failure, AnswerHeads.hasEvents(request, run));
        } else {
            follow(call, call.failed(run.lane().ticket, fault, attempt.cost()));
        }
    }

    /** Whether another attempt may go on with the answer; if so, it has been told. */
    private boolean goesOn(Attempt broken) {
        if (continuation.isEmpty() || !continuation.get().canGoOn() || limits.isPast(System.nanoTime())) {
            return false;
        }
        continuation.get().broke(broken.usage());
        request = continuation.get().weighed(request);
        return true;
    }

    /** Ends an answer of which the client has seen a part. @param event whether the failure has a place in it */
    private void breakOff(ProviderFailure failure, boolean event) {
        if (event) {
            reply.piece(refusals.event(failure, requireNonNull(way.target()), way.name()));
        }
        reply.end(outcome(failure.status(), failure.errorClass().litellmName()));
    }

    private RouteOutcome outcome(int status, @Nullable String error) {
        return new RouteOutcome(status, way.group(), attempts.made(), error);
    }

    private void fallBack(ProviderFailure failure) {
        Hop next = limits.isPast(System.nanoTime()) ? null : way.after(failure.errorClass());
        way.failed(failure);
        if (next == null) {
            refuse(way.refusal(refusals, attempts.made().size(), asked.noFallbacks()));
            return;
        }
        attempts.announce();
        request = ChangedBody.of(client, next.changes());
        if (reply.begun()) {
            request = continuation.orElseThrow().weighed(request);
        }
        enter(next.group());
    }

    private void refuse(Refusal refusal) {
        if (reply.ended()) {
            return;
        }
        if (reply.begun()) {
            way.failedAt(way.lastTarget());
            breakOff(requireNonNull(last), true);
        } else {
            reply.refuse(
                    refusal, outcome(refusal.error().status(), refusal.error().type()));
        }
    }

    /** Looks at a deployment's health are not asked about, and would push out the calls that are. */
    private void remember(RouteOutcome outcome) {
        if (isProbe()) {
            return;
        }
        environment
                .memory()
                .keep(new CallRecord(
                        client.requestId(), client.caller().keyHash(), client.model(), way.groups(), outcome));
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
        reply.end(outcome(CLIENT_CLOSED_REQUEST, "client_disconnected"));
    }
}
