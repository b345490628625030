package io.sluice.router.catalog;

import io.sluice.configuration.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All providers and models that Sluice knows, from its resources. Thread-safe; a provider's models are read when they are first
 * asked for.
 */
public final class Catalog {

    /** Providers whose models may be named without a prefix, in the order in which they are searched. */
    private static final List<String> BARE_NAMES =
            List.of("openai", "anthropic", "gemini", "mistral", "deepseek", "xai", "groq", "perplexity");

    private final Map<String, Provider> providers;
    private final Map<String, ModelFile> models = new ConcurrentHashMap<>();

    private Catalog(Map<String, Provider> providers) {
        this.providers = providers;
    }

    public static Catalog load() {
        Map<String, Provider> providers = new LinkedHashMap<>();
        for (String name : index()) {
            providers.put(name, ProviderFile.read(name));
        }
        return new Catalog(providers);
    }

    /** Resources cannot be listed in a native executable: the index names the files. A test compares it with the folder. */
    private static List<String> index() {
        try (InputStream in = Catalog.class.getResourceAsStream("/providers/index.txt");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.isBlank()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Optional<Provider> provider(String name) {
        return Optional.ofNullable(providers.get(name));
    }

    public Set<String> providerNames() {
        return providers.keySet();
    }

    /** The provider of a model that is named without a prefix. */
    public Optional<String> providerOf(String model) {
        return BARE_NAMES.stream()
                .filter(providers::containsKey)
                .filter(provider -> modelsOf(provider).exact(model).isPresent())
                .findFirst();
    }

    /** Never fails: a model that nobody knows has an empty card. */
    public ModelCard card(String provider, String model) {
        return modelsOf(provider)
                .find(provider(provider).map(known -> known.fullName(model)).orElse(model))
                .or(() -> elsewhere(provider, model))
                .orElseGet(() -> ModelCard.unknown(provider, model));
    }

    /** A provider that passes on others' models under their names has their prices. */
    private Optional<ModelCard> elsewhere(String provider, String model) {
        boolean others = provider(provider)
                .filter(known -> known.rules().quirks().contains("others-models"))
                .isPresent();
        return others ? providerOf(model).flatMap(owner -> modelsOf(owner).find(model)) : Optional.empty();
    }

    private ModelFile modelsOf(String provider) {
        ModelFile known = models.get(provider);
        return known != null ? known : models.computeIfAbsent(provider, ModelFile::read);
    }

    /**
     * A card with the prices and limits that a configuration sets: LiteLLM's field names in {@code litellm_params} or
     * {@code model_info}, the latter winning. Any own price replaces the whole table, as a mixture would be nobody's price.
     */
    public ModelCard customPrices(ModelCard card, Settings params, Settings info) {
        Map<String, Object> fields = new LinkedHashMap<>(params.values());
        fields.putAll(info.values());
        PriceTable own = LitellmPrices.table(fields);
        return new ModelCard(
                card.provider(),
                card.model(),
                info.string("mode").orElse(card.mode()),
                info.wholeNumber("max_input_tokens").orElse(card.maxInputTokens()),
                info.wholeNumber("max_output_tokens").orElse(card.maxOutputTokens()),
                own.rows().isEmpty() ? card.prices() : own,
                card.capabilities());
    }
}
