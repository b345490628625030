package io.sluice.configuration;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the configuration as every service does at its start. Rules: {@code litellm-behaviour.md} 2.1.
 */
public final class ConfigurationLoader {

    private static final List<String> SECTIONS =
            List.of("router_settings", "litellm_settings", "general_settings", "sluice_settings");

    /** Looked for in the working directory when no file is named. */
    private static final List<String> DEFAULT_FILES = List.of("litellm_config.yaml", "config.yaml");

    private ConfigurationLoader() {}

    /**
     * Loads the file that {@code CONFIG_FILE_PATH} names, else {@code litellm_config.yaml} or {@code config.yaml} of the working
     * directory, else nothing: then the models are those for which the environment has a provider key, which the router knows.
     *
     * @throws ConfigurationException when the file cannot be read or is not a configuration
     */
    public static Configuration load(Map<String, String> processEnvironment) {
        Environment environment = new Environment(processEnvironment);
        Optional<Path> named = environment.get("CONFIG_FILE_PATH").map(Path::of);
        if (named.isPresent() && !Files.isRegularFile(named.get())) {
            throw new ConfigurationException("the configuration file " + named.get()
                    + " does not exist; give an existing file with --config or CONFIG_FILE_PATH");
        }
        Optional<Path> file = named.or(() -> DEFAULT_FILES.stream()
                .map(Path::of)
                .filter(Files::isRegularFile)
                .findFirst());
        return file.map(path -> read(YamlFile.withIncludes(path), Optional.of(path), environment))
                .orElseGet(() -> read(Map.of(), Optional.empty(), environment));
    }

    /** The same for a text, without includes: for checks and tests. */
    public static Configuration parse(String yaml, Map<String, String> processEnvironment) {
        return read(YamlFile.parse(yaml, "configuration"), Optional.empty(), new Environment(processEnvironment));
    }

    private static Configuration read(Map<String, Object> file, Optional<Path> source, Environment processEnvironment) {
        KnownKeys known = new KnownKeys();
        List<Notice> notices = new ArrayList<>(known.unknown(file));
        Environment environment = processEnvironment.plus(variables(file, processEnvironment));
        EnvironmentReferences references = new EnvironmentReferences(environment);
        Map<String, Map<String, Object>> sections = sections(file, references);
        references.unset().forEach(unset -> notices.add(unset.notice()));
        notices.addAll(new NotActiveYet(known).notices(sections, file));
        MisplacedKeys.move(sections);
        List<DeploymentEntry> models = file.containsKey("model_list")
                ? new ModelList(notices).read(file.get("model_list"), references)
                : List.of();
        notices.addAll(ModelReferences.unknown(
                models, new Settings("router_settings", sections.getOrDefault("router_settings", Map.of()))));
        putIfAbsent(sections, environment, "master_key", "LITELLM_MASTER_KEY");
        putIfAbsent(sections, environment, "database_url", "DATABASE_URL");
        return new Configuration(
                source,
                models,
                settings(sections, "router_settings"),
                settings(sections, "litellm_settings"),
                settings(sections, "general_settings"),
                settings(sections, "sluice_settings"),
                environment,
                notices);
    }

    private static Map<String, String> variables(Map<String, Object> file, Environment processEnvironment) {
        Map<String, String> variables = new LinkedHashMap<>();
        if (file.get("environment_variables") instanceof Map<?, ?> map) {
            new EnvironmentReferences(processEnvironment)
                    .resolve("environment_variables", map)
                    .forEach((name, value) -> variables.put(name, String.valueOf(value)));
        }
        return variables;
    }

    private static Map<String, Map<String, Object>> sections(
            Map<String, Object> file, EnvironmentReferences references) {
        Map<String, Map<String, Object>> sections = new LinkedHashMap<>();
        for (String name : SECTIONS) {
            Object value = file.get(name);
            if (value == null) {
                sections.put(name, new LinkedHashMap<>());
            } else if (value instanceof Map<?, ?> map) {
                sections.put(name, references.resolve(name, map));
            } else {
                throw new ConfigurationException(name + " must be a section with keys");
            }
        }
        return sections;
    }

    private static void putIfAbsent(
            Map<String, Map<String, Object>> sections, Environment environment, String key, String variable) {
        Map<String, Object> general = sections.computeIfAbsent("general_settings", name -> new LinkedHashMap<>());
        environment.get(variable).ifPresent(value -> general.putIfAbsent(key, value));
    }

    private static Settings settings(Map<String, Map<String, Object>> sections, String name) {
        return new Settings(name, sections.getOrDefault(name, Map.of()));
    }
}
