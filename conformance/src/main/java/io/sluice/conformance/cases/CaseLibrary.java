package io.sluice.conformance.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.conformance.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A folder of cases: {@code cases/*.jsonl} with {@code answers.json}, {@code deployments.json} and {@code profiles.json}.
 *
 * @param cases in the order of files and lines
 */
public record CaseLibrary(List<Case> cases, Map<String, Profile> profiles) {

    /** The cases that the repository carries, looked for from {@code SLUICE_HOME} or the working directory upwards. */
    public static CaseLibrary ofRepository() {
        return load(repositoryFile("conformance/data"));
    }

    /**
     * A file of the repository, wherever in it the process was started.
     *
     * @throws IllegalStateException if no folder above holds it
     */
    public static Path repositoryFile(String path) {
        String home = System.getenv("SLUICE_HOME");
        Path folder = Path.of(home == null ? "" : home).toAbsolutePath();
        for (Path at = folder; at != null; at = at.getParent()) {
            if (Files.exists(at.resolve(path))) {
                return at.resolve(path);
            }
        }
        throw new IllegalStateException("no " + path + " in " + folder + " or above it; set SLUICE_HOME");
    }

    /** @throws UncheckedIOException if a file is missing or broken */
    public static CaseLibrary load(Path folder) {
        try {
            JsonNode answers = read(folder.resolve("answers.json"));
            JsonNode deployments = read(folder.resolve("deployments.json"));
            List<Case> cases = new ArrayList<>();
            for (Path file : caseFiles(folder)) {
                for (String line : Files.readAllLines(file)) {
                    if (!line.isBlank()) {
                        cases.add(resolve((ObjectNode) Json.MAPPER.readTree(line), answers, deployments));
                    }
                }
            }
            return new CaseLibrary(List.copyOf(cases), profiles(read(folder.resolve("profiles.json"))));
        } catch (IOException e) {
            throw new UncheckedIOException("no cases in " + folder, e);
        }
    }

    /** The library with only the cases whose id matches a glob. */
    public CaseLibrary filter(String glob) {
        return new CaseLibrary(
                cases.stream().filter(c -> Glob.matches(glob, c.id())).toList(), profiles);
    }

    /** Cases by profile, {@code main} first. */
    public Map<String, List<Case>> byProfile() {
        Map<String, List<Case>> groups = new LinkedHashMap<>();
        groups.put("main", new ArrayList<>());
        cases.stream().map(Case::profile).distinct().sorted().forEach(p -> groups.putIfAbsent(p, new ArrayList<>()));
        cases.forEach(c -> groups.getOrDefault(c.profile(), new ArrayList<>()).add(c));
        groups.values().removeIf(List::isEmpty);
        return groups;
    }

    static List<Path> caseFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("cases"))) {
            return files.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList();
        }
    }

    static JsonNode read(Path file) throws IOException {
        return Json.MAPPER.readTree(file.toFile());
    }

    private static Case resolve(ObjectNode source, JsonNode answers, JsonNode deployments) throws IOException {
        List<JsonNode> entries = new ArrayList<>();
        for (JsonNode name : source.path("deployments")) {
            entries.add(named(deployments, name.asText()));
        }
        Map<String, List<JsonNode>> upstream = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> slot : source.path("upstream").properties()) {
            List<JsonNode> script = new ArrayList<>();
            for (JsonNode name : slot.getValue()) {
                script.add(named(answers, name.asText()));
            }
            upstream.put(slot.getKey(), List.copyOf(script));
        }
        return new Case(source, List.copyOf(entries), upstream);
    }

    private static JsonNode named(JsonNode all, String name) throws IOException {
        if (!all.has(name)) {
            throw new IOException("a case names " + name + ", which is not there");
        }
        return all.get(name);
    }

    private static Map<String, Profile> profiles(JsonNode all) {
        Map<String, Profile> profiles = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : all.properties()) {
            JsonNode profile = entry.getValue();
            Map<String, String> environment = new LinkedHashMap<>();
            profile.path("env")
                    .properties()
                    .forEach(v -> environment.put(v.getKey(), v.getValue().asText()));
            ObjectNode config = profile.path("config") instanceof ObjectNode o ? o : Json.object();
            profiles.put(
                    entry.getKey(),
                    new Profile(
                            entry.getKey(),
                            config,
                            environment,
                            profile.path("database").asBoolean()));
        }
        return profiles;
    }
}
