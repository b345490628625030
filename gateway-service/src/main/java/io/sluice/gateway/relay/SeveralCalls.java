package io.sluice.gateway.relay;

import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.routing.BodyScan;
import io.sluice.contracts.routing.RouteCall;
import io.sluice.contracts.routing.RouteHead;
import io.sluice.contracts.routing.RouteListener;
import io.sluice.contracts.routing.RouteOutcome;
import io.sluice.gateway.admission.AdmissionDecision;
import io.sluice.gateway.admission.LimitRefusals;
import io.sluice.gateway.admission.Reservation;
import io.sluice.gateway.errors.ErrorAnswers;
import io.sluice.gateway.errors.Refusal;
import io.sluice.gateway.errors.Refusals;
import io.sluice.gateway.journal.JournalFullException;
import io.sluice.gateway.models.NamedModel;
import io.sluice.gateway.routes.Surface;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One chat request for several models, {@code "model": "a,b"} ({@code litellm-behaviour.md} 1.4): as many calls, each admitted, journaled and billed
 * by itself, all at once. The answers come as one array in the order of the names, with an error object for a call that failed; with {@code
 * fastest_response} the first good answer comes alone and the others are given up. When all fail, the first one's error is the answer. On one
 * event loop.
 */
final class SeveralCalls {

    /** Each of them costs. */
    static final int MOST = 16;

    private final InferenceEndpoint.Environment environment;
    private final HttpServerRequest request;
    private final Caller caller;
    private final ClientHeaders headers;
    private final boolean fastest;
    private final List<One> calls = new ArrayList<>();
    private int open;
    private boolean over;

    SeveralCalls(
            InferenceEndpoint.Environment environment,
            HttpServerRequest request,
            Caller caller,
            ClientHeaders headers,
            boolean fastest) {
        this.environment = environment;
        this.request = request;
        this.caller = caller;
        this.headers = headers;
        this.fastest = fastest;
    }

    /** @param requestId of the first call; the others get ids of their own */
    void start(String requestId, List<NamedModel.Offered> members, BodyScan scan, List<String> tags, ByteBuffer body) {
        request.response().closeHandler(ignored -> clientGone());
        request.response().exceptionHandler(ignored -> clientGone());
        for (NamedModel.Offered member : members) {
            CallFacts facts = new CallFacts(
                    calls.isEmpty() ? requestId : CallIds.next(),
                    Surface.CHAT,
                    caller,
                    member.model(),
                    member.requested(),
                    member.offer(),
                    scan,
                    headers.endUser() != null ? headers.endUser() : scan.user(),
                    tags,
                    System.nanoTime());
            calls.add(new One(facts));
        }
        open = calls.size();
        calls.forEach(one -> one.admit(body));
    }

    private void clientGone() {
        if (!over) {
            over = true;
            calls.forEach(One::cancel);
        }
    }

    private void ended(One one) {
        open--;
        if (over) {
            return;
        }
        if (fastest && one.status == 200) {
            over = true;
            calls.forEach(One::cancel);
            answer(one.status, one.json, List.of(one), true);
        } else if (open == 0) {
            over = true;
            if (calls.stream().anyMatch(call -> call.status == 200)) {
                answer(200, array(), calls, false);
            } else {
                calls.getFirst().fail();
            }
        }
    }

    private Buffer array() {
        Buffer array = Buffer.buffer("[");
        for (One one : calls) {
            array.appendString(array.length() == 1 ? "" : ",").appendBuffer(one.json);
        }
        return array.appendString("]");
    }

    private void answer(int status, Buffer json, List<One> answered, boolean first) {
        HttpServerResponse response = request.response();
        if (response.closed() || response.ended()) {
            return;
        }
        response.setStatusCode(status).putHeader("content-type", "application/json");
        if (first) {
            response.putHeader("x-litellm-fastest_response_batch_completion", "True");
        }
        List<Attempt> attempts = new ArrayList<>();
        answered.forEach(one -> attempts.addAll(one.attempts));
        RouteOutcome whole = new RouteOutcome(status, "", attempts, status == 200 ? null : "error");
        AnswerHeaders.putOutcome(response.headers(), whole, calls.getFirst().facts, System.nanoTime());
        var _ = response.end(json);
    }

    /** One of the calls: keeps its answer until all are there. */
    private final class One implements RouteListener {

        private final CallFacts facts;
        private final Buffer json = Buffer.buffer(0);
        private List<Attempt> attempts = List.of();
        private int status;
        private Map<String, String> head = Map.of();
        private @Nullable Refusal refusal;
        private @Nullable Billing billing;
        private @Nullable RouteCall call;
        private boolean done;

        One(CallFacts facts) {
            this.facts = facts;
        }

        void admit(ByteBuffer body) {
            environment.admission().admit(facts.asking(body), decision -> {
                switch (decision) {
                    case AdmissionDecision.Admitted(Reservation reservation) -> {
                        if (over) {
                            reservation.release();
                        } else {
                            route(reservation, body);
                        }
                    }
                    case AdmissionDecision.Declined why ->
                        refuse(LimitRefusals.declined(why, caller, facts.requestedModel()));
                }
            });
        }

        private void route(Reservation reservation, ByteBuffer body) {
            Billing opened;
            try {
                opened = Billing.open(reservation, environment.journal(), facts);
            } catch (JournalFullException e) {
                refuse(Refusals.journalFull());
                return;
            }
            billing = opened;
            RouteCall started = environment
                    .engine()
                    .route(
                            facts.request(
                                    reservation,
                                    body.duplicate(),
                                    headers.deadlineMillis(),
                                    headers.forEngine(),
                                    List.of()),
                            this);
            call = started;
            if (over && !done) {
                started.cancel();
            }
        }

        private void refuse(Refusal reason) {
            environment
                    .metrics()
                    .refused(reason.error().status(), reason.error().type());
            done = true;
            refusal = reason;
            status = reason.error().status();
            json.appendBytes(ErrorAnswers.json(reason, facts.surface().protocol()));
            ended(this);
        }

        /** The client hears of this failure alone. */
        void fail() {
            if (refusal != null) {
                ErrorAnswers.send(request, refusal, facts.surface().protocol());
            } else {
                head.forEach(request.response()::putHeader);
                answer(status, json, List.of(this), false);
            }
        }

        void cancel() {
            RouteCall running = call;
            if (running != null && !done) {
                running.cancel();
            }
        }

        @Override
        public void onAttempt(Attempt finished) {
            if (billing != null) {
                billing.attempted(finished);
            }
            environment.metrics().retried(facts.offer().name());
        }

        @Override
        public void onHead(RouteHead given) {
            head = given.headers();
        }

        @Override
        public void onChunk(ByteBuffer bytes) {
            byte[] piece = new byte[bytes.remaining()];
            bytes.get(piece);
            json.appendBytes(piece);
        }

        @Override
        public void onEnd(RouteOutcome outcome) {
            done = true;
            status = outcome.status();
            attempts = outcome.attempts();
            if (billing != null) {
                billing.settle(outcome);
            }
            environment.metrics().ended(facts.offer().name(), outcome, System.nanoTime() - facts.startedNanos(), over);
            ended(this);
        }
    }
}
