package io.sluice.router.wire.rank;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.money.PriceMeter;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.catalog.Charges;
import io.sluice.router.wire.plain.PlainAnswer;
import io.sluice.router.wire.plain.UnreadableAnswer;
import io.sluice.router.wire.plain.Vectors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An answer of ranks in Cohere's form: docs.cohere.com/reference/rerank (seen 2026-11-26). One use. */
public final class Ranks {

    /** Documents in one of Cohere's search units: cohere.com/pricing (seen 2026-11-26). */
    private static final long UNIT = 100;

    private final ObjectNode asked;
    private final ObjectNode body;
    private final ArrayNode results;

    /** @param asked the client's request */
    public Ranks(ObjectNode asked) {
        this.asked = asked;
        this.body = asked.objectNode();
        this.body.put("id", UUID.randomUUID().toString());
        this.results = body.putArray("results");
    }

    /** The provider's own, when it has one. */
    public Ranks id(JsonNode id) {
        if (id.isTextual()) {
            body.set("id", id);
        }
        return this;
    }

    /** Results that have Cohere's form already. */
    public Ranks results(JsonNode said) {
        said.forEach(results::add);
        return this;
    }

    /**
     * @param index of the document in the request
     * @param document as the provider repeats it; missing when it does not
     */
    public Ranks add(JsonNode index, JsonNode score, JsonNode document) {
        if (!index.isIntegralNumber() || !score.isNumber()) {
            throw new UnreadableAnswer("the answer has a result without index or score");
        }
        ObjectNode result = results.addObject();
        result.set("index", index);
        result.set("relevance_score", score);
        if (document.isTextual()) {
            result.putObject("document").set("text", document);
        } else if (document.isObject()) {
            result.set("document", document);
        }
        return this;
    }

    /** The best first, and no more than the client wants: for providers that do neither. */
    public Ranks best() {
        List<JsonNode> all = new ArrayList<>();
        results.forEach(all::add);
        all.sort(Comparator.comparingDouble(
                        (JsonNode result) -> result.path("relevance_score").doubleValue())
                .reversed());
        int wanted = asked.path("top_n").asInt(0);
        results.removeAll();
        results.addAll(wanted > 0 && wanted < all.size() ? all.subList(0, wanted) : all);
        return this;
    }

    /** Billed by what the provider says. */
    PlainAnswer meta(JsonNode meta, @Nullable TokenUsage tokens) {
        body.set("meta", meta);
        long said = Vectors.count(meta.path("billed_units").path("search_units"));
        return new PlainAnswer(body, tokens, Charges.of(PriceMeter.SEARCH_QUERY, said >= 0 ? said : units()));
    }

    /** Billed by tokens. @param counted -1 when the provider does not say: by search units then */
    public PlainAnswer tokens(long counted) {
        if (counted < 0) {
            return units(null);
        }
        body.putObject("meta").putObject("billed_units").put("total_tokens", counted);
        body.withObject("/meta").putObject("tokens").put("input_tokens", counted);
        return new PlainAnswer(body, TokenUsage.of(counted, 0), Charges.of(PriceMeter.SEARCH_QUERY, units()));
    }

    /** Billed by documents. */
    public PlainAnswer units(@Nullable TokenUsage tokens) {
        body.putObject("meta").putObject("billed_units").put("search_units", units());
        return new PlainAnswer(body, tokens, Charges.of(PriceMeter.SEARCH_QUERY, units()));
    }

    private long units() {
        return Math.max(1, Math.ceilDiv(asked.path("documents").size(), UNIT));
    }

    /** The text of a document, which is one or an object that has one. */
    public static String text(JsonNode document) {
        return document.isTextual()
                ? document.textValue()
                : document.path("text").isTextual() ? document.path("text").textValue() : document.toString();
    }
}
