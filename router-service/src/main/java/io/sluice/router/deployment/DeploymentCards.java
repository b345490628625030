package io.sluice.router.deployment;

import io.sluice.configuration.Environment;
import io.sluice.configuration.Settings;
import io.sluice.router.catalog.Catalog;
import io.sluice.router.catalog.ModelCard;
import io.sluice.router.catalog.PriceTable;
import io.sluice.router.catalog.Provider;
import io.sluice.router.pricelist.ConfiguredPrices;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The model card of a deployment: of its {@code base_model} or else its own name, with the configuration's prices and with what its region costs
 * more. Order of look-ups: {@code litellm-behaviour.md} 10.3.
 */
final class DeploymentCards {

    private final Catalog catalog;
    private final Environment environment;

    DeploymentCards(Catalog catalog, Environment environment) {
        this.catalog = catalog;
        this.environment = environment;
    }

    /** @param base the base URL of the deployment */
    ModelCard card(Provider provider, String providerModel, Settings params, Settings info, String base) {
        ModelCard listed = info.string("base_model")
                .or(() -> params.string("base_model"))
                .map(model -> byName(provider, model))
                .orElseGet(() -> catalog.card(provider.name(), inRegion(provider, providerModel, params)));
        ModelCard card = ConfiguredPrices.apply(listed, params, info);
        PriceTable prices = card.prices();
        return prices == null ? card : card.withPrices(prices.always(surcharges(provider, params, base)));
    }

    /** A {@code base_model} may name its provider. */
    private ModelCard byName(Provider provider, String model) {
        int slash = model.indexOf('/');
        Optional<Provider> named = slash < 0 ? Optional.empty() : catalog.provider(model.substring(0, slash));
        return named.map(other -> catalog.card(other.name(), model.substring(slash + 1)))
                .filter(card -> card.prices() != null)
                .orElseGet(() -> catalog.card(provider.name(), model));
    }

    /** Bedrock's prices of some models differ by region; the catalog falls back to those that hold everywhere. */
    private static String inRegion(Provider provider, String model, Settings params) {
        return provider.name().equals("bedrock") && !model.contains("/")
                ? params.string("aws_region_name")
                        .map(region -> region + '/' + model)
                        .orElse(model)
                : model;
    }

    /**
     * Vertex AI charges more on regional and multi-regional endpoints (cloud.google.com/vertex-ai/generative-ai/pricing), OpenAI where the data
     * stays in a region (platform.openai.com/docs/guides/your-data); both seen 2026-11-24. Which models they do so for, the price list knows.
     */
    private Set<String> surcharges(Provider provider, Settings params, String base) {
        return switch (provider.name()) {
            case "vertex_ai" -> location(params).equals("global") ? Set.of() : Set.of("regional");
            case "openai" ->
                base.startsWith("https://eu.api.openai.com/")
                        ? Set.of("eu")
                        : base.startsWith("https://us.api.openai.com/") ? Set.of("us") : Set.of();
            default -> Set.of();
        };
    }

    private String location(Settings params) {
        return params.string("vertex_location")
                .or(() -> params.string("vertex_ai_location"))
                .or(() -> List.of("VERTEXAI_LOCATION", "VERTEX_LOCATION").stream()
                        .flatMap(name -> environment.get(name).stream())
                        .findFirst())
                .orElse("us-central1");
    }
}
