package io.sluice.router.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The scripted answers of {@code conformance/data} that can be given whole and as a stream, with the deployment that got them. */
final class RecordedAnswers {

    static final ObjectMapper JSON = new ObjectMapper();
    private static final Path DATA = Path.of("..", "conformance", "data");

    /**
     * @param headers of the whole answer
     * @param whole the answer's body
     * @param stream the same as the provider streams it, with its usage
     */
    record Pair(String name, String provider, String model, Map<String, String> headers, String whole, byte[] stream) {}

    private RecordedAnswers() {}

    /** Those of chats. */
    static List<Pair> all() {
        return of("chat.");
    }

    /** @param area beginning of the files' names */
    static List<Pair> of(String area) {
        try {
            JsonNode answers = JSON.readTree(DATA.resolve("answers.json").toFile());
            JsonNode deployments =
                    JSON.readTree(DATA.resolve("deployments.json").toFile());
            List<Pair> pairs = new ArrayList<>();
            Set<String> seen = new HashSet<>();
            try (Stream<Path> files = Files.list(DATA.resolve("cases"))) {
                for (Path file : files.filter(f -> f.getFileName().toString().startsWith(area))
                        .sorted()
                        .toList()) {
                    for (String line : Files.readAllLines(file)) {
                        collect(JSON.readTree(line), answers, deployments, seen, pairs);
                    }
                }
            }
            return pairs;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void collect(
            JsonNode recorded, JsonNode answers, JsonNode deployments, Set<String> seen, List<Pair> pairs) {
        String named = deployments
                .path(recorded.path("deployments").path(0).asText())
                .path("litellm_params")
                .path("model")
                .asText();
        String provider = recorded.path("provider").asText();
        String prefix = named.startsWith(provider + "_chat/") ? provider + "_chat" : provider;
        String model = named.startsWith(prefix + '/') ? named.substring(prefix.length() + 1) : named;
        for (JsonNode name :
                recorded.path("upstream").properties().iterator().next().getValue()) {
            JsonNode answer = answers.path(name.asText());
            if (answer.has("json") && answer.has("stream") && seen.add(prefix + '/' + model + name)) {
                pairs.add(new Pair(
                        recorded.path("id").asText() + ' ' + name.asText(),
                        prefix,
                        model,
                        headers(answer),
                        answer.path("json").toString(),
                        stream(answer.path("stream"))));
            }
        }
    }

    private static Map<String, String> headers(JsonNode answer) {
        Map<String, String> headers = new HashMap<>();
        answer.path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        return headers;
    }

    private static byte[] stream(JsonNode stream) {
        return stream.path("kind").asText().equals("aws")
                ? AwsEvents.of(stream.path("frames"))
                : text(stream).getBytes(StandardCharsets.UTF_8);
    }

    private static String text(JsonNode stream) {
        StringBuilder text = new StringBuilder();
        boolean lines = stream.path("kind").asText().equals("jsonl");
        for (JsonNode frame : stream.path("frames")) {
            JsonNode sent = frame.has("$if") ? frame.path("data") : frame;
            if (lines) {
                text.append(sent.isArray() ? sent.path(1) : sent).append('\n');
            } else if (sent.isArray()) {
                text.append("event: ").append(sent.path(0).asText()).append('\n');
                text.append("data: ").append(sent.path(1)).append("\n\n");
            } else if (sent.has("$raw")) {
                text.append(sent.path("$raw").asText());
            } else {
                text.append("data: ")
                        .append(sent.isTextual() ? sent.asText() : sent.toString())
                        .append("\n\n");
            }
        }
        return text.toString();
    }
}
