package io.sluice.router.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The models of one provider, from {@code models/PROVIDER.json}. A provider without a file has no known models. */
final class ModelFile {

    /** What may follow a known name in a dated, numbered or tagged one: a date, a revision, {@code latest}; or anything behind {@code :} and {@code @}. */
    private static final Pattern REVISION =
            Pattern.compile("-(?:\\d{4}-\\d{2}-\\d{2}|\\d{8}|\\d{6}|\\d{3,4}|latest|v\\d+)|[:@].*");

    private final Map<String, ModelCard> cards = new HashMap<>();

    private ModelFile(Map<String, ModelCard> cards) {
        cards.forEach((model, card) -> this.cards.put(model, card.withSiblings(this::find)));
    }

    static ModelFile of(Map<String, ModelCard> cards) {
        return new ModelFile(cards);
    }

    static ModelFile read(String provider) {
        try (InputStream in = ModelFile.class.getResourceAsStream("/models/" + provider + ".json")) {
            return new ModelFile(in == null ? Map.of() : ModelReader.read(provider, in));
        } catch (IOException e) {
            throw new UncheckedIOException("models of " + provider, e);
        }
    }

    int size() {
        return cards.size();
    }

    Set<String> names() {
        return cards.keySet();
    }

    Optional<ModelCard> exact(String model) {
        return Optional.ofNullable(cards.get(model));
    }

    /**
     * The model itself, or for the dated or numbered name of a revision the model that it is one of: {@code gpt-4o-2099-01-01} is priced as
     * {@code gpt-4o}, but {@code gpt-4o-next} is not.
     */
    Optional<ModelCard> find(String model) {
        ModelCard known = cards.get(model);
        for (int end = model.length() - 1; known == null && end > 0; end--) {
            if (isSeparator(model.charAt(end))
                    && REVISION.matcher(model.substring(end)).matches()) {
                known = cards.get(model.substring(0, end));
            }
        }
        return Optional.ofNullable(known);
    }

    private static boolean isSeparator(char c) {
        return c == '-' || c == ':' || c == '@';
    }
}
