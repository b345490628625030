package io.sluice.router.engine;

import io.sluice.contracts.money.Money;
import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.routing.RouteCall;
import io.sluice.contracts.routing.RouteHead;
import io.sluice.contracts.routing.RouteListener;
import io.sluice.contracts.routing.RouteOutcome;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.usage.Certainty;
import io.sluice.router.credentials.Signer;
import io.sluice.router.credentials.Signers;
import io.sluice.router.deployment.Deployment;
import io.sluice.router.deployment.DeploymentTable;
import io.sluice.router.deployment.Resolution;
import io.sluice.router.deployment.Target;
import io.sluice.router.egress.Egress;
import io.sluice.router.failure.ErrorClass;
import io.sluice.router.failure.PreparationException;
import io.sluice.router.failure.ProviderFailure;
import io.sluice.router.failure.UnsupportedRequestException;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.Wire;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.Wires;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One client call: attempts, retries within a group, fallbacks to other groups, one answer. Lives on one event loop.
 *
 * <p>Before the first content nothing is sent to the client, so that a failure falls over unseen; from then on a failure is an error
 * event at the end of what was sent.
 */
final class CallRun implements RouteCall {

    /** What all calls share. */
    record Environment(
            Vertx vertx,
            Egress egress,
            Signers signers,
            Deadlines deadlines,
            AttemptObserver observer,
            EngineSettings settings,
            DeploymentTable table) {}

    private static final Logger LOG = Logger.getLogger(CallRun.class);

    private final Environment environment;
    private final RouteRequest request;
    private final RouteListener listener;
    private final Answers answers;
    private final List<Attempt> attempts = new ArrayList<>(1);
    private final Set<String> visitedGroups = new HashSet<>(2);
    private final Set<String> triedHere = new HashSet<>(2);
    private final Deque<String> fallbacks = new ArrayDeque<>(0);
    private final long deadlineNanos;

    private String group;
    private List<Deployment> candidates = List.of();
    private int retriesLeft;
    private int retriesMade;
    private int fallbacksMade;
    private long spendable;
    private @Nullable AttemptRun current;
    private @Nullable Target asked;
    private @Nullable ProviderFailure lastFailure;
    private int announced;
    private List<String> notes = List.of();
    private boolean paused;
    private boolean ended;

    CallRun(Environment environment, RouteRequest request, RouteListener listener) {
        this.environment = environment;
        this.request = request;
        this.listener = listener;
        this.answers = new Answers(request, environment.settings().exposeApiBase());
        this.group = request.model();
        this.spendable = request.spendable();
        long limit = request.deadlineMillis() >= 0
                ? request.deadlineMillis()
                : environment.settings().timeoutMillis();
        this.deadlineNanos = System.nanoTime() + limit * 1_000_000;
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

    private void enter(String name) {
        visitedGroups.add(name);
        triedHere.clear();
        switch (environment.table().resolve(name)) {
            case Resolution.Group(String resolved, List<Deployment> deployments) -> {
                group = resolved;
                visitedGroups.add(resolved);
                candidates = deployments;
                retriesLeft = retries(deployments.getFirst());
                attempt();
            }
            case Resolution.NoDeployment(String resolved, String reason) -> {
                group = resolved;
                cannotServe(noDeployment(resolved, reason));
            }
            case Resolution.Unknown ignored -> {
                if (fallbacksMade == 0 && attempts.isEmpty()) {
                    refuse(answers.unknownModel());
                } else {
                    cannotServe(noDeployment(name, "no such model group"));
                }
            }
        }
    }

    /** A fallback that cannot serve says less than the failure that led to it. */
    private void cannotServe(ProviderFailure reason) {
        ProviderFailure earlier = lastFailure;
        if (earlier == null) {
            asked = null;
        }
        fallBack(earlier == null ? reason : earlier);
    }

    private int retries(Deployment deployment) {
        int asked = answers.requestedRetries();
        if (asked >= 0) {
            return asked;
        }
        return deployment.retries() >= 0
                ? deployment.retries()
                : environment.settings().retries();
    }

    private static ProviderFailure noDeployment(String group, String reason) {
        String message = "No deployments available for model group '" + group + "': " + reason;
        return new ProviderFailure(ErrorClass.OVERLOADED, 503, message, null, null, null, -1, false);
    }

    private void attempt() {
        Deployment chosen = SimpleShuffle.choose(untried(), ThreadLocalRandom.current());
        triedHere.add(chosen.id());
        Target target = chosen.target();
        asked = target;
        Money bound = Bill.bound(target.card(), request);
        if (bound.nanos() > spendable) {
            refuse(answers.noMoneyForAttempt(group, lastFailure, lastFailure == null ? null : target));
            return;
        }
        Optional<Wire> found = Wires.of(request.protocol(), target.provider());
        if (found.isEmpty()) {
            fallBack(notOffered(target));
            return;
        }
        Wire wire = found.get();
        WireCall wireCall = new WireCall(target, request, fallbacksMade == 0 ? request.requestedModel() : group);
        CompletableFuture<UpstreamRequest> ready = prepare(wire, wireCall);
        if (ready.isDone()) {
            prepared(ready, chosen, wire, wireCall, bound);
        } else {
            Context loop = environment.vertx().getOrCreateContext();
            var _ = ready.whenComplete(
                    (request, fault) -> loop.runOnContext(ignored -> prepared(ready, chosen, wire, wireCall, bound)));
        }
    }

    private ProviderFailure notOffered(Target target) {
        String message = "The provider " + target.provider().name() + " of model " + target.modelGroup()
                + " does not offer " + request.protocol().endpoint();
        return new ProviderFailure(ErrorClass.BAD_REQUEST, 400, message, null, "model", null, -1, false);
    }

    private CompletableFuture<UpstreamRequest> prepare(Wire wire, WireCall wireCall) {
        try {
            Signer signer = environment.signers().of(wireCall.target());
            return wire.encode(wireCall)
                    .thenCompose(request -> signer.sign(request, wireCall.target()))
                    .toCompletableFuture();
        } catch (RuntimeException fault) {
            return CompletableFuture.failedFuture(fault);
        }
    }

    private void prepared(
            CompletableFuture<UpstreamRequest> ready, Deployment chosen, Wire wire, WireCall wireCall, Money bound) {
        if (ended) {
            return;
        }
        if (ready.isCompletedExceptionally()) {
            unprepared(chosen.target(), ready.exceptionNow());
            return;
        }
        UpstreamRequest upstream = ready.resultNow();
        notes = upstream.notes();
        AttemptRun run = new AttemptRun(
                this,
                chosen,
                attempts.size() + 1,
                wire.reader(wireCall),
                bound,
                firstByteLimitNanos(chosen),
                environment.settings().idleTimeoutMillis() * 1_000_000);
        current = run;
        run.send(upstream);
        if (paused) {
            run.pause();
        }
    }

    private void unprepared(Target target, Throwable fault) {
        Throwable cause = fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
        switch (cause) {
            case UnsupportedRequestException e ->
                fallBack(new ProviderFailure(
                        ErrorClass.BAD_REQUEST,
                        400,
                        e.getMessage(),
                        "UnsupportedParamsError",
                        e.param(),
                        null,
                        -1,
                        false));
            case PreparationException e -> fallBack(e.failure());
            default -> {
                LOG.error("A request for " + target + " could not be written", cause);
                refuse(answers.internalFault());
            }
        }
    }

    private List<Deployment> untried() {
        if (triedHere.isEmpty() || candidates.size() == 1) {
            return candidates;
        }
        List<Deployment> rest = candidates.stream()
                .filter(candidate -> !triedHere.contains(candidate.id()))
                .toList();
        return rest.isEmpty() ? candidates : rest;
    }

    private long firstByteLimitNanos(Deployment deployment) {
        long limit = environment.settings().timeoutMillis();
        if (deployment.timeoutMillis() >= 0) {
            limit = deployment.timeoutMillis();
        }
        if (request.scan().stream()) {
            limit = deployment.streamTimeoutMillis() >= 0
                    ? deployment.streamTimeoutMillis()
                    : Math.min(limit, environment.settings().streamTimeoutMillis());
        }
        return limit * 1_000_000;
    }

    // ---- what an attempt reports

    void committed(AttemptRun run) {
        listener.onHead(answers.streamHead(run, group, retriesMade, fallbacksMade, notes));
    }

    void deliver(ByteBuffer bytes) {
        if (!ended) {
            listener.onChunk(bytes);
        }
    }

    void succeeded(AttemptRun run, Attempt attempt, List<ByteBuffer> body) {
        attempts.add(attempt);
        RouteOutcome outcome = new RouteOutcome(200, group, List.copyOf(attempts), null);
        if (!request.scan().stream()) {
            RouteHead head = answers.wholeHead(run, group, retriesMade, fallbacksMade, notes, outcome);
            listener.onHead(head);
            body.forEach(this::deliver);
        }
        end(outcome);
    }

    void failed(AttemptRun run, Attempt attempt, ProviderFailure failure, boolean streaming) {
        attempts.add(attempt);
        current = null;
        lastFailure = failure;
        if (attempt.certainty() != Certainty.NONE) {
            spendable -= spendable == Long.MAX_VALUE ? 0 : attempt.cost().nanos();
        }
        if (streaming) {
            deliver(answers.errorEvent(failure, run.deployment().target(), group));
            end(new RouteOutcome(
                    failure.status(),
                    group,
                    List.copyOf(attempts),
                    failure.errorClass().litellmName()));
        } else if (retriesLeft > 0
                && RetryRules.retryable(
                        failure, run.deployment().target().provider().wire())) {
            retryOrFallBack(failure);
        } else {
            fallBack(failure);
        }
    }

    /** Another deployment of the group is asked at once; the same one after a wait. */
    private void retryOrFallBack(ProviderFailure failure) {
        boolean otherDeployment = candidates.stream().anyMatch(candidate -> !triedHere.contains(candidate.id()));
        long wait = otherDeployment ? 0 : RetryRules.waitMillis(retriesMade, failure, ThreadLocalRandom.current());
        if (System.nanoTime() + wait * 1_000_000 >= deadlineNanos) {
            fallBack(failure);
            return;
        }
        retriesLeft--;
        retriesMade++;
        announce();
        if (wait == 0) {
            attempt();
            return;
        }
        environment.vertx().setTimer(wait, ignored -> {
            if (!ended) {
                attempt();
            }
        });
    }

    /** Tells the listener of attempts that ended while another one follows; of each once. */
    private void announce() {
        while (announced < attempts.size()) {
            listener.onAttempt(attempts.get(announced++));
        }
    }

    private void fallBack(ProviderFailure failure) {
        if (System.nanoTime() >= deadlineNanos) {
            fallbacks.clear();
        } else if (fallbacks.isEmpty()
                && fallbacksMade < environment.settings().fallbacks().maxDepth()) {
            fallbacks.addAll(environment.settings().fallbacks().after(group, failure.errorClass()));
        }
        String next = fallbacks.poll();
        while (next != null && visitedGroups.contains(next)) {
            next = fallbacks.poll();
        }
        if (next == null) {
            refuse(answers.failure(failure, asked, group, attempts.size(), fallbacksMade));
            return;
        }
        fallbacksMade++;
        announce();
        enter(next);
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
        listener.onHead(answers.errorHead(refusal, group, retriesMade, fallbacksMade, outcome));
        deliver(answers.errorBody(refusal));
        end(outcome);
    }

    void checkDeadline(long now) {
        AttemptRun run = current;
        if (run != null && now > deadlineNanos) {
            run.timeout("the time limit of the call is reached");
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
            attempts.add(run.cancelled());
        }
        end(new RouteOutcome(Answers.CLIENT_CLOSED_REQUEST, group, List.copyOf(attempts), "client_disconnected"));
    }
}
