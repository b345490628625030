package io.sluice.simulator.answer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.simulator.faults.Directives;
import io.sluice.simulator.faults.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers prompts. The same prompt, seed and shape give the same answer; a prompt with {@code repeat: X} gives X (up to
 * the end of its line).
 */
public final class Model {

    private static final String REPEAT = "repeat:";
    private static final int THOUGHT_TOKENS = 6;
    private static final int SHORTEST = 8;
    private static final int SPREAD = 17;

    private Model() {}

    /** The answer number {@code choice} (from 0) to a prompt. */
    public static Answer answer(Prompt prompt, Shape shape, int choice) {
        String said = Directives.strip(prompt.lastUser());
        long hash = Words.hash(said) + choice * 31L + prompt.seed();
        int thought = shape.reasoning() > 0 ? shape.reasoning() : prompt.thinks() ? THOUGHT_TOKENS : 0;
        String reasoning = prompt.thinks() ? Words.text(hash + 1, thought) : "";
        Tool tool = called(prompt.tools(), shape.tool());
        if (tool != null) {
            String arguments = shape.arguments() != null
                    ? shape.arguments()
                    : Sample.of(tool.schema(), hash).toString();
            return new Answer("", reasoning, tool, arguments, null, false, thought, thought + TokenCount.of(arguments));
        }
        String full = text(prompt, shape, said, hash);
        String stop = firstStop(full, prompt.stops());
        String text = stop == null ? full : full.substring(0, full.indexOf(stop));
        boolean cut = false;
        if (prompt.maxTokens() >= 0 && TokenCount.of(text) > Math.max(0, prompt.maxTokens() - thought)) {
            thought = Math.min(thought, prompt.maxTokens());
            text = TokenCount.cut(text, prompt.maxTokens() - thought);
            cut = true;
        }
        return new Answer(text, reasoning, null, "", cut ? null : stop, cut, thought, thought + TokenCount.of(text));
    }

    /** The tool of that name, or none when it is not offered; the first one when none is named. */
    private static @Nullable Tool called(List<Tool> offered, @Nullable String name) {
        for (Tool tool : offered) {
            if (name == null || name.equals(tool.name())) {
                return tool;
            }
        }
        return null;
    }

    /** X when a prompt says {@code repeat: X}, else null. */
    static @Nullable String repeated(String prompt) {
        int repeat = prompt.indexOf(REPEAT);
        if (repeat < 0) {
            return null;
        }
        int end = prompt.indexOf('\n', repeat);
        return prompt.substring(repeat + REPEAT.length(), end < 0 ? prompt.length() : end)
                .strip();
    }

    private static String text(Prompt prompt, Shape shape, String said, long hash) {
        return switch (prompt.format()) {
            case Format.Schema(var schema) -> Sample.of(schema, hash).toString();
            case Format.AnyJson() ->
                JsonNodeFactory.instance
                        .objectNode()
                        .put("answer", plain(shape, said, hash))
                        .toString();
            case Format.Text() -> plain(shape, said, hash);
        };
    }

    private static String plain(Shape shape, String said, long hash) {
        if (shape.text() != null) {
            return shape.text();
        }
        String repeated = repeated(said);
        if (repeated != null) {
            return repeated;
        }
        int tokens = shape.tokens() >= 0 ? shape.tokens() : SHORTEST + (int) Math.floorMod(hash, (long) SPREAD);
        return Words.text(hash, tokens);
    }

    private static @Nullable String firstStop(String text, List<String> stops) {
        String first = null;
        int at = Integer.MAX_VALUE;
        for (String stop : stops) {
            int found = stop.isEmpty() ? -1 : text.indexOf(stop);
            if (found >= 0 && found < at) {
                first = stop;
                at = found;
            }
        }
        return first;
    }
}
