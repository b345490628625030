package io.sluice.simulator.faults;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one call is answered. Immutable.
 *
 * @param tokens output tokens of the text, or -1 for as many as the request's hash says
 * @param chunkTokens tokens a streamed chunk
 * @param chunkMillis pause between two chunks
 * @param firstToken wait before the first byte of the answer
 * @param status 200, or the error status that is sent instead of an answer
 * @param body body of the error instead of the protocol's own
 * @param retryAfter value of the {@code retry-after} header
 * @param at byte or chunk at which the fault strikes, -1 for the fault's own default
 * @param intervalMillis pause between the bytes of {@link Fault#SLOW_LORIS}
 * @param cached prompt tokens reported as read from a cache
 * @param cacheWrite prompt tokens reported as written to a cache (Anthropic)
 * @param reasoning output tokens spent on reasoning, on top of the text's
 * @param tool name of the tool that is called when it is offered; none is when it is not
 * @param arguments JSON text of the arguments of a called tool
 * @param text the text of an answer that is neither a call nor JSON
 */
public record Shape(
        int tokens,
        int chunkTokens,
        long chunkMillis,
        Latency firstToken,
        int status,
        @Nullable String body,
        @Nullable String retryAfter,
        Fault fault,
        long at,
        long intervalMillis,
        UsageLie usage,
        int cached,
        int cacheWrite,
        int reasoning,
        @Nullable String tool,
        @Nullable String arguments,
        @Nullable String text) {

    /** Nothing special: at once, one token a chunk. */
    public static final Shape PLAIN = of(Map.of());

    private static final int OK = 200;

    /** Whether the call is refused instead of answered. */
    public boolean refuses() {
        return status != OK;
    }

    /** {@link #at}, or {@code fallback} when the directives did not say. */
    public long at(long fallback) {
        return at < 0 ? fallback : at;
    }

    /** Name of what is wrong with this answer, or null when nothing is. */
    public @Nullable String faultName() {
        if (refuses()) {
            return "status-" + status;
        }
        if (fault != Fault.NONE) {
            return fault.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
        return usage == UsageLie.NONE ? null : "usage-" + usage.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads directives.
     *
     * @throws IllegalArgumentException for an unknown directive or a value that it cannot have
     */
    public static Shape of(Map<String, String> directives) {
        Directives.check(directives);
        Values values = new Values(directives);
        return new Shape(
                values.number("tokens", -1),
                Math.max(1, values.number("chunk", 1)),
                values.number("chunk-ms", 0),
                Latency.parse(
                        directives.getOrDefault("latency", directives.getOrDefault("first-ms", "0")),
                        values.number("seed", 0)),
                values.number("status", OK),
                directives.get("body"),
                directives.get("retry-after"),
                values.constant("fault", Fault.class, Fault.NONE),
                values.number("at", -1),
                values.number("interval-ms", 100),
                values.constant("usage", UsageLie.class, UsageLie.NONE),
                values.number("cached", 0),
                values.number("cache-write", 0),
                values.number("reasoning", 0),
                directives.get("tool"),
                directives.get("arguments"),
                directives.get("text"));
    }

    private record Values(Map<String, String> directives) {

        int number(String name, int fallback) {
            String text = directives.get(name);
            try {
                return text == null ? fallback : Integer.parseInt(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("simulator directive " + name + " is no number: " + text, e);
            }
        }

        <E extends Enum<E>> E constant(String name, Class<E> type, E fallback) {
            String text = directives.get(name);
            if (text == null) {
                return fallback;
            }
            try {
                return Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace('-', '_'));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("simulator directive " + name + " has no value " + text, e);
            }
        }
    }
}
