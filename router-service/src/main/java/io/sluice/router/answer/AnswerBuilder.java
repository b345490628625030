package io.sluice.router.answer;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.router.conversation.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts the steps of an answer together. Not thread-safe. */
public final class AnswerBuilder {

    private final TreeMap<Integer, ChoiceBuilder> choices = new TreeMap<>();
    private ChoiceBuilder current = choice(0);
    private final Map<String, JsonNode> asides = new LinkedHashMap<>(0);
    private @Nullable String id;
    private @Nullable String model;
    private AnswerEvent.@Nullable Usage usage;

    public void add(AnswerEvent event) {
        switch (event) {
            case AnswerEvent.Started started -> {
                id = started.id();
                model = started.model();
            }
            case AnswerEvent.Choice(int index) -> current = choice(index);
            case AnswerEvent.Usage counted -> usage = counted;
            case AnswerEvent.Failed ignored -> {}
            case AnswerEvent.Aside(String name, JsonNode value) -> asides.put(name, value);
            default -> current.add(event);
        }
    }

    private ChoiceBuilder choice(int index) {
        return choices.computeIfAbsent(index, ignored -> new ChoiceBuilder());
    }

    /** The finish reason of the first choice; null when none came. */
    public @Nullable String finishReason() {
        return choices.firstEntry().getValue().finishReason;
    }

    public AnswerEvent.@Nullable Usage usage() {
        return usage;
    }

    public Answer build() {
        return new Answer(
                id, model, choices.values().stream().map(ChoiceBuilder::build).toList(), usage, asides);
    }

    /** The parts of one choice; the last one of each kind grows. */
    private static final class ChoiceBuilder {

        private final List<Part> parts = new ArrayList<>(2);
        private final List<Integer> callAt = new ArrayList<>(1);
        private final List<Integer> callBlocks = new ArrayList<>(1);
        private final List<JsonNode> citations = new ArrayList<>(0);
        private final List<JsonNode> logprobs = new ArrayList<>(0);
        private final StringBuilder open = new StringBuilder();
        private @Nullable Kind kind;
        private @Nullable String finishReason;
        private @Nullable String stopSequence;

        private enum Kind {
            TEXT,
            THINKING,
            REFUSAL,
            ARGUMENTS
        }

        private void add(AnswerEvent event) {
            switch (event) {
                case AnswerEvent.TextStart ignored -> close();
                case AnswerEvent.Text(String text) -> grow(Kind.TEXT, text);
                case AnswerEvent.Thinking(String text) -> grow(Kind.THINKING, text);
                case AnswerEvent.Refusal(String text) -> grow(Kind.REFUSAL, text);
                case AnswerEvent.ThinkingSignature(String signature) -> sign(signature);
                case AnswerEvent.RedactedThinking(String data) -> put(new Part.RedactedThinking(data));
                case AnswerEvent.TextSignature(String signature) -> put(new Part.TextSignature(signature));
                case AnswerEvent.CallStart start -> {
                    close();
                    callAt.add(parts.size());
                    callBlocks.add(start.block());
                    parts.add(new Part.ToolCall(start.id(), start.name(), "", start.signature(), null));
                }
                case AnswerEvent.CallArguments(int call, String json) -> {
                    if (kind != Kind.ARGUMENTS || call != callAt.size() - 1) {
                        close();
                        kind = Kind.ARGUMENTS;
                    }
                    if (call == callAt.size() - 1) {
                        open.append(json);
                    } else if (call < callAt.size()) {
                        extend(callAt.get(call), json);
                    }
                }
                case AnswerEvent.Picture(var image) -> put(new Part.Image(image, null, null));
                case AnswerEvent.Foreign(String type, var json) -> put(new Part.Foreign(type, json));
                case AnswerEvent.Citation(JsonNode citation) -> citations.add(citation);
                case AnswerEvent.Logprobs(JsonNode content) -> content.forEach(logprobs::add);
                case AnswerEvent.Finish finish -> {
                    finishReason = finish.reason();
                    stopSequence = finish.stopSequence();
                }
                case AnswerEvent.Started ignored -> {}
                case AnswerEvent.Aside ignored -> {}
                case AnswerEvent.Choice ignored -> {}
                case AnswerEvent.Usage ignored -> {}
                case AnswerEvent.Failed ignored -> {}
            }
        }

        private void put(Part part) {
            close();
            parts.add(part);
        }

        private void grow(Kind wanted, String text) {
            if (kind != wanted) {
                close();
                kind = wanted;
            }
            open.append(text);
        }

        private void sign(String signature) {
            if (kind == Kind.THINKING) {
                String text = open.toString();
                open.setLength(0);
                kind = null;
                parts.add(new Part.Thinking(text, signature));
            } else {
                put(new Part.Thinking("", signature));
            }
        }

        private void extend(int at, String json) {
            if (parts.get(at) instanceof Part.ToolCall call) {
                parts.set(
                        at, new Part.ToolCall(call.id(), call.name(), call.arguments() + json, call.signature(), null));
            }
        }

        private void close() {
            Kind closing = kind;
            if (closing == null) {
                return;
            }
            String text = open.toString();
            open.setLength(0);
            kind = null;
            switch (closing) {
                case TEXT -> parts.add(Part.Text.of(text));
                case THINKING -> parts.add(new Part.Thinking(text, null));
                case REFUSAL -> parts.add(new Part.Refusal(text));
                case ARGUMENTS -> extend(callAt.getLast(), text);
            }
        }

        private Answer.Choice build() {
            close();
            return new Answer.Choice(
                    List.copyOf(parts),
                    List.copyOf(callBlocks),
                    List.copyOf(citations),
                    List.copyOf(logprobs),
                    finishReason == null ? "stop" : finishReason,
                    stopSequence);
        }
    }
}
