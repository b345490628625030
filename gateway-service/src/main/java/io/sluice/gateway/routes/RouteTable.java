package io.sluice.gateway.routes;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All routes, looked up by the raw path as it came: nothing is normalised, so that a path which only looks like a route
 * ({@code //v1/models}, {@code /v1/models;x}, {@code /v1%2Fmodels}) is none. The permission that is checked belongs to the very object
 * that is served. Immutable.
 */
public final class RouteTable {

    private static final RouteMatch NOT_FOUND = new RouteMatch.NotFound();

    private final Map<String, List<RouteMatch.Found>> exact = new HashMap<>();
    private final List<Template> templates = new ArrayList<>();

    private record Template(String prefix, String suffix, Route route) {

        @Nullable
        String variable(String path) {
            boolean matches = path.length() > prefix.length() + suffix.length()
                    && path.startsWith(prefix)
                    && path.endsWith(suffix);
            return matches ? path.substring(prefix.length(), path.length() - suffix.length()) : null;
        }
    }

    /** Throws {@link IllegalStateException} for a route without a permission, or a billable one that anybody may call. */
    public RouteTable(List<Route> routes) {
        for (Route route : routes) {
            Permission permission = route.requiredPermission();
            if (route.limitClass() == LimitClass.BILLABLE && permission != Permission.LLM) {
                throw new IllegalStateException("a billable route needs a key: " + route);
            }
            int brace = route.path().indexOf('{');
            if (brace < 0) {
                exact.computeIfAbsent(route.path(), path -> new ArrayList<>(1)).add(new RouteMatch.Found(route, ""));
            } else {
                String suffix = route.path().substring(route.path().indexOf('}') + 1);
                templates.add(new Template(route.path().substring(0, brace), suffix, route));
            }
        }
    }

    public RouteMatch match(String method, String path) {
        List<RouteMatch.Found> here = exact.get(path);
        if (here != null) {
            for (RouteMatch.Found found : here) {
                if (found.route().method().equals(method)) {
                    return found;
                }
            }
        }
        return matchTemplate(method, path, here);
    }

    private RouteMatch matchTemplate(String method, String path, @Nullable List<RouteMatch.Found> sameRoute) {
        StringBuilder allow = new StringBuilder();
        if (sameRoute != null) {
            sameRoute.forEach(found -> allow(allow, found.route()));
        }
        for (Template template : templates) {
            String variable = template.variable(path);
            if (variable != null) {
                if (template.route.method().equals(method)) {
                    return found(template.route, variable);
                }
                allow(allow, template.route);
            }
        }
        return allow.isEmpty() ? NOT_FOUND : new RouteMatch.WrongMethod(allow.toString());
    }

    private static RouteMatch found(Route route, String variable) {
        if (variable.indexOf('%') < 0) {
            return new RouteMatch.Found(route, variable);
        }
        try {
            // a plus sign is a plus sign in a path
            String decoded = URLDecoder.decode(variable.replace("+", "%2B"), StandardCharsets.UTF_8);
            return new RouteMatch.Found(route, decoded);
        } catch (IllegalArgumentException malformed) {
            return NOT_FOUND;
        }
    }

    private static void allow(StringBuilder allow, Route route) {
        if (allow.indexOf(route.method()) < 0) {
            allow.append(allow.isEmpty() ? "" : ", ").append(route.method());
        }
    }
}
