package io.sluice.router.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.router.client.ClientProtocol;
import io.sluice.router.conversation.Conversation;
import io.sluice.router.credentials.Signers;
import io.sluice.router.deployment.Target;
import io.sluice.router.egress.Fetch;
import io.sluice.router.tokens.TokenEstimate;
import io.sluice.router.tokens.Vocabulary;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.Wires;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/**
 * Counts the tokens of a request: the provider does it where it can, otherwise it is estimated here, and the answer says which
 * ({@code litellm_count_source}).
 */
final class TokenCounts {

    private static final Logger LOG = Logger.getLogger(TokenCounts.class);
    private static final long LIMIT_MILLIS = 10_000;
    private static final long LIMIT_BYTES = 1 << 20;

    /** LiteLLM's words for who counted. */
    private enum Source {
        PROVIDER("provider"),
        /** The provider, for the model that LiteLLM's list names for it. */
        NAMED_MODEL("token_count_model"),
        ESTIMATE("local_estimate");

        private final String word;

        Source(String word) {
            this.word = word;
        }
    }

    private final Vertx vertx;
    private final Targets targets;
    private final Signers signers;
    private final Fetch fetch;

    TokenCounts(Vertx vertx, Targets targets, Signers signers, Fetch fetch) {
        this.vertx = vertx;
        this.targets = targets;
        this.signers = signers;
        this.fetch = fetch;
    }

    CompletionStage<JsonNode> count(RouteRequest request) {
        WireCall call = new WireCall(targets.configured(request), request, request.requestedModel());
        return NativeCount.of(call)
                .map(counting -> ask(counting, call).exceptionallyCompose(fault -> {
                    LOG.debugf("tokens are estimated: %s", fault.getMessage());
                    return estimate(call);
                }))
                .orElseGet(() -> estimate(call));
    }

    private CompletionStage<JsonNode> ask(NativeCount counting, WireCall call) {
        return counting.request(call)
                .thenCompose(request -> signers.of(call.target()).sign(request, call.target()))
                .thenComposeAsync(request -> fetch.send(request, LIMIT_MILLIS, LIMIT_BYTES), fetch.onThisLoop())
                .thenApply(fetched -> {
                    if (!fetched.succeeded()) {
                        throw new IllegalStateException("the provider answered " + fetched.status());
                    }
                    long tokens = NativeCount.tokens(json(fetched.body()))
                            .orElseThrow(() -> new IllegalStateException("the provider's answer has no count"));
                    return counting.countedAs(call.target())
                            .map(model -> said(call.request().protocol(), tokens, Source.NAMED_MODEL)
                                    .put("litellm_count_model", model))
                            .orElseGet(() -> said(call.request().protocol(), tokens, Source.PROVIDER));
                });
    }

    /** LiteLLM's {@code /utils/token_counter}: a prompt or messages, counted here. */
    CompletionStage<JsonNode> litellm(RouteRequest request) {
        Target target = targets.any(request.model(), request.caller());
        JsonNode body = Desk.body(request);
        WireCall call = new WireCall(target, request, request.requestedModel());
        return vertx.executeBlocking(() -> {
                    String model = target.knownModel();
                    long tokens = body.path("prompt").isTextual()
                            ? Vocabulary.of(model)
                                    .countTokensOrdinary(body.path("prompt").asText())
                            : TokenEstimate.of(
                                    Wires.client(Protocol.OPENAI_CHAT)
                                            .orElseThrow()
                                            .read(call),
                                    model);
                    return (JsonNode) Desk.JSON
                            .createObjectNode()
                            .put("total_tokens", tokens)
                            .put("request_model", request.requestedModel())
                            .put("model_used", target.providerModel())
                            .put("tokenizer_type", "openai_tokenizer")
                            .put("count_source", Source.ESTIMATE.word)
                            .putNull("original_response")
                            .put("error", false)
                            .putNull("error_message")
                            .putNull("status_code");
                })
                .toCompletionStage();
    }

    private static JsonNode json(ByteBuffer body) {
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        try {
            return Desk.JSON.readTree(bytes);
        } catch (IOException e) {
            throw new IllegalStateException("the provider's answer is not JSON", e);
        }
    }

    private CompletionStage<JsonNode> estimate(WireCall call) {
        ClientProtocol client = Wires.client(call.request().protocol()).orElseThrow();
        Conversation conversation = client.read(call);
        // the first of all loads a vocabulary
        return vertx.executeBlocking(() -> (JsonNode) said(
                        call.request().protocol(),
                        TokenEstimate.of(conversation, call.target().knownModel()),
                        Source.ESTIMATE))
                .toCompletionStage();
    }

    private static ObjectNode said(Protocol protocol, long tokens, Source source) {
        ObjectNode answer = Desk.JSON.createObjectNode();
        switch (protocol) {
            case GEMINI_GENERATE -> {
                answer.put("totalTokens", tokens);
                if (source != Source.ESTIMATE) {
                    answer.putArray("promptTokensDetails")
                            .addObject()
                            .put("modality", "TEXT")
                            .put("tokenCount", tokens);
                }
            }
            case OPENAI_RESPONSES ->
                answer.put("object", "response.input_tokens").put("input_tokens", tokens);
            default -> answer.put("input_tokens", tokens);
        }
        return answer.put("litellm_count_source", source.word);
    }
}
