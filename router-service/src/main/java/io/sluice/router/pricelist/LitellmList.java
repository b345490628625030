package io.sluice.router.pricelist;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.router.catalog.Conditions;
import io.sluice.router.catalog.ModelCard;
import io.sluice.router.catalog.PriceTable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * LiteLLM's public price list, {@code model_prices_and_context_window.json}: one flat object, model id to fields
 * ({@code litellm-behaviour.md} 10.1). Prices of images that the list keys by quality and size ({@code high/1024-x-1024/gpt-image-1}) become
 * conditions of the one model.
 */
public final class LitellmList {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    /** The list's names of what is one provider here. */
    private static final Map<String, String> PROVIDERS = Map.of(
            "text-completion-openai", "openai",
            "text-completion-codestral", "codestral",
            "text-completion-inception", "inception",
            "azure_text", "azure",
            "bedrock_converse", "bedrock",
            "cohere_chat", "cohere",
            "fireworks_ai-embedding-models", "fireworks_ai");

    /** {@code low/1024-x-1024/NAME}, {@code 512-x-512/50-steps/NAME}, {@code hd/1024-x-1792/NAME}. */
    private static final Pattern KEYED = Pattern.compile(
            "^(?:(low|medium|high|xhigh|max|auto|standard|hd)/)?(\\d+-x-\\d+|max-x-max)/(?:(\\w+-steps)/)?(.+)$");

    private static final String CAPABILITY = "supports_";

    /** Fields that are read elsewhere, or concern LiteLLM's own workings. */
    private static final Set<String> NO_FACTS = Set.of(
            "litellm_provider",
            "mode",
            "max_tokens",
            "max_input_tokens",
            "max_output_tokens",
            "source",
            "deprecation_date",
            "metadata",
            "comment",
            "rules",
            "search_free_requests",
            "token_count_model",
            "token_count_framing",
            "token_count_tokenizer");

    private final Map<String, Map<String, ModelCard>> cards = new TreeMap<>();

    private LitellmList() {}

    /**
     * Our provider names to models to cards.
     *
     * @throws IOException when it is not such a list
     */
    public static Map<String, Map<String, ModelCard>> read(InputStream in) throws IOException {
        return of(JSON.readValue(in, new TypeReference<LinkedHashMap<String, Object>>() {}));
    }

    static Map<String, Map<String, ModelCard>> of(Map<String, Object> list) {
        LitellmList read = new LitellmList();
        Map<String, Map<String, Object>> keyed = new LinkedHashMap<>();
        Map<String, Map<String, Object>> bareNames = new LinkedHashMap<>();
        list.forEach((key, value) -> {
            if (!(value instanceof Map<?, ?> map) || !isModel(key, map)) {
                return;
            }
            Map<String, Object> fields = stringKeys(map);
            String listed = String.valueOf(fields.get("litellm_provider"));
            if (KEYED.matcher(withoutPrefix(key, listed)).matches()) {
                keyed.put(key, fields);
            } else if (key.startsWith(listed + '/')) {
                read.add(key, fields);
            } else {
                bareNames.put(key, fields);
            }
        });
        // where both are listed, the name with the provider's prefix is the one that LiteLLM finds first
        bareNames.forEach(read::addIfAbsent);
        keyed.forEach(read::addConditions);
        read.cards.values().forEach(LitellmList::shareContainer);
        return read.cards;
    }

    /** The sample, rules, and reserved capacity are none. */
    private static boolean isModel(String key, Map<?, ?> fields) {
        return fields.get("litellm_provider") instanceof String provider
                && !provider.contains(" ")
                && !key.contains("*")
                && !key.contains("-month-commitment/");
    }

    static String provider(String listed) {
        return listed.startsWith("vertex_ai-") ? "vertex_ai" : PROVIDERS.getOrDefault(listed, listed);
    }

    private static String withoutPrefix(String key, String listed) {
        for (String prefix : new String[] {listed, provider(listed)}) {
            if (key.startsWith(prefix + '/')) {
                return key.substring(prefix.length() + 1);
            }
        }
        return key;
    }

    private void add(String key, Map<String, Object> fields) {
        String listed = String.valueOf(fields.get("litellm_provider"));
        String provider = provider(listed);
        String model = withoutPrefix(key, listed);
        models(provider).put(model, card(provider, model, fields));
    }

    private void addIfAbsent(String key, Map<String, Object> fields) {
        String listed = String.valueOf(fields.get("litellm_provider"));
        if (!models(provider(listed)).containsKey(withoutPrefix(key, listed))) {
            add(key, fields);
        }
    }

    private Map<String, ModelCard> models(String provider) {
        return cards.computeIfAbsent(provider, name -> new TreeMap<>());
    }

    private void addConditions(String key, Map<String, Object> fields) {
        String listed = String.valueOf(fields.get("litellm_provider"));
        String provider = provider(listed);
        Matcher parts = KEYED.matcher(withoutPrefix(key, listed));
        if (!parts.matches()) {
            return;
        }
        String model = withoutPrefix(parts.group(4), provider);
        String quality = parts.group(1) != null ? parts.group(1) : parts.group(3);
        Conditions conditions = new Conditions(null, 0, parts.group(2).replace("-x-", "x"), quality, null, false);
        ModelCard own = card(provider, model, fields);
        ModelCard known = models(provider).get(model);
        PriceTable before = known == null ? null : known.prices();
        List<PriceTable.Row> rows = new ArrayList<>();
        PriceTable conditional = own.prices();
        if (conditional != null) {
            conditional.rows().stream()
                    .filter(row -> row.price().dollars().signum() > 0)
                    .forEach(row -> rows.add(new PriceTable.Row(row.meter(), row.price(), conditions)));
        }
        PriceTable prices = before == null ? new PriceTable(rows) : before.plus(rows);
        models(provider).put(model, (known == null ? own : known).withPrices(prices));
    }

    /** The list has the price of a code interpreter's session once a provider, under the name {@code container}; every model that answers may use it. */
    private static void shareContainer(Map<String, ModelCard> models) {
        ModelCard container = models.get("container");
        PriceTable session = container == null ? null : container.prices();
        if (session == null) {
            return;
        }
        models.replaceAll((name, card) -> {
            PriceTable own = card.prices();
            return name.equals("container")
                            || own == null
                            || !card.factList("supported_endpoints").contains("/v1/responses")
                    ? card
                    : card.withPrices(own.plus(session.rows()));
        });
    }

    private static ModelCard card(String provider, String model, Map<String, Object> fields) {
        String mode = fields.get("mode") instanceof String text ? text : null;
        Set<String> can = new LinkedHashSet<>();
        Set<String> cannot = new LinkedHashSet<>();
        Map<String, Object> facts = new TreeMap<>();
        fields.forEach((name, value) -> {
            if (name.startsWith(CAPABILITY) && value instanceof Boolean supported) {
                (supported ? can : cannot).add(name.substring(CAPABILITY.length()));
            } else if (isFact(name, value)) {
                facts.put(name, value);
            }
        });
        if (fields.get("provider_specific_entry") instanceof Map<?, ?> entry) {
            entry.forEach((name, value) -> {
                if (value instanceof String || value instanceof Integer) {
                    facts.put(String.valueOf(name), value);
                }
            });
            facts.remove("fast");
        }
        return new ModelCard(
                provider,
                model,
                mode,
                limit(fields, "max_input_tokens"),
                output(fields, mode),
                LitellmPrices.table(provider, mode, fields),
                false,
                can,
                cannot,
                facts,
                fields.get("deprecation_date") instanceof String date ? date : null,
                fields.get("source") instanceof String source ? source : null,
                name -> Optional.empty());
    }

    private static boolean isFact(String name, @Nullable Object value) {
        boolean plain = value instanceof String
                || value instanceof Number
                || value instanceof Boolean
                || (value instanceof List<?> list && list.stream().noneMatch(Map.class::isInstance));
        return plain
                && !NO_FACTS.contains(name)
                && !name.startsWith("disabled_")
                && !LitellmField.STRUCTURED.contains(name)
                && !LitellmField.LEFT_OUT.containsKey(name)
                && LitellmField.parse(name, false).isEmpty();
    }

    private static long limit(Map<String, Object> fields, String name) {
        return fields.get(name) instanceof Number number ? Math.max(0, number.longValue()) : 0;
    }

    /** Old entries have only {@code max_tokens}, which for models that write is what they write. */
    private static long output(Map<String, Object> fields, @Nullable String mode) {
        long output = limit(fields, "max_output_tokens");
        boolean writes = "chat".equals(mode) || "completion".equals(mode) || "responses".equals(mode);
        return output == 0 && writes ? limit(fields, "max_tokens") : output;
    }

    private static Map<String, Object> stringKeys(Map<?, ?> map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(String.valueOf(key), value));
        return copy;
    }
}
