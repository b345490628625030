package io.sluice.simulator.exchange;

import java.util.Optional;

/**
 * A method and the end of a path, such as {@code POST /batches/{id}/cancel}: at most one segment is open. {@code {id+}} at
 * the end takes the rest of the path, slashes included.
 */
public final class Route {

    private final String method;
    private final String before;
    private final String after;
    private final boolean open;
    private final boolean rest;

    private Route(String method, String before, String after, boolean open, boolean rest) {
        this.method = method;
        this.before = before;
        this.after = after;
        this.open = open;
        this.rest = rest;
    }

    /** Reads a route. */
    public static Route of(String text) {
        int space = text.indexOf(' ');
        String path = text.substring(space + 1);
        int from = path.indexOf('{');
        if (from < 0) {
            return new Route(text.substring(0, space), path, "", false, false);
        }
        int to = path.indexOf('}');
        return new Route(
                text.substring(0, space),
                path.substring(0, from),
                path.substring(to + 1),
                true,
                path.charAt(to - 1) == '+');
    }

    /** What stands in the open segment (empty when the route has none), or nothing when the call goes elsewhere. */
    public Optional<String> match(Call call) {
        String path = call.path();
        if (!method.equals(call.method()) || !path.endsWith(open ? after : before)) {
            return Optional.empty();
        }
        if (!open) {
            return Optional.of("");
        }
        int end = path.length() - after.length();
        int start = rest ? path.indexOf(before) : path.lastIndexOf(before, end - 1);
        if (start < 0 || start + before.length() >= end) {
            return Optional.empty();
        }
        String segment = path.substring(start + before.length(), end);
        return !rest && segment.indexOf('/') >= 0 ? Optional.empty() : Optional.of(Call.decoded(segment));
    }
}
