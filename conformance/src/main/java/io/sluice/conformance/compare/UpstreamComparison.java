package io.sluice.conformance.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.conformance.cases.Case;
import io.sluice.conformance.json.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** Compares what the provider was asked. */
record UpstreamComparison(Case recorded, Findings findings) {
    private static final Set<String> CREDENTIALS =
            Set.of("authorization", "x-api-key", "api-key", "x-goog-api-key", "anthropic-version");
    private static final Pattern GOOGLE = Pattern.compile(".*(enerateContent|countTokens|mbedContents?)");

    void compare(JsonNode observed) {
        List<JsonNode> expected = ordered(recorded.expectedRequests());
        List<JsonNode> actual = ordered(observed);
        Free free = new Free(recorded.free());
        int expectedCount = attempts(expected);
        int actualCount = attempts(actual);
        if (!free.names("attempts") && expectedCount != actualCount) {
            findings.add(
                    Aspect.UPSTREAM,
                    new Difference("attempts", DoubleNode.valueOf(expectedCount), DoubleNode.valueOf(actualCount)));
        }
        for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
            address(i, expected.get(i), actual.get(i), free);
            payload(i, expected.get(i), actual.get(i), free);
            headers(i, expected.get(i).path("headers"), actual.get(i).path("headers"));
        }
    }

    private List<JsonNode> ordered(JsonNode requests) {
        List<JsonNode> list = new ArrayList<>();
        requests.forEach(list::add);
        if (recorded.unordered()) {
            list.sort(Comparator.comparing(r -> r.path("slot").asText()));
        }
        return list;
    }

    private static int attempts(List<JsonNode> requests) {
        return requests.stream().mapToInt(r -> r.path("times").asInt(1)).sum();
    }

    private void address(int i, JsonNode expected, JsonNode actual, Free free) {
        for (String name : List.of("slot", "method", "path")) {
            String e = expected.path(name).asText();
            String a = actual.path(name).asText();
            if (!unescaped(e).equals(unescaped(a)) && !free.covers("upstream." + name)) {
                findings.add(Aspect.UPSTREAM, Difference.of(i + "." + name, e, a));
            }
        }
    }

    private void payload(int i, JsonNode expected, JsonNode actual, Free free) {
        UnaryOperator<JsonNode> dialect =
                GOOGLE.matcher(expected.path("path").asText()).matches() ? Canonical::google : UnaryOperator.identity();
        for (String name : List.of("query", "body", "form", "text")) {
            if (expected.has(name) || actual.has(name)) {
                String at = "upstream." + name;
                TreeComparison.differences(
                                dialect.apply(Canonical.forProvider(expected.path(name))),
                                dialect.apply(Canonical.forProvider(actual.path(name))),
                                free.names(at) ? Free.ALL : free.below(at),
                                Additions::none)
                        .forEach(d -> findings.add(Aspect.UPSTREAM, d.under(i + "." + name + ".")));
            }
        }
    }

    private void headers(int i, JsonNode expected, JsonNode actual) {
        for (String name : CREDENTIALS) {
            if (!expected.path(name).equals(actual.path(name))) {
                findings.add(Aspect.UPSTREAM, header(i + ".headers." + name, expected.path(name), actual.path(name)));
            }
        }
        for (Map.Entry<String, JsonNode> header : expected.properties()) {
            String name = header.getKey();
            if (!CREDENTIALS.contains(name)
                    && !name.equals("content-type")
                    && !header.getValue().equals(actual.path(name))) {
                findings.add(
                        Aspect.HEADERS,
                        header("upstream." + i + ".headers." + name, header.getValue(), actual.path(name)));
            }
        }
    }

    private static Difference header(String path, JsonNode expected, JsonNode actual) {
        return new Difference(
                path,
                expected.isMissingNode() ? Difference.ABSENT : expected,
                actual.isMissingNode() ? Difference.ABSENT : actual);
    }

    /** Percent-decoded; a plus sign is a plus sign in a path. */
    private static String unescaped(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    /** Lists of models have no order. */
    static JsonNode modelsByName(JsonNode value) {
        if (!value.path("data").isArray()) {
            return value;
        }
        List<JsonNode> models = StreamSupport.stream(value.path("data").spliterator(), false)
                .sorted(Comparator.comparing(UpstreamComparison::modelName))
                .toList();
        ArrayNode sorted = Json.array();
        sorted.addAll(models);
        return value.<ObjectNode>deepCopy().set("data", sorted);
    }

    private static String modelName(JsonNode m) {
        return String.join(
                "\n",
                m.path("id").toString(),
                m.path("model_name").toString(),
                m.path("model_group").toString(),
                m.path("litellm_params").path("model").toString());
    }
}
