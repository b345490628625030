package io.sluice.configuration;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Turns {@code model_list} into deployments; what one entry lacks makes just that entry unavailable. */
final class ModelList {

    /** Parameters without which a deployment cannot serve, when the file gives them by a variable that is not set. */
    private static final Set<String> CREDENTIALS = Set.of("api_key", "api_base", "base_url", "azure_ad_token");

    /** Providers that run without a key, on the user's own machines. */
    private static final Set<String> KEYLESS = Set.of(
            "ollama", "ollama_chat", "hosted_vllm", "vllm", "lm_studio", "llamafile", "custom_openai", "infinity");

    /** Shorter names are too near to each other to tell a typing error from a parameter of a provider. */
    private static final int SHORTEST_TYPING_ERROR = 5;

    private final List<Notice> notices;
    private final Map<String, Object> known = YamlFile.resource("deployment-keys.yaml");

    ModelList(List<Notice> notices) {
        this.notices = notices;
    }

    List<DeploymentEntry> read(Object modelList, EnvironmentReferences references) {
        if (!(modelList instanceof List<?> entries)) {
            throw new ConfigurationException("model_list must be a list of models");
        }
        List<DeploymentEntry> deployments = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            entry("model_list[" + i + ']', entries.get(i), references).ifPresent(deployments::add);
        }
        return deployments;
    }

    private Optional<DeploymentEntry> entry(String path, Object entry, EnvironmentReferences references) {
        if (!(entry instanceof Map<?, ?> raw)
                || !(raw.get("model_name") instanceof String name)
                || !(raw.get("litellm_params") instanceof Map<?, ?> rawParams)
                || !(rawParams.get("model") instanceof String)) {
            notices.add(new Notice(
                    Notice.Kind.MISTAKE, path, "an entry needs model_name and litellm_params.model, both texts"));
            return Optional.empty();
        }
        hintAtTypingErrors(path, raw, rawParams);
        int before = references.unset().size();
        Settings params =
                new Settings(path + ".litellm_params", references.resolve(path + ".litellm_params", rawParams));
        Map<String, Object> info = raw.get("model_info") instanceof Map<?, ?> map
                ? references.resolve(path + ".model_info", map)
                : new LinkedHashMap<>();
        List<EnvironmentReferences.Unset> unset =
                references.unset().subList(before, references.unset().size());
        if (params.string("model").isEmpty()) {
            notices.add(new Notice(
                    Notice.Kind.MISTAKE, path, "model " + name + ": the variable of litellm_params.model is not set"));
            return Optional.empty();
        }
        Optional<String> missing = unset.stream()
                .filter(reference -> needs(params, reference))
                .map(reference -> "the variable " + reference.variable() + " is not set")
                .findFirst();
        if (missing.isEmpty()) {
            unset.forEach(reference -> notices.add(reference.notice()));
        }
        Object given = info.get("id");
        String id = given == null ? stableId(name, rawParams) : String.valueOf(given);
        return Optional.of(new DeploymentEntry(name, id, params, new Settings(path + ".model_info", info), missing));
    }

    private void hintAtTypingErrors(String path, Map<?, ?> entry, Map<?, ?> params) {
        for (String key : Settings.stringKeys(entry).keySet()) {
            if (!names("entry").contains(key)) {
                String near = Nearest.of(key, names("entry"))
                        .map(name -> "; did you mean " + name + "?")
                        .orElse("");
                notices.add(new Notice(Notice.Kind.UNKNOWN, path + '.' + key, "unknown key" + near));
            }
        }
        for (String key : Settings.stringKeys(params).keySet()) {
            if (key.length() >= SHORTEST_TYPING_ERROR
                    && !names("litellm_params").contains(key)) {
                Nearest.of(key, names("litellm_params"))
                        .filter(near -> Nearest.edits(key, near) <= 2)
                        .ifPresent(near -> notices.add(new Notice(
                                Notice.Kind.UNKNOWN,
                                path + ".litellm_params." + key,
                                "passed to the provider as it is; did you mean " + near + "?")));
            }
        }
    }

    @SuppressWarnings("unchecked")
    private Collection<String> names(String list) {
        return (Collection<String>) known.getOrDefault(list, List.of());
    }

    private static boolean needs(Settings params, EnvironmentReferences.Unset unset) {
        String key = unset.path().substring(unset.path().lastIndexOf('.') + 1);
        String model = params.string("model").orElse("");
        String provider = params.string("custom_llm_provider").orElse(model.split("/", 2)[0]);
        return CREDENTIALS.contains(key) && !(key.equals("api_key") && KEYLESS.contains(provider));
    }

    /** The same name and parameters give the same id after every restart; values of variables are not part of it. */
    private static String stableId(String name, Map<?, ?> rawParams) {
        TreeMap<String, Object> sorted = new TreeMap<>(Settings.stringKeys(rawParams));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((name + '\n' + sorted).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
