package io.sluice.it.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.it.harness.Run;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the catalog says of a provider.
 *
 * @param wires by endpoint; the wire by which Sluice reaches it for clients of that endpoint
 * @param unserved endpoints that it has and Sluice does not reach
 */
record Offer(String name, Map<String, String> wires, Set<String> unserved, Set<String> features) {

    /** {@code ./sluice providers --features} of the built router. */
    static List<Offer> all() throws IOException, InterruptedException {
        Path target = Run.HOME.resolve("router-service").resolve("target");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        target.resolve("classes") + ":" + target.resolve("quarkus-app/lib/main/*"),
                        "io.sluice.router.tool.CatalogTool",
                        "providers",
                        "--features")
                .redirectError(Run.log("catalog").toFile())
                .start();
        List<Offer> offers = new ArrayList<>();
        try (InputStream list = process.getInputStream()) {
            for (JsonNode each : new ObjectMapper().readTree(list)) {
                offers.add(of(each));
            }
        }
        process.waitFor();
        return offers;
    }

    private static Offer of(JsonNode json) {
        Map<String, String> wires = new TreeMap<>();
        json.path("wires")
                .properties()
                .forEach(wire -> wires.put(wire.getKey(), wire.getValue().asText()));
        return new Offer(json.path("name").asText(), wires, texts(json.path("unserved")), texts(json.path("features")));
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new TreeSet<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
