package io.sluice.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.conformance.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Ways in which a gateway can differ from what a case expects. Each changes a copy of {@code expect}, or leaves it as it is where it does not apply. */
enum Mutation {
    NONE,
    STATUS,
    NO_UPSTREAM,
    REPEATED_UPSTREAM,
    WRONG_AUTH,
    EXTRA_AUTH,
    UPSTREAM_PATH,
    UPSTREAM_DROP,
    UPSTREAM_ADD,
    UPSTREAM_NOTHINGS,
    UPSTREAM_TEXT,
    UPSTREAM_FALSE,
    UPSTREAM_PART,
    DROP_TOOL_CALLS,
    ARGUMENTS,
    ARGUMENTS_SPACED,
    USAGE,
    USAGE_GONE,
    USAGE_EXTRA,
    SWAP_EVENTS,
    DROP_EVENT,
    REPEAT_EVENT,
    CONTENT_AFTER_FINISH,
    FINISH_TWICE,
    NO_DONE,
    AFTER_DONE,
    GARBAGE_EVENT,
    REFUSAL,
    HARMLESS,
    INDEX,
    NO_ROLE,
    MODEL,
    ID,
    CREATED,
    NULLS,
    ERROR_TYPE,
    ERROR_CODE_NUMBER,
    ERROR_MESSAGE,
    ERROR_PARAM,
    CONTENT_TYPE,
    CUT,
    HEADER,
    NOT_JSON,
    FLOAT;

    ObjectNode applied(ObjectNode expect, Random random) {
        ObjectNode changed = expect.deepCopy();
        ObjectNode response = (ObjectNode) changed.get("response");
        ArrayNode upstream = (ArrayNode) changed.get("upstream_requests");
        switch (this) {
            case NONE -> {}
            case STATUS -> response.put("status", response.path("status").asInt() == 200 ? 203 : 500);
            case NO_UPSTREAM -> upstream.removeAll();
            case REPEATED_UPSTREAM,
                    WRONG_AUTH,
                    EXTRA_AUTH,
                    UPSTREAM_PATH,
                    UPSTREAM_DROP,
                    UPSTREAM_ADD,
                    UPSTREAM_NOTHINGS,
                    UPSTREAM_TEXT,
                    UPSTREAM_FALSE,
                    UPSTREAM_PART -> {
                if (!upstream.isEmpty()) {
                    upstream((ObjectNode) upstream.get(upstream.size() - 1), random);
                }
            }
            case CONTENT_TYPE -> header(response, "content-type", "application/problem+json");
            case HEADER -> header(response, "x-litellm-model-id", "other");
            case CUT -> response.put("cut", true);
            case NOT_JSON -> {
                response.remove("json");
                response.remove("events");
                response.put("text", "oops");
            }
            default -> body(response, random);
        }
        return changed;
    }

    private static void header(ObjectNode response, String name, String value) {
        response.withObjectProperty("headers").put(name, value);
    }

    private void upstream(ObjectNode request, Random random) {
        ObjectNode headers = (ObjectNode) request.get("headers");
        JsonNode body = request.path("body");
        switch (this) {
            case REPEATED_UPSTREAM -> request.put("times", request.path("times").asInt(1) + 1);
            case WRONG_AUTH -> headers.put(headers.has("x-api-key") ? "x-api-key" : "authorization", "Bearer other");
            case EXTRA_AUTH -> headers.put("api-key", "leaked");
            case UPSTREAM_PATH -> request.put("path", request.path("path").asText() + "/");
            case UPSTREAM_DROP ->
                onObjects(body, o -> !o.isEmpty(), random, o -> {
                    List<String> names = new ArrayList<>();
                    o.fieldNames().forEachRemaining(names::add);
                    o.remove(names.get(random.nextInt(names.size())));
                });
            case UPSTREAM_ADD -> onObjects(body, o -> true, random, o -> o.put("invented", "x"));
            case UPSTREAM_NOTHINGS ->
                onObjects(body, o -> true, random, o -> {
                    o.putNull("nothing");
                    o.putObject("none");
                    o.putArray("empty");
                    o.putObject("stream_options").put("include_usage", true);
                });
            case UPSTREAM_FALSE ->
                onObjects(body, o -> true, random, o -> o.put("stream", false).put("strict", false));
            case UPSTREAM_TEXT -> onTexts(body, random);
            case UPSTREAM_PART ->
                onObjects(body, o -> o.path("content").isTextual(), random, o -> {
                    String text = o.path("content").asText();
                    o.putArray("content").addObject().put("type", "text").put("text", text);
                });
            default -> throw new AssertionError(this);
        }
    }

    private void body(ObjectNode response, Random random) {
        JsonNode events = response.path("events");
        JsonNode tree = response.has("json") ? response.get("json") : events;
        switch (this) {
            case DROP_TOOL_CALLS -> onObjects(tree, o -> o.has("tool_calls"), random, o -> o.remove("tool_calls"));
            case ARGUMENTS ->
                onObjects(
                        tree,
                        o -> o.has("arguments"),
                        random,
                        o -> o.put("arguments", o.path("arguments").asText() + "}"));
            case ARGUMENTS_SPACED ->
                onObjects(
                        tree,
                        o -> o.has("arguments"),
                        random,
                        o -> o.put("arguments", " " + o.path("arguments").asText()));
            case USAGE ->
                onObjects(
                        tree,
                        o -> o.has("completion_tokens"),
                        random,
                        o -> o.put(
                                "completion_tokens", o.path("completion_tokens").asInt() + 1));
            case USAGE_GONE -> onObjects(tree, o -> o.has("usage"), random, o -> o.remove("usage"));
            case USAGE_EXTRA ->
                onObjects(
                        tree,
                        o -> o.has("usage"),
                        random,
                        o -> o.withObjectProperty("usage").put("invented_tokens", random.nextInt(2)));
            case REFUSAL -> onObjects(tree, o -> o.has("role"), random, o -> o.put("refusal", "no"));
            case HARMLESS -> onObjects(tree, o -> true, random, o -> o.put("x_gateway", "sluice"));
            case INDEX -> onObjects(tree, o -> true, random, o -> o.put("index", 7));
            case NO_ROLE -> onObjects(tree, o -> o.has("role"), random, o -> o.remove("role"));
            case MODEL -> onObjects(tree, o -> o.has("model"), random, o -> o.put("model", "other"));
            case ID -> onObjects(tree, o -> o.has("id"), random, o -> o.put("id", "chatcmpl-abcdefgh12345678"));
            case CREATED -> onObjects(tree, o -> o.has("created"), random, o -> o.put("created", 1));
            case NULLS ->
                onObjects(tree, o -> !o.has("tool_calls") && !o.has("text"), random, o -> o.putNull("tool_calls"));
            case ERROR_TYPE ->
                onObjects(tree, o -> o.has("message") && o.has("type"), random, o -> o.put("type", "other"));
            case ERROR_CODE_NUMBER ->
                onObjects(
                        tree,
                        o -> o.has("code"),
                        random,
                        o -> o.put("code", o.path("code").asInt()));
            case ERROR_MESSAGE ->
                onObjects(tree, o -> o.has("message") && o.has("type"), random, o -> o.put("message", "bad"));
            case ERROR_PARAM -> onObjects(tree, o -> o.has("param"), random, o -> o.put("param", "None"));
            case FLOAT ->
                onObjects(
                        tree,
                        o -> o.path("completion_tokens").asInt() > 0,
                        random,
                        o -> o.put(
                                "completion_tokens", o.path("completion_tokens").asInt() + 0.0000001));
            default -> {
                if (events instanceof ArrayNode list && list.size() > 2) {
                    stream(list, random);
                }
            }
        }
    }

    private void stream(ArrayNode events, Random random) {
        int at = random.nextInt(events.size() - 1);
        JsonNode last = events.get(events.size() - 1);
        switch (this) {
            case SWAP_EVENTS -> events.insert(at, events.remove(at + 1));
            case DROP_EVENT -> events.remove(at);
            case REPEAT_EVENT -> events.insert(at, events.get(at).deepCopy());
            case GARBAGE_EVENT -> events.insert(at, "garbage");
            case NO_DONE -> {
                if (last.isTextual()) {
                    events.remove(events.size() - 1);
                }
            }
            case AFTER_DONE -> events.add(events.get(0).deepCopy());
            case CONTENT_AFTER_FINISH, FINISH_TWICE -> {
                ObjectNode choice = Json.object().put("index", 0);
                if (this == FINISH_TWICE) {
                    choice.put("finish_reason", "stop").putObject("delta");
                } else {
                    choice.putObject("delta").put("content", "late");
                }
                ObjectNode chunk = Json.object();
                chunk.putArray("choices").add(choice);
                events.insert(events.size() - 1, chunk);
            }
            default -> throw new AssertionError(this);
        }
    }

    private static void onTexts(JsonNode tree, Random random) {
        onObjects(tree, o -> o.properties().stream().anyMatch(m -> m.getValue().isTextual()), random, o -> {
            String name = o.properties().stream()
                    .filter(m -> m.getValue().isTextual())
                    .findFirst()
                    .orElseThrow()
                    .getKey();
            o.put(name, o.path(name).asText() + "~");
        });
    }

    /** Changes one of the objects in a tree that fit. */
    private static void onObjects(
            JsonNode tree, Predicate<ObjectNode> fits, Random random, Consumer<ObjectNode> change) {
        List<ObjectNode> found = new ArrayList<>();
        collect(tree, found);
        found.removeIf(fits.negate());
        if (!found.isEmpty()) {
            change.accept(found.get(random.nextInt(found.size())));
        }
    }

    private static void collect(JsonNode tree, List<ObjectNode> found) {
        if (tree instanceof ObjectNode object) {
            found.add(object);
        }
        tree.forEach(child -> collect(child, found));
    }
}
