package io.sluice.router.engine;

import static java.util.Objects.requireNonNull;

import io.sluice.contracts.identity.ModelAccess;
import io.sluice.contracts.money.Money;
import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.routing.RouteCall;
import io.sluice.contracts.routing.RouteHead;
import io.sluice.contracts.routing.RouteListener;
import io.sluice.contracts.routing.RouteOutcome;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.usage.Certainty;
import io.sluice.router.cooldown.Fault;
import io.sluice.router.credentials.Signers;
import io.sluice.router.deployment.Deployment;
import io.sluice.router.deployment.DeploymentTable;
import io.sluice.router.deployment.Resolution;
import io.sluice.router.deployment.Target;
import io.sluice.router.egress.Egress;
import io.sluice.router.failure.ErrorClass;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.group.CallTerms;
import io.sluice.router.group.GroupCall;
import io.sluice.router.group.GroupPlan;
import io.sluice.router.group.Step;
import io.sluice.router.group.Ticket;
import io.sluice.router.media.MediaSource;
import io.sluice.router.strategy.Verdict;
import io.sluice.router.wire.AnswerReader;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import io.vertx.core.Vertx;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One client call: attempts, retries within a group, fallbacks to other groups, one answer. Lives on one event loop.
 *
 * <p>Before the first content nothing is sent to the client, so that a failure falls over unseen; from then on a failure is an error
 * event at the end of what was sent.
 */
final class CallRun implements RouteCall {

    /** What all calls of a configuration share. */
    record Environment(
            Vertx vertx,
            Egress egress,
            Signers signers,
            MediaSource media,
            Deadlines deadlines,
            AttemptObserver observer,
            LongSupplier clock,
            EngineSettings settings,
            DeploymentTable table,
            GroupPlans plans) {}

    private static final Logger LOG = Logger.getLogger(CallRun.class);

    private final Environment environment;
    private final RouteListener listener;
    private final Answers answers;
    private final AskedRoute asked;
    private final FallbackPath path;
    private final List<Attempt> attempts = new ArrayList<>(1);
    private final long deadlineNanos;
    private final long deadlineMillis;

    private final RouteRequest client;
    private RouteRequest request;
    private String name;
    private String group;
    private List<Deployment> deployments = List.of();
    private @Nullable GroupCall way;
    private int ordersPassed;
    private long spendable;
    private @Nullable Ticket ticket;
    private @Nullable AttemptRun current;
    private @Nullable Target target;
    private @Nullable Target lastTarget;
    private @Nullable Trouble first;
    private @Nullable Trouble second;
    private @Nullable ProviderFailure last;
    private int announced;
    private List<String> notes = List.of();
    private boolean paused;
    private boolean ended;

    CallRun(Environment environment, RouteRequest request, RouteListener listener) {
        this.environment = environment;
        this.client = request;
        this.request = request;
        this.listener = listener;
        this.asked = AskedRoute.of(request);
        this.answers = new Answers(request, environment.settings().exposeApiBase());
        this.path = new FallbackPath(environment.settings().fallbacks(), asked, this::mayAsk);
        this.name = request.model();
        this.group = request.model();
        this.spendable = request.spendable();
        long limit = limitMillis();
        this.deadlineNanos = System.nanoTime() + limit * 1_000_000;
        this.deadlineMillis = environment.clock().getAsLong() + limit;
    }

    private long limitMillis() {
        long own = callersLimitMillis();
        return own >= 0 ? own : environment.settings().timeoutMillis();
    }

    /** The client's own limit of the whole call; -1: none. */
    private long callersLimitMillis() {
        return client.deadlineMillis() >= 0 ? client.deadlineMillis() : asked.timeoutMillis(client.scan().stream());
    }

    Environment environment() {
        return environment;
    }

    RouteRequest request() {
        return request;
    }

    boolean paused() {
        return paused;
    }

    /** Never throws: what should not happen becomes an answer. */
    void start() {
        try {
            enter(request.model());
        } catch (RuntimeException fault) {
            LOG.error("The call " + request.requestId() + " could not be started", fault);
            refuse(answers.internalFault());
        }
    }

    private void enter(String asked) {
        name = asked;
        target = null;
        switch (environment.table().resolve(asked)) {
            case Resolution.Group found -> {
                group = found.group();
                deployments = found.deployments();
                GroupCall call = call(environment.plans().of(asked, found));
                way = call;
                follow(call, call.begin());
            }
            case Resolution.NoDeployment(String resolved, String reason) -> {
                group = resolved;
                deployments = List.of();
                cannotServe(noDeployment(resolved, reason));
            }
            case Resolution.Unknown ignored -> {
                if (first == null) {
                    refuse(answers.unknownModel());
                } else {
                    cannotServe(noDeployment(asked, "no such model group"));
                }
            }
        }
    }

    private GroupCall call(GroupPlan plan) {
        return plan.call(
                CallFacts.of(request, asked, plan.rules()),
                new CallTerms(asked.retries(), deadlineMillis, path.has(names(), ErrorClass.RATE_LIMIT)),
                ThreadLocalRandom.current().nextLong());
    }

    private void follow(GroupCall call, Step step) {
        switch (step) {
            case Step.Try(Ticket chosen, Step.Why why) -> {
                ordersPassed += why == Step.Why.ORDER ? 1 : 0;
                announce();
                attempt(call, chosen);
            }
            case Step.Wait(long millis) -> {
                announce();
                environment.vertx().setTimer(millis, ignored -> {
                    if (!ended) {
                        follow(call, call.again());
                    }
                });
            }
            case Step.Stay ignored -> {}
            case Step.Over ignored -> fallBack(requireNonNull(last));
            case Step.Nobody(Verdict why, long retryAfterMillis) -> cannotServe(nobody(why, retryAfterMillis));
        }
    }

    private void cannotServe(ProviderFailure reason) {
        ProviderFailure failure = last;
        // what a deployment of the group said before says more than that nobody is left
        fallBack(failure != null && target != null ? failure : reason);
    }

    private static ProviderFailure noDeployment(String group, String reason) {
        String message = "No deployments available for model group '" + group + "': " + reason;
        return new ProviderFailure(ErrorClass.OVERLOADED, 503, message, null, null, null, -1, false);
    }

    private ProviderFailure nobody(Verdict why, long retryAfterMillis) {
        ErrorClass errorClass = switch (why) {
            case CONTEXT_WINDOW -> ErrorClass.CONTEXT_WINDOW;
            case CAPABILITY -> ErrorClass.BAD_REQUEST;
            case TAGS -> ErrorClass.AUTHENTICATION;
            case RESIDENCY -> ErrorClass.PERMISSION;
            default -> ErrorClass.RATE_LIMIT;
        };
        String message = "No deployments available for model group '" + group + "': each of them " + why.says();
        return new ProviderFailure(errorClass, why.status(), message, null, null, null, retryAfterMillis, false);
    }

    private void attempt(GroupCall call, Ticket chosen) {
        Deployment deployment = deployments.get(chosen.index());
        ProviderFailure before = last;
        ticket = chosen;
        target = deployment.target();
        lastTarget = deployment.target();
        Money bound = Bill.bound(deployment.target().card(), request);
        if (bound.nanos() > spendable) {
            call.abandoned(chosen, Money.ZERO);
            refuse(answers.noMoneyForAttempt(name, before, before == null ? null : deployment.target()));
            return;
        }
        WireCall wireCall = new WireCall(
                deployment.target(),
                CachePoints.marked(request, deployment.target()),
                answerModel(deployment.target()),
                environment.media());
        Preparation.start(environment.vertx(), environment.signers(), wireCall, outcome -> {
            if (!ended) {
                prepared(outcome, call, chosen, deployment, bound);
            }
        });
    }

    /** The name that was asked for; after a fallback the model that answers instead, as LiteLLM has it ({@code FACTS.md}). */
    private String answerModel(Target target) {
        return fallbacksMade() == 0 ? client.requestedModel() : target.providerModel();
    }

    private void prepared(
            Preparation.Outcome outcome, GroupCall call, Ticket chosen, Deployment deployment, Money bound) {
        switch (outcome) {
            case Preparation.Outcome.Ready(UpstreamRequest upstream, AnswerReader reader) -> {
                notes = upstream.notes();
                AttemptRun run = new AttemptRun(
                        this, deployment, chosen, attempts.size() + 1, reader, bound, limits(deployment));
                current = run;
                run.send(upstream);
                if (paused) {
                    run.pause();
                }
            }
            case Preparation.Outcome.Unsaid(ProviderFailure failure) -> {
                last = failure;
                follow(call, call.unsent(chosen));
            }
            case Preparation.Outcome.Failed(ProviderFailure failure) -> {
                last = failure;
                follow(call, call.failed(chosen, Fault.unanswered(failure.errorClass()), Money.ZERO));
            }
            case Preparation.Outcome.Broken() -> {
                call.abandoned(chosen, Money.ZERO);
                refuse(answers.internalFault());
            }
        }
    }

    private AttemptRun.Limits limits(Deployment deployment) {
        EngineSettings settings = environment.settings();
        long firstByte = deployment.timeoutMillis() >= 0 ? deployment.timeoutMillis() : settings.timeoutMillis();
        if (request.scan().stream()) {
            firstByte = deployment.streamTimeoutMillis() >= 0
                    ? deployment.streamTimeoutMillis()
                    : Math.min(firstByte, settings.streamTimeoutMillis());
        }
        return AttemptRun.Limits.ofMillis(firstByte, settings.idleTimeoutMillis());
    }

    /** What a client lists as fallbacks it must be allowed to ask for by itself. */
    private boolean mayAsk(String model) {
        List<String> accessGroups = environment.table().resolve(model) instanceof Resolution.Group found
                ? found.deployments().stream()
                        .flatMap(deployment -> deployment.accessGroups().stream())
                        .toList()
                : List.of();
        return ModelAccess.allows(client.caller(), model, accessGroups);
    }

    // ---- what an attempt reports

    void firstContent(AttemptRun run, long afterMicros) {
        requireNonNull(way).firstContent(run.ticket(), afterMicros);
    }

    void committed(AttemptRun run) {
        listener.onHead(answers.streamHead(run, name, retriesMade(), fallbacksMade(), notes));
    }

    void deliver(ByteBuffer bytes) {
        if (!ended) {
            listener.onChunk(bytes);
        }
    }

    void succeeded(AttemptRun run, Attempt attempt, List<ByteBuffer> body) {
        attempts.add(attempt);
        current = null;
        boolean stream = request.scan().stream();
        GroupCall call = requireNonNull(way);
        call.succeeded(
                run.ticket(),
                attempt.durationMicros(),
                stream ? attempt.firstByteMicros() : -1,
                attempt.usage().total(),
                attempt.usage().output(),
                attempt.cost());
        if (!stream && filtered(attempt)) {
            return;
        }
        RouteOutcome outcome = new RouteOutcome(200, group, List.copyOf(attempts), null);
        if (!stream) {
            RouteHead head = answers.wholeHead(run, name, retriesMade(), fallbacksMade(), notes, outcome);
            listener.onHead(head);
            body.forEach(this::deliver);
        }
        end(outcome);
    }

    /**
     * A whole answer that the provider's filter cut is a refused one where the group has {@code content_policy_fallbacks}, as in LiteLLM. It
     * was paid for all the same. @return whether another group was asked instead
     */
    private boolean filtered(Attempt attempt) {
        if (!"content_filter".equals(attempt.finishReason())
                || !environment.settings().fallbacks().hasContentPolicy(names())
                || asked.noFallbacks()) {
            return false;
        }
        pay(attempt);
        ProviderFailure failure = new ProviderFailure(
                ErrorClass.CONTENT_POLICY,
                400,
                "Response output was blocked by the provider's content filter",
                null,
                null,
                "content_filter",
                -1,
                true);
        last = failure;
        fallBack(failure);
        return true;
    }

    private void pay(Attempt attempt) {
        if (attempt.certainty() != Certainty.NONE && spendable != Long.MAX_VALUE) {
            spendable -= attempt.cost().nanos();
        }
    }

    void failed(AttemptRun run, Attempt attempt, ProviderFailure failure, boolean streaming) {
        attempts.add(attempt);
        current = null;
        last = failure;
        pay(attempt);
        Fault fault = run.fault(failure, callersLimitMillis() >= 0);
        GroupCall call = requireNonNull(way);
        if (streaming) {
            call.brokeOff(run.ticket(), fault, attempt.cost());
            deliver(answers.errorEvent(failure, run.deployment().target(), name));
            end(new RouteOutcome(
                    failure.status(),
                    group,
                    List.copyOf(attempts),
                    failure.errorClass().litellmName()));
        } else {
            follow(call, call.failed(run.ticket(), fault, attempt.cost()));
        }
    }

    private int retriesMade() {
        GroupCall call = way;
        return call == null ? 0 : call.retriesMade();
    }

    /** LiteLLM counts the next {@code order} of a group as a fallback. */
    private int fallbacksMade() {
        return path.depth() + ordersPassed;
    }

    /** Tells the listener of attempts that ended while another one follows; of each once. */
    private void announce() {
        while (announced < attempts.size()) {
            listener.onAttempt(attempts.get(announced++));
        }
    }

    private void fallBack(ProviderFailure failure) {
        Hop next = System.nanoTime() >= deadlineNanos ? null : path.next(names(), failure.errorClass());
        Trouble trouble = new Trouble(failure, target, name);
        Trouble before = first;
        // LiteLLM tells what became of the first fallback
        Trouble fallback = second == null ? trouble : second;
        second = before == null ? null : fallback;
        if (next == null) {
            boolean fallbacksOff = asked.noFallbacks();
            refuse(
                    before == null
                            ? answers.failure(trouble, attempts.size(), fallbacksOff)
                            : answers.failure(before, fallback, path.taken(), lastTarget));
            return;
        }
        first = before == null ? trouble : before;
        announce();
        ordersPassed = 0;
        way = null;
        request = ChangedBody.of(client, next.changes());
        enter(next.group());
    }

    /** Under which fallbacks may be listed: as asked for, the group's own name, and the failed deployment's. */
    private List<String> names() {
        Target failed = target;
        if (failed == null && name.equals(group)) {
            return List.of(name);
        }
        Set<String> names = new LinkedHashSet<>(List.of(name));
        names.add(group);
        if (failed != null) {
            names.add(failed.modelGroup());
        }
        return List.copyOf(names);
    }

    private void refuse(Answers.Refusal refusal) {
        if (ended) {
            return;
        }
        RouteOutcome outcome = new RouteOutcome(
                refusal.error().status(),
                group,
                List.copyOf(attempts),
                refusal.error().type());
        listener.onHead(answers.errorHead(refusal, name, retriesMade(), fallbacksMade(), outcome));
        deliver(answers.errorBody(refusal));
        end(outcome);
    }

    void checkDeadline(long now) {
        AttemptRun run = current;
        if (run != null && now > deadlineNanos) {
            run.pastDeadline();
        }
    }

    private void end(RouteOutcome outcome) {
        if (!ended) {
            ended = true;
            current = null;
            listener.onEnd(outcome);
        }
    }

    // ---- the client's side

    @Override
    public void pause() {
        paused = true;
        AttemptRun run = current;
        if (run != null) {
            run.pause();
        }
    }

    @Override
    public void resume() {
        paused = false;
        AttemptRun run = current;
        if (run != null) {
            run.resume();
        }
    }

    @Override
    public void cancel() {
        if (ended) {
            return;
        }
        AttemptRun run = current;
        if (run != null) {
            Attempt attempt = run.cancelled();
            attempts.add(attempt);
            leave(attempt.cost());
        } else {
            leave(Money.ZERO);
        }
        end(new RouteOutcome(Answers.CLIENT_CLOSED_REQUEST, group, List.copyOf(attempts), "client_disconnected"));
    }

    private void leave(Money cost) {
        GroupCall call = way;
        Ticket open = ticket;
        if (call != null && open != null) {
            call.abandoned(open, cost);
            call.leave();
        }
    }
}
