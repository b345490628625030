package io.sluice.router.catalog;

import io.sluice.contracts.money.PriceMeter;
import io.sluice.contracts.money.UnitPrice;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All providers and models that Sluice knows: from its resources, and from a price list that the operator names, whose models win. Thread-safe; a
 * provider's models are read when they are first asked for.
 */
public final class Catalog {

    /** Providers whose models may be named without a prefix, in the order in which they are searched; LiteLLM's list has these bare. */
    private static final List<String> BARE_NAMES = List.of(
            "openai",
            "anthropic",
            "cohere",
            "vertex_ai",
            "gemini",
            "mistral",
            "deepseek",
            "xai",
            "groq",
            "perplexity",
            "bedrock");

    /** Tokens that cost nothing, which is not the same as tokens whose price nobody knows. */
    private static final PriceTable FREE = new PriceTable(List.of(
            new PriceTable.Row(PriceMeter.INPUT_TOKEN, UnitPrice.FREE, Conditions.NONE),
            new PriceTable.Row(PriceMeter.OUTPUT_TOKEN, UnitPrice.FREE, Conditions.NONE)));

    /** Names and aliases to names. */
    private final Map<String, String> names;

    private final Map<String, Provider> providers = new ConcurrentHashMap<>();
    private final Map<String, ModelFile> builtIn = new ConcurrentHashMap<>();
    private volatile Map<String, ModelFile> listed = Map.of();

    private Catalog(Map<String, String> names) {
        this.names = names;
    }

    /** Reads the index only; it names the files with their aliases, so that a provider is read when it is first asked for. */
    public static Catalog load() {
        Map<String, String> names = new HashMap<>();
        try (InputStream in = Catalog.class.getResourceAsStream("/providers/index.txt");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            lines.lines().map(line -> line.split(" ", -1)).forEach(words -> {
                for (String word : words) {
                    names.put(word, words[0]);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Catalog(Map.copyOf(names));
    }

    /** By its name or one of its aliases. */
    public Optional<Provider> provider(String nameOrAlias) {
        String name = names.get(nameOrAlias);
        if (name == null) {
            return Optional.empty();
        }
        Provider known = providers.get(name);
        return Optional.of(known != null ? known : providers.computeIfAbsent(name, ProviderFile::read));
    }

    /** In the order of the alphabet, without aliases. */
    public Set<String> providerNames() {
        return new TreeSet<>(names.values());
    }

    /** All of them, in the order of their names; reads them all. */
    public List<Provider> providers() {
        return providerNames().stream()
                .map(name -> provider(name).orElseThrow())
                .toList();
    }

    /**
     * Takes a price list, provider to models to cards, whose models win over those of the resources from now on; an empty one takes the last
     * one away. Cards that were given out do not change.
     */
    public void use(Map<String, Map<String, ModelCard>> list) {
        Map<String, ModelFile> files = new HashMap<>();
        list.forEach((provider, cards) -> files.put(provider, ModelFile.of(cards)));
        listed = Map.copyOf(files);
    }

    /** The provider of a model that is named without a prefix. */
    public Optional<String> providerOf(String model) {
        return BARE_NAMES.stream()
                .filter(provider -> exact(provider, model).isPresent())
                .findFirst();
    }

    /** Names of all models of a provider that are known, in the order of the alphabet. */
    public Set<String> models(Provider provider) {
        String file = provider.profile().models();
        Set<String> known = new TreeSet<>(builtIn(file).names());
        ModelFile newer = listed.get(file);
        if (newer != null) {
            known.addAll(newer.names());
        }
        return known;
    }

    private Optional<ModelCard> exact(String provider, String model) {
        ModelFile newer = listed.get(provider);
        return newer == null
                ? builtIn(provider).exact(model)
                : newer.exact(model).or(() -> builtIn(provider).exact(model));
    }

    /** Never fails: a model that nobody knows has an empty card; one that runs on the user's own machines is free. */
    public ModelCard card(String provider, String model) {
        Optional<Provider> known = provider(provider);
        String file = known.map(each -> each.profile().models()).orElse(provider);
        String full = known.map(each -> each.fullName(model)).orElse(model);
        return ModelNames.candidates(file, full).stream()
                .flatMap(name -> exact(file, name).stream())
                .findFirst()
                .or(() -> revision(file, full))
                .or(() -> elsewhere(known, model))
                .orElseGet(() -> unlisted(known, provider, model, file));
    }

    private Optional<ModelCard> revision(String file, String model) {
        for (String name : ModelNames.candidates(file, model)) {
            ModelFile newer = listed.get(file);
            Optional<ModelCard> found = newer == null ? Optional.empty() : newer.find(name);
            if (found.isEmpty()) {
                found = builtIn(file).find(name);
            }
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** A provider that passes on others' models under their names has their prices. */
    private Optional<ModelCard> elsewhere(Optional<Provider> provider, String model) {
        boolean others = provider.filter(known -> known.rules().quirks().contains("others-models"))
                .isPresent();
        return others ? providerOf(model).map(owner -> card(owner, model)) : Optional.empty();
    }

    private ModelCard unlisted(Optional<Provider> known, String provider, String model, String file) {
        ModelCard card = ModelCard.unknown(provider, model)
                .withSiblings(sibling -> ModelNames.candidates(file, sibling).stream()
                        .flatMap(name -> exact(file, name).stream())
                        .findFirst()
                        .or(() -> revision(file, sibling)));
        boolean free = known.filter(each -> each.profile().selfHosted()).isPresent();
        return free ? card.withPrices(FREE) : card;
    }

    private ModelFile builtIn(String provider) {
        ModelFile known = builtIn.get(provider);
        return known != null ? known : builtIn.computeIfAbsent(provider, ModelFile::read);
    }
}
