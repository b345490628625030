package io.sluice.router.wire.openai;

import io.sluice.router.catalog.EndpointSpec;
import io.sluice.router.deployment.Target;
import io.sluice.router.wire.RequestHeaders;
import java.util.Map;

/**
 * Where the chat requests of a deployment go.
 *
 * @param headers credentials included: never log
 */
public record ChatAddress(String uri, Map<String, String> headers) {

    /** How the address is made of a deployment's configuration. Asked once a deployment. */
    @FunctionalInterface
    public interface Rule {
        ChatAddress of(Target target);
    }

    /** OpenAI's: the base URL with the provider's path, the key in a header. */
    public static ChatAddress below(Target target) {
        return at(target, target.provider().paths().getOrDefault("chat", "/chat/completions"));
    }

    /** The same for an endpoint beside the chat, by its name in the catalog. */
    public static ChatAddress of(Target target, String endpoint) {
        EndpointSpec own = target.provider().profile().endpoints().get(endpoint);
        String path = own == null || own.path().isEmpty() ? '/' + endpoint : own.path();
        return at(target, rest(target.apiBase(), path));
    }

    /** What of a path a base URL does not say yet: users name hosts, versions or whole addresses, of whichever version. */
    private static String rest(String base, String path) {
        if (base.endsWith(path.substring(path.lastIndexOf('/')))) {
            return "";
        }
        for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
            if (base.endsWith(path.substring(0, end))) {
                return path.substring(end);
            }
        }
        return path;
    }

    private static ChatAddress at(Target target, String path) {
        Map<String, String> headers = RequestHeaders.json(target);
        target.params()
                .string("organization")
                .ifPresent(organization -> headers.put("openai-organization", organization));
        return new ChatAddress(target.apiBase() + path, headers);
    }
}
