package io.sluice.router.wire.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.catalog.Charges;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.openai.ChatAddress;
import java.util.List;
import java.util.Map;

/**
 * Verdicts in OpenAI's form: platform.openai.com/docs/api-reference/moderations (seen 2026-11-26). Categories have a second name without
 * strokes ({@code self_harm} beside {@code self-harm}), which clients of LiteLLM know.
 */
public final class Moderations implements PlainDialect {

    private static final List<String> BY_CATEGORY =
            List.of("categories", "category_scores", "category_applied_input_types");

    @Override
    public UpstreamRequest encode(EndpointRequest request, WireCall call) {
        return request.passed(ChatAddress.of(call.target(), "moderations"));
    }

    @Override
    public PlainAnswer read(JsonNode answer, Map<String, String> headers, ObjectNode asked, WireCall call) {
        if (!(answer instanceof ObjectNode body) || !answer.path("results").isArray()) {
            throw new UnreadableAnswer("the answer has no results");
        }
        for (JsonNode result : body.path("results")) {
            for (String name : BY_CATEGORY) {
                if (result.path(name) instanceof ObjectNode categories) {
                    secondNames(categories);
                }
            }
        }
        JsonNode usage = body.path("usage");
        long tokens = Math.max(Vectors.count(usage.path("prompt_tokens")), Vectors.count(usage.path("input_tokens")));
        return new PlainAnswer(body, tokens < 0 ? null : TokenUsage.of(tokens, 0), Charges.NONE);
    }

    @Override
    public boolean verbatimErrors() {
        return false;
    }

    private static void secondNames(ObjectNode categories) {
        for (var category : List.copyOf(categories.properties())) {
            String plain = category.getKey().replace('-', '_').replace('/', '_');
            if (!categories.has(plain)) {
                categories.set(plain, category.getValue());
            }
        }
    }
}
