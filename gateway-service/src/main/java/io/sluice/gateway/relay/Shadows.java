package io.sluice.gateway.relay;

import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.routing.DeploymentOffer;
import io.sluice.contracts.routing.ModelOffer;
import io.sluice.contracts.routing.RouteCodec;
import io.sluice.contracts.routing.RouteHead;
import io.sluice.contracts.routing.RouteListener;
import io.sluice.contracts.routing.RouteOutcome;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.routing.ShadowRules;
import io.sluice.gateway.admission.AdmissionDecision;
import io.sluice.gateway.admission.Reservation;
import io.sluice.gateway.journal.CallEntry;
import io.sluice.gateway.journal.JournalFullException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Asks other models what a call asked, once it is answered, and throws their answers away: LiteLLM's {@code silent_model}
 * ({@code docs.litellm.ai/docs/traffic_mirroring}). A shadow is a call of the installation, like a look at somebody's health: admitted under the
 * installation's limits, journaled, with its own row in the ledger, and paid by no key. Nothing of it reaches the client, and what does not fit
 * is left out. Thread-safe.
 */
public final class Shadows {

    private static final Logger LOG = Logger.getLogger(Shadows.class);

    private static final Caller CALLER = new Caller.Admin(CallEntry.SHADOW);

    private final int most;
    private final AtomicInteger running = new AtomicInteger();

    /** @param most shadows of this gateway at once; 0: none at all */
    public Shadows(int most) {
        this.most = most;
    }

    /**
     * A call has ended.
     *
     * @param call as the engine got it
     */
    void after(InferenceEndpoint.Environment environment, CallFacts facts, RouteRequest call, RouteOutcome outcome) {
        if (most == 0
                || outcome.status() != 200
                || outcome.errorType() != null
                || !facts.surface().isChat()) {
            return;
        }
        ShadowRules rules = rules(environment, outcome);
        if (!rules.casts(ThreadLocalRandom.current().nextDouble())) {
            return;
        }
        Context loop = Vertx.currentContext();
        loop.runOnContext(ignored -> {
            int number = 0;
            for (String model : rules.models()) {
                cast(environment, facts, call, model, ++number);
            }
        });
    }

    /** Those of the deployment that answered. */
    private static ShadowRules rules(InferenceEndpoint.Environment environment, RouteOutcome outcome) {
        List<Attempt> attempts = outcome.attempts();
        for (int i = attempts.size() - 1; i >= 0; i--) {
            if (attempts.get(i).errorClass() == null) {
                DeploymentOffer offer =
                        environment.models().index().deployment(attempts.get(i).deploymentId());
                return offer == null ? ShadowRules.NONE : offer.shadow();
            }
        }
        return ShadowRules.NONE;
    }

    private void cast(
            InferenceEndpoint.Environment environment, CallFacts facts, RouteRequest call, String model, int number) {
        ModelOffer offer = environment.models().index().find(model);
        if (offer == null) {
            environment.metrics().shadow("unknown_model");
        } else if (running.incrementAndGet() > most) {
            over(environment, "too_many");
        } else {
            try {
                admit(environment, shadow(facts, model, offer, number), call);
            } catch (RuntimeException fault) {
                LOG.error("A shadow of the call " + facts.requestId() + " could not be made", fault);
                over(environment, "failed");
            }
        }
    }

    private void over(InferenceEndpoint.Environment environment, String outcome) {
        running.decrementAndGet();
        environment.metrics().shadow(outcome);
    }

    private static CallFacts shadow(CallFacts facts, String model, ModelOffer offer, int number) {
        return new CallFacts(
                facts.requestId() + "-shadow" + (number == 1 ? "" : "-" + number),
                facts.surface(),
                CALLER,
                model,
                model,
                offer,
                facts.scan(),
                null,
                List.of(CallEntry.SHADOW),
                System.nanoTime());
    }

    private void admit(InferenceEndpoint.Environment environment, CallFacts facts, RouteRequest call) {
        environment.admission().admit(facts.asking(call.body()), decision -> {
            if (decision instanceof AdmissionDecision.Admitted(Reservation reservation)) {
                route(environment, facts, call, reservation);
            } else {
                over(environment, "not_admitted");
            }
        });
    }

    private void route(
            InferenceEndpoint.Environment environment, CallFacts facts, RouteRequest call, Reservation reservation) {
        Billing billing;
        try {
            billing = Billing.open(reservation, environment.journal(), facts);
        } catch (JournalFullException e) {
            over(environment, "not_admitted");
            return;
        }
        Map<String, String> headers = new HashMap<>(call.headers());
        headers.put(RouteCodec.SHADOW_HEADER, "1");
        headers.put("x-litellm-num-retries", "0");
        RouteRequest shadow = new RouteRequest(
                facts.requestId(),
                call.protocol(),
                CALLER,
                facts.model(),
                facts.model(),
                facts.scan(),
                call.body().duplicate(),
                reservation.outputCap(),
                reservation.spendable(),
                call.deadlineMillis(),
                headers,
                null,
                call.tags());
        var _ = environment.engine().route(shadow, new Unheard(environment, billing));
    }

    private final class Unheard implements RouteListener {

        private final InferenceEndpoint.Environment environment;
        private final Billing billing;

        Unheard(InferenceEndpoint.Environment environment, Billing billing) {
            this.environment = environment;
            this.billing = billing;
        }

        @Override
        public void onAttempt(Attempt finished) {
            billing.attempted(finished);
        }

        @Override
        public void onHead(RouteHead head) {
            // nobody waits for it
        }

        @Override
        public void onChunk(ByteBuffer bytes) {
            // nobody reads it
        }

        @Override
        public void onEnd(RouteOutcome outcome) {
            billing.settle(outcome);
            over(environment, outcome.errorType() == null ? "answered" : "failed");
        }
    }
}
