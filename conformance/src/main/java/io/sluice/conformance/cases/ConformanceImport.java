package io.sluice.conformance.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.conformance.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Brings cases of a conformance folder into the repository, with just the answers, deployments and profiles that they need. What {@code conformance/data}
 * holds is replaced; the result has the layout of the source and depends on nothing but it and the selection.
 */
@Command(name = "import", mixinStandardHelpOptions = true, description = "Brings recorded cases into the repository")
public final class ConformanceImport implements Callable<Integer> {
    @Option(names = "--from", required = true, description = "folder with cases/*.jsonl, answers.json, ...")
    private Path from = Path.of("");

    @Option(names = "--to", description = "folder to write (default: conformance/data of the repository)")
    private Path to = Path.of("");

    @Option(
            names = "--select",
            required = true,
            description =
                    "AREA or AREA:PROVIDER[,PROVIDER...] or a glob of case ids with =, e.g. keys chat:openai,groq =info/models*; repeat it")
    private List<String> selections = new ArrayList<>();

    public static void main(String[] args) {
        System.exit(new CommandLine(new ConformanceImport()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        Path target = to.toString().isEmpty() ? CaseLibrary.repositoryFile("conformance/data") : to;
        JsonNode answers = CaseLibrary.read(from.resolve("answers.json"));
        JsonNode deployments = CaseLibrary.read(from.resolve("deployments.json"));
        Set<String> needed = new TreeSet<>();
        Set<String> entries = new TreeSet<>();
        Set<String> profiles = new TreeSet<>();
        Map<String, List<String>> files = new TreeMap<>();
        for (Path file : CaseLibrary.caseFiles(from)) {
            for (String line : Files.readAllLines(file)) {
                if (line.isBlank()) {
                    continue;
                }
                JsonNode c = Json.MAPPER.readTree(line);
                if (selections.stream().anyMatch(s -> selects(s, c))) {
                    files.computeIfAbsent(file.getFileName().toString(), f -> new ArrayList<>())
                            .add(line);
                    needed.addAll(Json.texts(c.path("upstream")));
                    entries.addAll(Json.texts(c.path("deployments")));
                    profiles.add(c.path("profile").asText());
                }
            }
        }
        Files.createDirectories(target.resolve("cases"));
        for (Path old : CaseLibrary.caseFiles(target)) {
            Files.delete(old);
        }
        for (Map.Entry<String, List<String>> file : files.entrySet()) {
            Files.write(target.resolve("cases").resolve(file.getKey()), file.getValue());
        }
        write(target.resolve("answers.json"), answers, needed);
        write(target.resolve("deployments.json"), deployments, entries);
        write(target.resolve("profiles.json"), CaseLibrary.read(from.resolve("profiles.json")), profiles);
        System.out.printf(
                "%d cases in %d files, %d answers, %d deployments%n",
                files.values().stream().mapToInt(List::size).sum(), files.size(), needed.size(), entries.size());
        return 0;
    }

    private static boolean selects(String selection, JsonNode c) {
        if (selection.startsWith("=")) {
            return Glob.matches(selection.substring(1), c.path("id").asText());
        }
        int colon = selection.indexOf(':');
        String area = colon < 0 ? selection : selection.substring(0, colon);
        return area.equals(c.path("area").asText())
                && (colon < 0
                        || Set.of(selection.substring(colon + 1).split(",", -1))
                                .contains(c.path("provider").asText()));
    }

    /** One member a line, so that a later import shows as a readable difference. */
    private static void write(Path file, JsonNode all, Set<String> names) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String name : names) {
            ObjectNode one = Json.object();
            one.set(name, all.path(name));
            String line = Json.compact(one);
            lines.add(line.substring(1, line.length() - 1));
        }
        Files.writeString(file, "{\n" + String.join(",\n", lines) + "\n}\n");
    }
}
