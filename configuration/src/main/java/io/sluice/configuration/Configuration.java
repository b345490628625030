package io.sluice.configuration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A configuration as it serves: includes merged, {@code os.environ/NAME} resolved, misplaced keys moved to where they belong.
 *
 * @param source the main file; empty when there is none
 * @param environment variables for provider keys and the like
 * @param notices what the operator should know: unknown keys, unset variables, things that are not active yet
 */
public record Configuration(
        Optional<Path> source,
        List<DeploymentEntry> models,
        Settings router,
        Settings litellm,
        Settings general,
        Settings sluice,
        Environment environment,
        List<Notice> notices) {

    /** A copy with these entries of a {@code model_list} after its own. */
    public Configuration andModels(List<Map<String, Object>> entries) {
        List<DeploymentEntry> all = new ArrayList<>(models);
        Configuration more = withModels(entries);
        all.addAll(more.models);
        return new Configuration(source, all, router, litellm, general, sluice, environment, more.notices);
    }

    /** A copy with these entries of a {@code model_list} instead of its own. */
    public Configuration withModels(List<Map<String, Object>> entries) {
        List<Notice> more = new ArrayList<>(notices);
        List<DeploymentEntry> read = new ModelList(more).read(entries, new EnvironmentReferences(environment));
        return new Configuration(source, read, router, litellm, general, sluice, environment, more);
    }

    /** A copy with these deployments after its own, of which those go whose ids they have. */
    public Configuration andDeployments(List<DeploymentEntry> deployments) {
        Set<String> replaced = deployments.stream().map(DeploymentEntry::id).collect(Collectors.toSet());
        List<DeploymentEntry> all = new ArrayList<>();
        models.stream().filter(model -> !replaced.contains(model.id())).forEach(all::add);
        all.addAll(deployments);
        return new Configuration(source, all, router, litellm, general, sluice, environment, notices);
    }

    /** A copy in which {@code general_settings} has this value: for what is only known at the start, such as a generated key. */
    public Configuration withGeneral(String name, Object value) {
        Map<String, Object> values = new LinkedHashMap<>(general.values());
        values.put(name, value);
        return new Configuration(
                source, models, router, litellm, new Settings(general.path(), values), sluice, environment, notices);
    }
}
