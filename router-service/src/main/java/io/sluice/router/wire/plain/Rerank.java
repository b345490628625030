package io.sluice.router.wire.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.money.PriceMeter;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.catalog.Charges;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.openai.ChatAddress;
import java.util.Map;
import java.util.UUID;

/**
 * Ranks in Cohere's form, which Jina, Voyage, Together, vLLM and others share but for the names of the result and its usage:
 * docs.cohere.com/reference/rerank, jina.ai/reranker, docs.voyageai.com/reference/reranker-api (seen 2026-11-26).
 */
public final class Rerank implements PlainDialect {

    /** Documents in one of Cohere's search units: cohere.com/pricing (seen 2026-11-26). */
    private static final long UNIT = 100;

    @Override
    public UpstreamRequest encode(EndpointRequest request, WireCall call) {
        return request.passed(ChatAddress.of(call.target(), "rerank"));
    }

    @Override
    public PlainAnswer read(JsonNode answer, Map<String, String> headers, ObjectNode asked, WireCall call) {
        JsonNode results = answer.has("results") ? answer.path("results") : answer.path("data");
        if (!results.isArray()) {
            throw new UnreadableAnswer("the answer has no results");
        }
        ObjectNode body = asked.objectNode();
        body.set(
                "id",
                answer.path("id").isTextual()
                        ? answer.get("id")
                        : body.textNode(UUID.randomUUID().toString()));
        body.set("results", results);
        JsonNode meta = answer.path("meta");
        JsonNode units = meta.path("billed_units").path("search_units");
        long tokens = Vectors.count(answer.path("usage").path("total_tokens"));
        if (meta.isObject()) {
            body.set("meta", meta);
        } else if (tokens >= 0) {
            body.putObject("meta").putObject("billed_units").put("total_tokens", tokens);
            body.withObject("/meta").putObject("tokens").put("input_tokens", tokens);
        }
        long counted = Vectors.count(units) >= 0
                ? units.longValue()
                : Math.max(1, Math.ceilDiv(asked.path("documents").size(), UNIT));
        return new PlainAnswer(
                body, tokens < 0 ? null : TokenUsage.of(tokens, 0), Charges.of(PriceMeter.SEARCH_QUERY, counted));
    }
}
