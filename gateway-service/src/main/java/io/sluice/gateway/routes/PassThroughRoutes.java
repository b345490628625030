package io.sluice.gateway.routes;

import io.sluice.configuration.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Routes of {@code general_settings.pass_through_endpoints}: {@code path}, {@code include_subpath}, {@code methods}. All of them need a key, whatever
 * {@code auth} says.
 */
public final class PassThroughRoutes {

    private PassThroughRoutes() {}

    public static List<Route> of(Settings general) {
        List<Route> routes = new ArrayList<>();
        for (Object entry : general.list("pass_through_endpoints")) {
            if (entry instanceof Map<?, ?> map) {
                Settings endpoint = new Settings("pass_through_endpoints", Settings.stringKeys(map));
                List<String> said = endpoint.strings("methods");
                List<String> methods = said.isEmpty() ? GatewayRoutes.METHODS : said;
                endpoint.string("path").filter(path -> path.startsWith("/")).ifPresent(path -> {
                    routes.addAll(GatewayRoutes.passed(path, methods));
                    if (endpoint.flag("include_subpath", false)) {
                        routes.addAll(GatewayRoutes.passed(path + "/{path}", methods));
                    }
                });
            }
        }
        return routes;
    }
}
