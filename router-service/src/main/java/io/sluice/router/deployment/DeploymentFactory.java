package io.sluice.router.deployment;

import io.sluice.configuration.Configuration;
import io.sluice.configuration.DeploymentEntry;
import io.sluice.configuration.Settings;
import io.sluice.contracts.routing.DeploymentOffer.ProbeRules;
import io.sluice.contracts.routing.PassThrough;
import io.sluice.contracts.routing.ShadowRules;
import io.sluice.router.catalog.Catalog;
import io.sluice.router.catalog.ModelCard;
import io.sluice.router.catalog.Provider;
import io.sluice.router.catalog.ProviderProfile;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes deployments from configuration entries: provider, base URL, key, model card. */
public final class DeploymentFactory {

    /** {@code openai/responses/MODEL}: asked by the Responses API, whatever the client speaks (docs.litellm.ai/docs/response_api). */
    private static final String RESPONSES = "responses/";

    private static final BigDecimal ALL_PERCENT = BigDecimal.valueOf(100);

    private final Configuration configuration;
    private final Catalog catalog;
    private final Predicate<String> wires;
    private final DeploymentCards cards;
    private final DeploymentDefaults defaults;
    private final boolean dropParams;
    private final boolean modifyParams;

    /** @param wires whether a wire of this name is built */
    DeploymentFactory(Configuration configuration, Catalog catalog, Predicate<String> wires) {
        this.configuration = configuration;
        this.catalog = catalog;
        this.wires = wires;
        this.cards = new DeploymentCards(catalog, configuration.environment());
        this.defaults = new DeploymentDefaults(configuration.router());
        this.dropParams = configuration.litellm().flag("drop_params", false);
        this.modifyParams = configuration.litellm().flag("modify_params", false);
    }

    /**
     * @param wildcardText what {@code *} of the group's name stands for, put into the provider's model name; null for exact groups
     */
    Deployment make(DeploymentEntry written, String group, @Nullable String wildcardText) {
        DeploymentEntry entry = defaults.complete(written);
        Settings params = entry.params();
        String model = params.string("model").orElseThrow();
        Named named = named(model, params);
        Optional<Provider> known = catalog.provider(named.provider);
        Provider provider = known.orElseGet(() -> catalog.provider("openai").orElseThrow());
        ProviderProfile profile = provider.profile();
        String asked = wildcardText == null ? named.model : named.model.replace("*", wildcardText);
        boolean responses = asked.startsWith(RESPONSES) && profile.endpoints().containsKey("responses");
        String providerModel = responses ? asked.substring(RESPONSES.length()) : asked;
        boolean otherwise = profile.credentials().stream().anyMatch(params::has);
        String key = params.string("api_key")
                .or(() -> otherwise ? Optional.empty() : firstVariable(provider.keyVariables()))
                .orElse(null);
        ProviderProfile.Values values = placeholder ->
                first(placeholder.params(), params::string).or(() -> firstVariable(placeholder.variables()));
        Settings settings = settings(entry, profile, values);
        Optional<String> base = params.string("api_base")
                .or(() -> params.string("base_url"))
                .or(() -> firstVariable(provider.baseUrlVariables()))
                .or(() -> Optional.ofNullable(provider.baseUrl()))
                .map(url -> profile.filled(withoutSlash(url), values));
        ModelCard listed = cards.card(provider, providerModel, params, entry.info(), base.orElse(""));
        ModelCard card = responses ? listed.withMode("responses") : listed;
        Target target = new Target(
                entry.id(),
                group,
                provider,
                providerModel,
                base.orElse(""),
                key,
                settings,
                card,
                params.flag("drop_params", dropParams),
                params.flag("modify_params", modifyParams));
        return new Deployment(
                target,
                params.wholeNumber("order").map(Long::intValue).orElse(Integer.MAX_VALUE),
                unavailable(
                                entry,
                                named.provider,
                                known,
                                base,
                                key != null || profile.credentials().stream().anyMatch(settings::has))
                        .or(() -> profile.missing(base.orElse(""), values).map(name -> unset(provider, name))),
                params.wholeNumber("num_retries")
                        .or(() -> params.wholeNumber("max_retries"))
                        .map(Long::intValue)
                        .orElse(-1),
                params.millis("timeout"),
                params.millis("stream_timeout"),
                entry.info().strings("access_groups"),
                entry.info().string("mode").or(() -> Optional.ofNullable(card.mode())),
                probe(entry, model),
                shadow(entry));
    }

    /** LiteLLM's {@code silent_model}, a name or a list; for a part of the calls with {@code model_info.shadow_percent}. */
    private ShadowRules shadow(DeploymentEntry entry) {
        List<String> models = entry.params().strings("silent_model");
        if (models.isEmpty()) {
            return ShadowRules.NONE;
        }
        BigDecimal percent = entry.info()
                .decimal("shadow_percent")
                .or(() -> configuration.sluice().section("shadow").decimal("percent"))
                .orElse(ALL_PERCENT);
        return new ShadowRules(models, percent.doubleValue());
    }

    /** What a wildcard stands for nobody knows before a call: without a {@code health_check_model} there is nothing to ask for. */
    private static ProbeRules probe(DeploymentEntry entry, String model) {
        Settings info = entry.info();
        return new ProbeRules(
                info.millis("health_check_timeout"),
                !info.flag("disable_background_health_check", false),
                info.string("health_check_model").orElse(model.contains("*") ? null : model));
    }

    /** The deployment as its health is looked at: with its {@code health_check_model}. */
    Deployment forProbe(DeploymentEntry entry) {
        Map<String, Object> params = new LinkedHashMap<>(entry.params().values());
        entry.info().string("health_check_model").ifPresent(model -> params.put("model", model));
        DeploymentEntry probed = new DeploymentEntry(
                entry.modelName(),
                entry.id(),
                new Settings(entry.params().path(), params),
                entry.info(),
                entry.unavailable());
        return make(probed, entry.modelName(), null);
    }

    /** The entry's parameters, with what the environment says besides and with its {@code base_model}. */
    private static Settings settings(DeploymentEntry entry, ProviderProfile profile, ProviderProfile.Values values) {
        Settings params = entry.params();
        Map<String, Object> all = new LinkedHashMap<>(params.values());
        all.putAll(profile.unsaid(params::has, values));
        entry.info().string("base_model").ifPresent(model -> all.putIfAbsent("base_model", model));
        return new Settings(params.path(), all);
    }

    private record Named(String provider, String model) {}

    /** Rules of LiteLLM: {@code custom_llm_provider}, else a known prefix, else a known model, else OpenAI's dialect at an api_base. */
    private Named named(String model, Settings params) {
        int slash = model.indexOf('/');
        String prefix = slash < 0 ? "" : model.substring(0, slash);
        Optional<String> said = params.string("custom_llm_provider");
        if (said.isPresent()) {
            return new Named(said.get(), prefix.equals(said.get()) ? model.substring(slash + 1) : model);
        }
        if (slash > 0 && catalog.provider(prefix).isPresent()) {
            return new Named(prefix, model.substring(slash + 1));
        }
        Optional<String> byModel = catalog.providerOf(model);
        if (byModel.isPresent()) {
            return new Named(byModel.get(), model);
        }
        if (slash > 0 && !params.has("api_base")) {
            return new Named(prefix, model.substring(slash + 1));
        }
        return new Named("openai", model);
    }

    private Optional<String> unavailable(
            DeploymentEntry entry,
            String providerName,
            Optional<Provider> known,
            Optional<String> base,
            boolean credentials) {
        if (entry.unavailable().isPresent()) {
            return entry.unavailable();
        }
        if (known.isEmpty()) {
            return Optional.of("the provider '" + providerName + "' is not known (yet)");
        }
        Provider provider = known.get();
        if (provider.profile().retired() != null) {
            return Optional.of(provider.profile().title() + " is retired: "
                    + provider.profile().retired());
        }
        if (!wires.test(provider.wire())
                && !PassThrough.isGroup(entry.modelName())
                && provider.profile().endpoints().values().stream()
                        .noneMatch(endpoint -> wires.test(endpoint.wire()))) {
            return Optional.of("the wire " + provider.wire() + " is not built yet");
        }
        if (base.isEmpty()) {
            return Optional.of("api_base is not set, and provider " + provider.name() + " has no default");
        }
        boolean ownBase = entry.params().has("api_base") || entry.params().has("base_url");
        if (!credentials
                && !provider.auth().findsCredentials()
                && !provider.keyVariables().isEmpty()
                && !ownBase) {
            return Optional.of(
                    "no API key: set " + provider.keyVariables().getFirst() + ", or api_key in litellm_params");
        }
        return Optional.empty();
    }

    private static String unset(Provider provider, String placeholder) {
        ProviderProfile.Placeholder known = provider.profile().placeholders().get(placeholder);
        return "the base URL of " + provider.name() + " needs its {" + placeholder + "}"
                + (known == null
                        ? ""
                        : ": set " + String.join(" or ", known.params()) + " in litellm_params"
                                + (known.variables().isEmpty()
                                        ? ""
                                        : ", or " + known.variables().getFirst()));
    }

    private Optional<String> firstVariable(List<String> names) {
        return first(names, configuration.environment()::get);
    }

    private static Optional<String> first(List<String> names, Function<String, Optional<String>> source) {
        return names.stream().map(source).flatMap(Optional::stream).findFirst();
    }

    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
