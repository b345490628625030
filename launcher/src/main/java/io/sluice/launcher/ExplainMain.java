package io.sluice.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * {@code ./sluice explain}: asks a Sluice that runs why a call would go, or went, where it goes, and prints the answer for people or as JSON.
 * Exit code 1 when there is no answer.
 */
public final class ExplainMain {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ExplainMain() {}

    public static void main(String[] args) throws InterruptedException {
        try {
            System.out.print(run(List.of(args), System.getenv()));
        } catch (IOException | IllegalArgumentException problem) {
            System.err.println("sluice: " + problem.getMessage());
            System.exit(1);
        }
    }

    static String run(List<String> args, Map<String, String> environment) throws IOException, InterruptedException {
        Map<String, String> options = options(args);
        String own = environment.getOrDefault("LITELLM_MASTER_KEY", "");
        Path kept = LaunchSettings.of(environment).data().resolve("master.key");
        String secret =
                own.isEmpty() && Files.isReadable(kept) ? Files.readString(kept).strip() : own;
        String url =
                options.getOrDefault("--url", LaunchSettings.of(environment).url()) + "/route/explain";
        HttpRequest.Builder request = options.containsKey("--id")
                ? HttpRequest.newBuilder(URI.create(url + '/' + options.get("--id")))
                : HttpRequest.newBuilder(URI.create(url)).POST(BodyPublishers.ofString(question(options)));
        request.header("authorization", "Bearer " + secret).header("content-type", "application/json");
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
            JsonNode page = JSON.readTree(answer.body());
            if (answer.statusCode() != 200) {
                throw new IOException(
                        answer.statusCode() + ": " + page.at("/error/message").asText(answer.body()));
            }
            return options.containsKey("--json")
                    ? page.toPrettyString() + System.lineSeparator()
                    : ExplainText.of(page);
        }
    }

    private static Map<String, String> options(List<String> args) {
        Map<String, String> options = new HashMap<>();
        for (Iterator<String> rest = args.iterator(); rest.hasNext(); ) {
            String arg = rest.next();
            switch (arg) {
                case "--json" -> options.put(arg, "");
                case "--id", "--key", "--url" -> {
                    if (!rest.hasNext()) {
                        throw new IllegalArgumentException(arg + " needs a value");
                    }
                    options.put(arg, rest.next());
                }
                default -> {
                    if (arg.startsWith("--") || options.put("", arg) != null) {
                        throw new IllegalArgumentException("unexpected " + arg + "; see ./sluice explain --help");
                    }
                }
            }
        }
        return options;
    }

    /** A file holds the whole request; anything else is the name of a model. */
    private static String question(Map<String, String> options) throws IOException {
        String asked = options.get("");
        if (asked == null) {
            throw new IllegalArgumentException("which model? See ./sluice explain --help");
        }
        ObjectNode question = JSON.createObjectNode();
        if (options.containsKey("--key")) {
            question.put("key", options.get("--key"));
        }
        if (Files.isRegularFile(Path.of(asked))) {
            question.set("request", JSON.readTree(Path.of(asked).toFile()));
        } else {
            ObjectNode request = question.putObject("request").put("model", asked);
            request.putArray("messages").addObject().put("role", "user").put("content", "Hi");
        }
        return question.toString();
    }
}
