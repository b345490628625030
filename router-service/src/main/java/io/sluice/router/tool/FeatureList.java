package io.sluice.router.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.contracts.money.PriceMeter;
import io.sluice.contracts.routing.Protocol;
import io.sluice.router.catalog.Catalog;
import io.sluice.router.catalog.ModelCard;
import io.sluice.router.catalog.Provider;
import io.sluice.router.wire.Wires;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What each provider offers by the catalog, and by which wire Sluice reaches it: the frame of {@code docs/conformance.md}, which the tests fill. A feature
 * is offered when one of the provider's chat models has it; of a provider whose models nobody lists, whatever its file does not rule out.
 */
final class FeatureList {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** A question and no call: the desk answers it for every provider. */
    private static final String COUNTS = "count_tokens";

    private static final Set<String> CHATS = Set.of("chat", "responses", "completion");

    private final Catalog catalog;

    private FeatureList(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * A JSON array of objects: {@code name}, {@code title}, {@code wires} (endpoint to wire), {@code unserved} (endpoints that the provider has and Sluice
     * does not reach), {@code features}. Retired providers are left out.
     */
    static String json(Catalog catalog) {
        FeatureList list = new FeatureList(catalog);
        List<Map<String, Object>> providers = new ArrayList<>();
        for (Provider provider : catalog.providers()) {
            if (provider.profile().retired() == null) {
                providers.add(list.object(provider));
            }
        }
        try {
            return JSON.writeValueAsString(providers);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, Object> object(Provider provider) {
        Map<String, String> wires = new LinkedHashMap<>();
        for (Protocol protocol : Protocol.values()) {
            Wires.usual(protocol, provider).ifPresent(wire -> wires.put(protocol.endpoint(), wire));
        }
        List<String> unserved = provider.profile().endpoints().keySet().stream()
                .filter(endpoint -> !wires.containsKey(endpoint) && !endpoint.equals(COUNTS))
                .toList();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", provider.name());
        object.put("title", provider.profile().title());
        object.put("wires", wires);
        object.put("unserved", unserved);
        object.put("features", features(provider));
        return object;
    }

    private List<String> features(Provider provider) {
        List<ModelCard> cards = new ArrayList<>();
        for (String name : catalog.models(provider)) {
            ModelCard card = catalog.card(provider.name(), name);
            if (card.mode() == null || CHATS.contains(card.mode())) {
                cards.add(card);
            }
        }
        boolean unlisted = cards.isEmpty();
        if (unlisted) {
            cards.add(ModelCard.unknown(provider.name(), "model"));
        }
        List<String> offered = new ArrayList<>();
        Map<String, Predicate<ModelCard>> tests = new LinkedHashMap<>();
        tests.put("tools", card -> takes(provider, card, "tools"));
        tests.put("vision", card -> unlisted || card.capabilities().contains("vision"));
        tests.put("schema", card -> takes(provider, card, "response_format"));
        tests.put(
                "reasoning",
                card -> (unlisted || card.capabilities().contains("reasoning"))
                        && (takes(provider, card, "reasoning_effort") || takes(provider, card, "thinking")));
        tests.put("caching", FeatureList::caches);
        tests.forEach((feature, test) -> {
            if (cards.stream().anyMatch(test)) {
                offered.add(feature);
            }
        });
        return offered;
    }

    private static boolean takes(Provider provider, ModelCard card, String parameter) {
        return !provider.refused(card.model(), card.capabilities()).contains(parameter);
    }

    private static boolean caches(ModelCard card) {
        return card.capabilities().contains("prompt_caching")
                || (card.prices() != null && card.prices().has(PriceMeter.CACHED_INPUT_TOKEN));
    }
}
