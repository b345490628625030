package io.sluice.gateway.identity;

import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the key of a request. The first header that is there wins, in LiteLLM's order ({@code litellm-behaviour.md} 4.1). */
final class KeyHeaders {

    private static final CharSequence AUTHORIZATION = AsciiString.cached("authorization");
    private static final CharSequence LITELLM = AsciiString.cached("x-litellm-api-key");
    private static final List<CharSequence> BARE = List.of(
            AsciiString.cached("api-key"),
            AsciiString.cached("x-api-key"),
            AsciiString.cached("x-goog-api-key"),
            AsciiString.cached("ocp-apim-subscription-key"));

    private static final Presented NOTHING = new Presented.Nothing();
    private static final Presented MALFORMED = new Presented.Malformed();

    private final @Nullable String custom;

    /**
     * @param custom {@code general_settings.litellm_key_header_name}
     */
    KeyHeaders(Optional<String> custom) {
        this.custom = custom.orElse(null);
    }

    Presented find(MultiMap headers) {
        String own = custom == null ? null : headers.get(custom);
        if (own != null) {
            return key(withoutScheme(own));
        }
        String litellm = headers.get(LITELLM);
        if (litellm != null) {
            return key(withoutScheme(litellm));
        }
        String authorization = headers.get(AUTHORIZATION);
        if (authorization != null) {
            String key = withoutScheme(authorization);
            // the same text: there was no scheme
            return key.length() == authorization.length() ? MALFORMED : key(key);
        }
        for (int i = 0; i < BARE.size(); i++) {
            String bare = headers.get(BARE.get(i));
            if (bare != null) {
                return key(bare.strip());
            }
        }
        return NOTHING;
    }

    private static Presented key(String value) {
        return value.isEmpty() ? MALFORMED : new Presented.Key(value);
    }

    private static String withoutScheme(String value) {
        if (value.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return value.substring(7).strip();
        }
        if (value.regionMatches(true, 0, "Basic ", 0, 6)) {
            return value.substring(6).strip();
        }
        // Netty cuts white space at the end of a value: "Bearer " arrives as "Bearer"
        return value.equalsIgnoreCase("Bearer") ? "" : value;
    }
}
