package io.sluice.gateway.relay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.routing.Attempt;
import io.sluice.contracts.routing.BodyScan;
import io.sluice.contracts.routing.DeploymentOffer;
import io.sluice.contracts.routing.ModelOffer;
import io.sluice.contracts.routing.RouteCodec;
import io.sluice.contracts.routing.RouteHead;
import io.sluice.contracts.routing.RouteListener;
import io.sluice.contracts.routing.RouteOutcome;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.gateway.admission.AdmissionDecision;
import io.sluice.gateway.admission.Reservation;
import io.sluice.gateway.health.ProbeResult;
import io.sluice.gateway.health.Prober;
import io.sluice.gateway.journal.JournalFullException;
import io.sluice.gateway.routes.Surface;
import io.sluice.gateway.scan.BodyScanner;
import io.vertx.core.Vertx;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Health checks as calls like any other: admitted, journaled, billed to LiteLLM's {@code litellm-internal-health-check}, routed to the one
 * deployment by its id. So what they cost is in the ledger.
 */
public final class ProbeCalls implements Prober {

    private static final Logger LOG = Logger.getLogger(ProbeCalls.class);

    static final String WHO = "litellm-internal-health-check";

    /** LiteLLM's cap of an answer to a health check; several providers refuse less. */
    private static final int MAX_TOKENS = 16;

    private static final int LONGEST_ERROR = 500;
    private static final int LONGEST_BODY = 16_384;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Caller CALLER = new Caller.Admin(WHO);
    private static final Map<String, String> HEADERS =
            Map.of(RouteCodec.PROBE_HEADER, "1", "x-litellm-num-retries", "0");

    private final Vertx vertx;
    private final InferenceEndpoint.Environment environment;

    public ProbeCalls(Vertx vertx, InferenceEndpoint.Environment environment) {
        this.vertx = vertx;
        this.environment = environment;
    }

    private record Question(Surface surface, String json) {}

    /** The cheapest question of a mode; null for modes that are not asked. */
    private static @Nullable Question question(DeploymentOffer deployment) {
        String mode = deployment.mode() == null ? "chat" : deployment.mode();
        return switch (mode) {
            case "chat" ->
                new Question(
                        Surface.CHAT,
                        "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"max_tokens\":" + MAX_TOKENS
                                + ",\"disable_fallbacks\":true}");
            case "completion" ->
                new Question(
                        Surface.COMPLETIONS,
                        "{\"prompt\":\"Hi\",\"max_tokens\":" + MAX_TOKENS + ",\"disable_fallbacks\":true}");
            case "responses" ->
                new Question(
                        Surface.RESPONSES,
                        "{\"input\":\"Hi\",\"max_output_tokens\":" + MAX_TOKENS + ",\"disable_fallbacks\":true}");
            default -> null;
        };
    }

    @Override
    public Optional<String> cannot(DeploymentOffer deployment) {
        if (deployment.probe().model() == null) {
            return Optional.of("a wildcard without health_check_model in its model_info");
        }
        return question(deployment) == null
                ? Optional.of("models of mode " + deployment.mode() + " are not looked at")
                : Optional.empty();
    }

    @Override
    public CompletionStage<ProbeResult> probe(DeploymentOffer deployment, long timeoutMillis) {
        CompletableFuture<ProbeResult> done = new CompletableFuture<>();
        Question question = question(deployment);
        if (question == null) {
            done.complete(result(deployment, 0, 0, cannot(deployment).orElse("not looked at")));
        } else {
            vertx.getOrCreateContext().runOnContext(ignored -> {
                try {
                    admit(deployment, question, timeoutMillis, done);
                } catch (RuntimeException fault) {
                    LOG.error("The health of " + deployment.id() + " could not be looked at", fault);
                    done.completeExceptionally(fault);
                }
            });
        }
        return done;
    }

    private void admit(
            DeploymentOffer deployment, Question question, long timeoutMillis, CompletableFuture<ProbeResult> done) {
        byte[] bytes = question.json().getBytes(StandardCharsets.UTF_8);
        BodyScan scan = BodyScanner.scan(
                bytes,
                0,
                bytes.length,
                question.surface().route(),
                question.surface().required());
        // a wildcard's own offer stands for what is asked of it
        ModelOffer found = environment.models().index().find(deployment.id());
        ModelOffer offer = found != null ? found : environment.models().index().find(deployment.group());
        if (offer == null) {
            done.complete(result(deployment, 0, 0, "the model is not there any more"));
            return;
        }
        CallFacts facts = new CallFacts(
                CallIds.next(),
                question.surface(),
                CALLER,
                deployment.id(),
                deployment.group(),
                offer,
                scan,
                null,
                List.of(WHO),
                System.nanoTime());
        ByteBuffer body = ByteBuffer.wrap(bytes);
        environment.admission().admit(facts.asking(body), decision -> {
            if (decision instanceof AdmissionDecision.Admitted(Reservation reservation)) {
                route(reservation, facts, body, deployment, timeoutMillis, done);
            } else {
                done.complete(result(deployment, 0, 0, "not looked at: a limit of the installation does not allow it"));
            }
        });
    }

    private void route(
            Reservation reservation,
            CallFacts facts,
            ByteBuffer body,
            DeploymentOffer deployment,
            long timeoutMillis,
            CompletableFuture<ProbeResult> done) {
        Billing billing;
        try {
            billing = Billing.open(reservation, environment.journal(), facts);
        } catch (JournalFullException e) {
            done.complete(result(deployment, 0, 0, "not looked at: the usage journal has no room"));
            return;
        }
        RouteRequest call = facts.request(reservation, body, timeoutMillis, HEADERS, List.of());
        var _ = environment.engine().route(call, new Answer(billing, deployment, facts.startedNanos(), done));
    }

    private static ProbeResult result(DeploymentOffer deployment, long latency, long cost, @Nullable String error) {
        return new ProbeResult(deployment.id(), latency, System.currentTimeMillis(), cost, error);
    }

    /** Keeps no more of the answer than what an error says. */
    private static final class Answer implements RouteListener {

        private final Billing billing;
        private final DeploymentOffer deployment;
        private final long startedNanos;
        private final CompletableFuture<ProbeResult> done;
        private final StringBuilder said = new StringBuilder();

        Answer(Billing billing, DeploymentOffer deployment, long startedNanos, CompletableFuture<ProbeResult> done) {
            this.billing = billing;
            this.deployment = deployment;
            this.startedNanos = startedNanos;
            this.done = done;
        }

        @Override
        public void onAttempt(Attempt finished) {
            billing.attempted(finished);
        }

        @Override
        public void onHead(RouteHead head) {
            // the outcome has the status
        }

        @Override
        public void onChunk(ByteBuffer bytes) {
            if (said.length() < LONGEST_BODY) {
                said.append(StandardCharsets.UTF_8.decode(bytes.duplicate()));
            }
        }

        @Override
        public void onEnd(RouteOutcome outcome) {
            billing.settle(outcome);
            long cost = outcome.attempts().stream()
                    .mapToLong(attempt -> attempt.cost().nanos())
                    .sum();
            long latency = (System.nanoTime() - startedNanos) / 1_000_000;
            String error = outcome.status() == 200 && outcome.errorType() == null ? null : message(outcome.status());
            done.complete(result(deployment, latency, cost, error));
        }

        private String message(int status) {
            String message;
            try {
                message = JSON.readTree(said.toString()).at("/error/message").asText();
            } catch (JsonProcessingException unreadable) {
                message = said.toString();
            }
            String shown = message.substring(0, Math.min(LONGEST_ERROR, message.length()));
            return shown.isEmpty() ? "status " + status : shown;
        }
    }
}
