package io.sluice.router.wire.rank;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.edit.EndpointRules;
import io.sluice.router.wire.openai.ChatAddress;
import io.sluice.router.wire.plain.EndpointRequest;
import io.sluice.router.wire.plain.PlainAnswer;
import io.sluice.router.wire.plain.PlainDialect;
import io.sluice.router.wire.plain.UnreadableAnswer;
import io.sluice.router.wire.plain.Vectors;
import java.util.Map;

/**
 * Ranks in Cohere's form, which Jina, Voyage, Together, vLLM and others share but for the names of the result and its usage:
 * docs.cohere.com/reference/rerank, jina.ai/reranker, docs.voyageai.com/reference/reranker-api (seen 2026-11-26).
 */
public final class Rerank implements PlainDialect {

    /** Azure's own header for keys is not that of the models of others there. */
    private static final String BEARER = "bearer-key";

    /** Tokens are told in Cohere's form also when the answer has a meta of its own; 0 when they are not said, as LiteLLM tells them. */
    private static final String TOKENS = "tokens-in-meta";

    private final boolean ofCohere;

    /** @param ofCohere Cohere's own models, whose two versions limit a document in different words */
    public Rerank(boolean ofCohere) {
        this.ofCohere = ofCohere;
    }

    @Override
    public UpstreamRequest encode(EndpointRequest request, WireCall call) {
        ChatAddress address = ChatAddress.of(call.target(), "rerank");
        if (EndpointRules.of(call).quirks().contains(BEARER)) {
            String key = address.headers().remove("api-key");
            if (key != null) {
                address.headers().put("authorization", "Bearer " + key);
            }
        }
        if (ofCohere) {
            return request.without(address.uri().contains("/v1/") ? "max_tokens_per_doc" : "max_chunks_per_doc")
                    .passed(address);
        }
        return request.passed(address);
    }

    @Override
    public PlainAnswer read(JsonNode answer, Map<String, String> headers, ObjectNode asked, WireCall call) {
        JsonNode results = answer.has("results") ? answer.path("results") : answer.path("data");
        if (!results.isArray()) {
            throw new UnreadableAnswer("the answer has no results");
        }
        long tokens = Vectors.count(answer.path("usage").path("total_tokens"));
        Ranks ranks = new Ranks(asked).id(answer.path("id")).results(results);
        JsonNode meta = answer.path("meta");
        if (!(meta instanceof ObjectNode own)) {
            return ranks.tokens(tokens);
        }
        if (!own.has("tokens") && EndpointRules.of(call).quirks().contains(TOKENS)) {
            own.putObject("tokens").put("input_tokens", Math.max(0, tokens)).put("output_tokens", 0);
        }
        return ranks.meta(own, tokens < 0 ? null : TokenUsage.of(tokens, 0));
    }
}
