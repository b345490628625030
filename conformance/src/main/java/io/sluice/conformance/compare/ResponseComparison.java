package io.sluice.conformance.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sluice.conformance.cases.Case;
import io.sluice.conformance.json.Json;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Compares what the client got. */
record ResponseComparison(Case recorded, Findings findings) {
    private static final Pattern MODEL_LIST = Pattern.compile("/(models|model/info|model_group/info)(\\?|$)");

    void compare(JsonNode actual) {
        JsonNode expected = recorded.expectedResponse();
        Free free = new Free(recorded.free());
        if (expected.path("status").asInt() != actual.path("status").asInt() && !free.names("status")) {
            findings.add(Aspect.STATUS, new Difference("status", expected.path("status"), actual.path("status")));
        }
        boolean whole = !Json.says(expected.path("cut"));
        boolean actuallyWhole = !Json.says(actual.path("cut"));
        if (whole != actuallyWhole) {
            body(new Difference("ends as announced", BooleanNode.valueOf(whole), BooleanNode.valueOf(actuallyWhole)));
        }
        if (expected.has("events")) {
            stream(expected, actual, free);
        } else if (expected.has("json")) {
            json(expected, actual, free);
        } else {
            for (String name : List.of("text", "sha256")) {
                if (!expected.path(name).equals(actual.path(name))) {
                    body(new Difference(name, shown(expected.path(name)), content(actual)));
                }
            }
        }
        headers(expected.path("headers"), actual.path("headers"), free);
    }

    private void stream(JsonNode expected, JsonNode actual, Free free) {
        if (!actual.has("events")) {
            body(new Difference("content", TextNode.valueOf("an event stream"), content(actual)));
            return;
        }
        String path = recorded.request().path("path").asText();
        Assembled e = Assembled.of(path, expected.path("events"));
        Assembled a = Assembled.of(path, actual.path("events"));
        a.broken().stream()
                .filter(rule -> !e.broken().contains(rule))
                .sorted()
                .forEach(rule -> body(Difference.of("order", "", rule)));
        JsonNode expectedError = removed(e, "error");
        JsonNode actualError = removed(a, "error");
        if ((Json.says(expectedError) || Json.says(actualError)) && !free.names("response.error")) {
            ErrorComparison.differences(recorded, expectedError, actualError).forEach(this::body);
        }
        trees(e.value(), a.value(), free);
    }

    private void json(JsonNode expected, JsonNode actual, Free free) {
        JsonNode e = expected.path("json");
        JsonNode a = actual.path("json");
        if (MODEL_LIST.matcher(recorded.request().path("path").asText()).find()) {
            e = UpstreamComparison.modelsByName(e);
            a = UpstreamComparison.modelsByName(a);
        }
        if (e.has("error") && a.isObject() && expected.path("status").asInt() >= 400) {
            error(e, a, free);
        } else if (!actual.has("json")) {
            body(new Difference("content", TextNode.valueOf("JSON"), content(actual)));
        } else {
            trees(e, a, free);
        }
    }

    private void error(JsonNode expected, JsonNode actual, Free free) {
        JsonNode e = expected.path("error");
        JsonNode a = actual.path("error");
        if (!free.names("response.error")) {
            ErrorComparison.differences(recorded, e, a).forEach(this::body);
        }
        if (!shown(expected.path("type")).equals(shown(actual.path("type")))) {
            body(new Difference("type", shown(expected.path("type")), shown(actual.path("type"))));
        }
        if (e.isObject() && a.isObject() && !shown(e.path("message")).equals(shown(a.path("message")))) {
            findings.add(Aspect.TEXT, new Difference("error.message", e.path("message"), shown(a.path("message"))));
        }
    }

    private void trees(JsonNode expected, JsonNode actual, Free free) {
        TreeComparison.differences(
                        Canonical.forClient(expected),
                        Canonical.forClient(actual),
                        free.below("response"),
                        Additions.forClient(recorded.answers()))
                .forEach(this::body);
    }

    private void headers(JsonNode expected, JsonNode actual, Free free) {
        for (Map.Entry<String, JsonNode> header : expected.properties()) {
            String name = header.getKey();
            String e = header.getValue().asText();
            String a = actual.path(name).asText("");
            if (free.covers("headers." + name) || e.equals(TreeComparison.ANY)) {
                continue;
            }
            boolean cost =
                    name.startsWith("x-litellm-response-cost") || name.contains("margin") || name.contains("discount");
            boolean countsDown = name.startsWith("x-ratelimit-remaining-") && !a.isEmpty();
            if (name.equals("content-type")) {
                if (!e.split(";", 2)[0].equals(a.split(";", 2)[0])) {
                    body(Difference.of(name, e, a));
                }
            } else if (!sameNumber(e, a) && (cost || !countsDown && (a.isEmpty() || !TreeComparison.fits(e, a)))) {
                findings.add(cost ? Aspect.COST : Aspect.HEADERS, Difference.of(name, e, a));
            }
        }
    }

    private static boolean sameNumber(String expected, String actual) {
        try {
            return TreeComparison.near(Double.parseDouble(expected), Double.parseDouble(actual), 1e-12);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static JsonNode removed(Assembled stream, String name) {
        JsonNode removed = stream.value().remove(name);
        return removed == null ? Json.MAPPER.nullNode() : removed;
    }

    /** The body, whatever it is. */
    private static JsonNode content(JsonNode answer) {
        for (String name : List.of("json", "events", "text", "sha256")) {
            if (answer.has(name)) {
                return answer.get(name);
            }
        }
        return Json.MAPPER.nullNode();
    }

    private static JsonNode shown(JsonNode value) {
        return value.isMissingNode() ? Json.MAPPER.nullNode() : value;
    }

    private void body(Difference difference) {
        findings.add(Aspect.BODY, difference);
    }
}
