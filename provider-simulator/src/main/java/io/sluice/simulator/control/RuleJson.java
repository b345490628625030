package io.sluice.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.simulator.faults.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Rules as JSON: {@code [{"match": {"path", "model", "key", "nth"}, "times": 2, "action": {"status": 500}}]}, with every
 * member but {@code action} optional.
 */
final class RuleJson {

    private static final Set<String> MEMBERS = Set.of("match", "times", "action");
    private static final Set<String> CRITERIA = Set.of("path", "model", "key", "nth");

    private RuleJson() {}

    /** @throws IllegalArgumentException for anything that is no list of rules */
    static List<Rule> read(JsonNode json) {
        if (!json.isArray()) {
            throw new IllegalArgumentException("rules are a JSON array");
        }
        List<Rule> rules = new ArrayList<>();
        for (JsonNode rule : json) {
            known(rule, MEMBERS);
            if (!rule.path("action").isObject()) {
                throw new IllegalArgumentException("a rule needs an action");
            }
            JsonNode match = rule.path("match");
            known(match, CRITERIA);
            Map<String, String> action = new HashMap<>();
            for (Map.Entry<String, JsonNode> member : rule.path("action").properties()) {
                JsonNode value = member.getValue();
                action.put(member.getKey(), value.isValueNode() ? value.asText() : value.toString());
            }
            rules.add(new Rule(
                    text(match, "path"),
                    text(match, "model"),
                    text(match, "key"),
                    numbers(match.path("nth")),
                    rule.path("times").asLong(0),
                    action));
        }
        return rules;
    }

    static JsonNode write(List<Rule> rules) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Rule rule : rules) {
            ObjectNode json = array.addObject();
            ObjectNode match = json.putObject("match");
            put(match, "path", rule.path());
            put(match, "model", rule.model());
            put(match, "key", rule.key());
            ArrayNode nth = match.putArray("nth");
            rule.nth().forEach(nth::add);
            json.put("times", rule.times());
            ObjectNode action = json.putObject("action");
            rule.action().forEach(action::put);
        }
        return array;
    }

    private static void known(JsonNode json, Set<String> names) {
        json.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                throw new IllegalArgumentException("a rule has no member " + name);
            }
        });
    }

    private static @Nullable String text(JsonNode json, String name) {
        return json.path(name).isTextual() ? json.path(name).textValue() : null;
    }

    private static Set<Long> numbers(JsonNode json) {
        Set<Long> numbers = new TreeSet<>();
        if (json.isNumber()) {
            numbers.add(json.longValue());
        }
        json.forEach(number -> numbers.add(number.asLong()));
        return numbers;
    }

    private static void put(ObjectNode json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
