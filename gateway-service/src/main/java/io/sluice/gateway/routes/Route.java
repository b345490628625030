package io.sluice.gateway.routes;

import org.jspecify.annotations.Nullable;

/**
 * One line of the route table.
 *
 * @param method HTTP method in capitals
 * @param path exact path, or a template with one variable in braces, which matches one or more segments
 * @param permission null is refused by {@link RouteTable}: nothing is reachable by forgetting
 */
public record Route(
        String method, String path, @Nullable Permission permission, LimitClass limitClass, Answerer answerer) {

    /** The permission, which the table has checked to exist. */
    public Permission requiredPermission() {
        Permission declared = permission;
        if (declared == null) {
            throw new IllegalStateException("route without a permission: " + method + ' ' + path);
        }
        return declared;
    }
}
