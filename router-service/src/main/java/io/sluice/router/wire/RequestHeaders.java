package io.sluice.router.wire;

import io.sluice.router.credentials.KeyHeader;
import io.sluice.router.deployment.Target;
import java.util.HashMap;
import java.util.Map;

/** The headers that each request of a deployment has. */
public final class RequestHeaders {

    private RequestHeaders() {}

    /** For a JSON body: the provider's own headers, the key, and what {@code litellm_params.extra_headers} adds. The map is the caller's. */
    public static Map<String, String> json(Target target) {
        Map<String, String> headers = new HashMap<>(target.provider().extraHeaders());
        headers.put("content-type", "application/json");
        KeyHeader.add(headers, target);
        target.params()
                .section("extra_headers")
                .values()
                .forEach((name, value) -> headers.put(name, String.valueOf(value)));
        return headers;
    }
}
