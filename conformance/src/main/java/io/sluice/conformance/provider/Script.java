package io.sluice.conformance.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What each slot has to answer and what it was asked. Safe for many threads. */
final class Script {
    private static final Pattern KEY = Pattern.compile("key-([A-Za-z0-9_.-]+)");

    private static final class Slot {
        final List<JsonNode> answers;
        final List<ObjectNode> captured = new ArrayList<>();
        int next;

        Slot(List<JsonNode> answers) {
            this.answers = answers;
        }
    }

    private final Map<String, Slot> slots = new HashMap<>();

    synchronized void set(String slot, List<JsonNode> answers) {
        slots.put(slot, new Slot(answers));
    }

    /** Ends a slot and gives what it was asked. */
    synchronized List<ObjectNode> take(String slot) {
        Slot ended = slots.remove(slot);
        return ended == null ? List.of() : ended.captured;
    }

    /** The slot of a request: by its path, otherwise by the provider key that it carries. */
    synchronized Optional<String> slotOf(ReceivedRequest request) {
        if (request.slot().isPresent()) {
            return request.slot().filter(slots::containsKey);
        }
        String secrets = String.join(
                " ",
                request.header("authorization"),
                request.header("x-api-key"),
                request.header("api-key"),
                request.header("x-goog-api-key") + request.query());
        Optional<String> found = Optional.empty();
        for (Matcher m = KEY.matcher(secrets); m.find(); ) {
            if (slots.containsKey(m.group(1))) {
                found = Optional.of(m.group(1));
            }
        }
        return found;
    }

    /**
     * Keeps a request and gives its answer: the first one whose {@code path} the request's path contains, else the next of those without a path, the
     * last of which repeats. Empty when the slot ended in between.
     */
    synchronized Optional<JsonNode> answer(String name, ReceivedRequest request) {
        Slot slot = slots.get(name);
        if (slot == null || slot.answers.isEmpty()) {
            return Optional.empty();
        }
        slot.captured.add(Capture.of(name, request));
        for (JsonNode answer : slot.answers) {
            String path = answer.path("path").asText("");
            if (!path.isEmpty() && request.pathInSlot().contains(path)) {
                return Optional.of(answer);
            }
        }
        List<JsonNode> anywhere = slot.answers.stream()
                .filter(a -> a.path("path").asText("").isEmpty())
                .toList();
        List<JsonNode> turn = anywhere.isEmpty() ? slot.answers : anywhere;
        return Optional.of(turn.get(Math.min(slot.next++, turn.size() - 1)));
    }
}
