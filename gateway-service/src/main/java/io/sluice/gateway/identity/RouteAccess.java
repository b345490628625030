package io.sluice.gateway.identity;

import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.identity.VirtualKey;
import io.sluice.gateway.errors.Refusal;
import io.sluice.gateway.routes.Permission;
import io.sluice.gateway.routes.Route;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a caller may call a route ({@code litellm-behaviour.md} 1.3). */
final class RouteAccess {

    private RouteAccess() {}

    /** Null when it may. {@code path} is the one that came, for messages and for {@code allowed_routes}. */
    static @Nullable Refusal check(Caller caller, Route route, String path) {
        VirtualKey key = caller.virtualKey();
        if (key == null) {
            return null;
        }
        Permission permission = route.requiredPermission();
        List<String> allowed = key.allowedRoutes();
        if (!allowed.isEmpty() && !listed(allowed, permission, path)) {
            return KeyRefusals.routeNotAllowed(allowed, path);
        }
        return switch (permission) {
            case PUBLIC, LLM, INFO -> null;
            case MANAGEMENT, ADMIN -> KeyRefusals.adminOnly(path, caller);
        };
    }

    private static boolean listed(List<String> allowed, Permission permission, String path) {
        for (String entry : allowed) {
            boolean hit = entry.equals(path)
                    || entry.equals(permission.group())
                    || (entry.equals("openai_routes") && permission == Permission.LLM)
                    // models can be listed by whoever may call them
                    || (entry.equals("llm_api_routes") && path.endsWith("/models"))
                    || (entry.endsWith("/*") && path.startsWith(entry.substring(0, entry.length() - 1)));
            if (hit) {
                return true;
            }
        }
        return false;
    }
}
