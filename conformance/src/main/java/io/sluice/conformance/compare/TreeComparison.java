package io.sluice.conformance.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import io.sluice.conformance.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds the places at which two canonical trees differ. Used once, by one thread. */
final class TreeComparison {
    static final String ANY = "${ANY}";

    /** Members whose value is the gateway's own. */
    private static final Set<String> OWN =
            Set.of("created", "created_at", "completed_at", "createTime", "expires_at", "responseId");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(?:ANY|UUID|HASH)}");

    /** Decides about members that only the gateway under test sends. */
    interface Additions {
        /** Whether it may be there. */
        boolean harmless(String path, String name, JsonNode value);
    }

    private final Free free;
    private final Additions additions;
    private final List<Difference> found = new ArrayList<>();

    private TreeComparison(Free free, Additions additions) {
        this.free = free;
        this.additions = additions;
    }

    static List<Difference> differences(JsonNode expected, JsonNode actual, Free free, Additions additions) {
        TreeComparison comparison = new TreeComparison(free, additions);
        comparison.compare(expected, actual, "");
        return comparison.found;
    }

    private void compare(JsonNode expected, JsonNode actual, String path) {
        if (free.covers(path) || isAny(expected)) {
            return;
        }
        if (expected.isObject() && actual.isObject()) {
            objects(expected, actual, path);
        } else if (expected.isArray() && actual.isArray()) {
            lists(expected, actual, path);
        } else if (!sameScalar(expected, actual)) {
            found.add(new Difference(path, expected, actual));
        }
    }

    private void objects(JsonNode expected, JsonNode actual, String path) {
        for (Map.Entry<String, JsonNode> member : expected.properties()) {
            String name = member.getKey();
            String at = join(path, name);
            JsonNode value = member.getValue();
            if (OWN.contains(name)) {
                continue;
            }
            if (!actual.has(name)) {
                if (!free.covers(at) && !Json.isZero(value)) {
                    found.add(new Difference(at, value, Difference.ABSENT));
                }
            } else if (!isGeneratedId(name, value, actual.get(name))) {
                compare(value, actual.get(name), at);
            }
        }
        for (Map.Entry<String, JsonNode> member : actual.properties()) {
            String name = member.getKey();
            String at = join(path, name);
            JsonNode value = member.getValue();
            if (!expected.has(name)
                    && !OWN.contains(name)
                    && !free.covers(at)
                    && !Json.isZero(value)
                    && !additions.harmless(at, name, value)) {
                found.add(new Difference(at, Difference.ABSENT, value));
            }
        }
    }

    private void lists(JsonNode expected, JsonNode actual, String path) {
        if (expected.size() != actual.size()) {
            found.add(new Difference(
                    path + ".length", DoubleNode.valueOf(expected.size()), DoubleNode.valueOf(actual.size())));
        }
        for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
            compare(expected.get(i), actual.get(i), join(path, String.valueOf(i)));
        }
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    static boolean isAny(JsonNode expected) {
        return expected.isTextual() && expected.textValue().equals(ANY);
    }

    private static boolean isGeneratedId(String name, JsonNode expected, JsonNode actual) {
        return name.equals("id")
                && expected.isTextual()
                && actual.isTextual()
                && expected.textValue().startsWith("${");
    }

    private static boolean sameScalar(JsonNode expected, JsonNode actual) {
        if (expected.isNumber() && actual.isNumber()) {
            return near(expected.doubleValue(), actual.doubleValue(), 1e-9);
        }
        if (isCountOrFlag(expected) && isCountOrFlag(actual)) {
            return asNumber(expected) == asNumber(actual);
        }
        return expected.isTextual() && actual.isTextual()
                ? fits(expected.textValue(), actual.textValue())
                : expected.equals(actual);
    }

    private static boolean isCountOrFlag(JsonNode value) {
        return value.isNumber() || value.isBoolean();
    }

    private static double asNumber(JsonNode value) {
        return value.isBoolean() ? (value.booleanValue() ? 1 : 0) : value.doubleValue();
    }

    /** Equal up to a millionth of the expected value, or {@code atLeast}. */
    static boolean near(double expected, double actual, double atLeast) {
        return Math.abs(expected - actual) <= atLeast + 1e-6 * Math.abs(expected);
    }

    /** Whether a text is the expected one, placeholders in which stand for any characters. */
    static boolean fits(String expected, String actual) {
        if (expected.equals(actual)) {
            return true;
        }
        if (!expected.contains("${")) {
            return false;
        }
        String regex =
                PLACEHOLDER.splitAsStream(expected + "|").map(Pattern::quote).collect(Collectors.joining(".*"));
        return Pattern.compile(regex, Pattern.DOTALL).matcher(actual + "|").matches();
    }
}
