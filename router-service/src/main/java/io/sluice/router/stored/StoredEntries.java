package io.sluice.router.stored;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.configuration.Configuration;
import io.sluice.configuration.ConfigurationException;
import io.sluice.configuration.DeploymentEntry;
import io.sluice.configuration.SealException;
import io.sluice.configuration.SecretBox;
import io.sluice.configuration.Settings;
import io.sluice.contracts.routing.StoredModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes deployments of stored models. What is wrong with one of them makes just that one unavailable: a seal that cannot be opened, a value
 * of a wrong type.
 */
public final class StoredEntries {

    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final TypeReference<LinkedHashMap<String, Object>> MEMBERS = new TypeReference<>() {};

    private final Configuration configuration;
    private final Optional<SecretBox> box;
    private final Consumer<Configuration> trial;

    /**
     * @param configuration of the file, whose environment variables the models may name
     * @param trial throws {@link ConfigurationException} when models are not such as can serve
     */
    public StoredEntries(Configuration configuration, Consumer<Configuration> trial) {
        this.configuration = configuration;
        this.box = SecretBox.of(configuration);
        this.trial = trial;
    }

    /** All of them at once if they are good, which they nearly always are; else each by itself. */
    public Configuration with(List<StoredModel> models) {
        Configuration all =
                configuration.andDeployments(models.stream().map(this::entry).toList());
        try {
            trial.accept(all);
            return all;
        } catch (ConfigurationException one) {
            return configuration.andDeployments(models.stream()
                    .map(model -> {
                        DeploymentEntry entry = entry(model);
                        try {
                            trial.accept(configuration.andDeployments(List.of(entry)));
                            return entry;
                        } catch (ConfigurationException wrong) {
                            return unavailable(model, "its settings cannot be used: " + wrong.getMessage());
                        }
                    })
                    .toList());
        }
    }

    private DeploymentEntry entry(StoredModel model) {
        if (model.blocked()) {
            return unavailable(model, "an administrator has blocked it");
        }
        if (box.isEmpty()) {
            return unavailable(model, "its secrets cannot be opened: LITELLM_SALT_KEY is not set");
        }
        try {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("model_name", model.name());
            entry.put("litellm_params", members(box.get().open(model.sealedParams(), model.id())));
            entry.put("model_info", info(model));
            List<DeploymentEntry> read =
                    configuration.withModels(List.of(entry)).models();
            return read.isEmpty() ? unavailable(model, "its litellm_params have no model") : read.getFirst();
        } catch (SealException sealed) {
            return unavailable(model, sealed.reason());
        }
    }

    private static DeploymentEntry unavailable(StoredModel model, String reason) {
        return new DeploymentEntry(
                model.name(),
                model.id(),
                new Settings("stored model " + model.id(), Map.of("model", model.model())),
                new Settings("stored model " + model.id(), info(model)),
                Optional.of(reason));
    }

    private static Map<String, Object> info(StoredModel model) {
        Map<String, Object> info = members(model.info());
        info.put("id", model.id());
        info.put("db_model", true);
        return info;
    }

    private static Map<String, Object> members(String json) {
        try {
            return MAPPER.readValue(json, MEMBERS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what the books wrote is no JSON", e);
        }
    }
}
