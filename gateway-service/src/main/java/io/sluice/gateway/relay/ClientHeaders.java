package io.sluice.gateway.relay;

import io.sluice.contracts.routing.RouteRequest;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client's headers say to the engine and about the call. Only names on the list leave the gateway: never a key, never a
 * {@code sluice-*} header.
 *
 * @param forEngine lower-case names
 * @param deadlineMillis from {@code x-litellm-timeout}, -1 when not given
 */
public record ClientHeaders(
        Map<String, String> forEngine,
        long deadlineMillis,
        @Nullable String endUser,
        List<String> tags) {

    private static final ClientHeaders NONE = new ClientHeaders(Map.of(), -1, null, List.of());
    private static final long LONGEST_MILLIS = 24 * 3_600_000L;

    /**
     * @param userHeader {@code general_settings.user_header_name}
     */
    static ClientHeaders read(MultiMap headers, @Nullable String userHeader) {
        Map<String, String> kept = null;
        String user = userHeader == null ? null : headers.get(userHeader);
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey();
            if (isForEngine(name)) {
                kept = kept == null ? new HashMap<>() : kept;
                kept.put(name.toLowerCase(Locale.ROOT), header.getValue());
            }
        }
        if (kept == null) {
            return user == null ? NONE : new ClientHeaders(Map.of(), -1, user, List.of());
        }
        String named = kept.getOrDefault("x-litellm-customer-id", kept.get("x-litellm-end-user-id"));
        return new ClientHeaders(
                kept,
                millis(kept.get("x-litellm-timeout")),
                named != null ? named : user,
                tags(kept.get("x-litellm-tags")));
    }

    /** What the engine may read of a request's headers, with path and query, from which a key is taken out. */
    public static Map<String, String> withPathOf(HttpServerRequest request) {
        return read(request.headers(), null).withPath(request);
    }

    /** {@link #forEngine} with path and query, from which a key is taken out. */
    Map<String, String> withPath(HttpServerRequest request) {
        Map<String, String> all = new HashMap<>(forEngine);
        all.put(RouteRequest.PATH, KeyInQuery.without(request.uri()));
        return all;
    }

    /** {@link #forEngine} with the kinds of answer that the client takes. */
    Map<String, String> withAccept(HttpServerRequest request) {
        String accepted = request.getHeader(HttpHeaders.ACCEPT);
        if (accepted == null) {
            return forEngine;
        }
        Map<String, String> all = new HashMap<>(forEngine);
        all.put("accept", accepted);
        return all;
    }

    private static boolean isForEngine(String name) {
        return switch (name.charAt(0) | 0x20) {
            case 'x' -> has(name, "x-litellm-") && !name.equalsIgnoreCase("x-litellm-api-key");
            case 'a' -> has(name, "anthropic-");
            case 'o' -> has(name, "openai-");
            case 'u' -> name.equalsIgnoreCase("user-agent");
            default -> false;
        };
    }

    private static boolean has(String name, String prefix) {
        return name.regionMatches(true, 0, prefix, 0, prefix.length());
    }

    private static long millis(@Nullable String seconds) {
        if (seconds == null) {
            return -1;
        }
        try {
            double value = Double.parseDouble(seconds);
            return value > 0 ? Math.min(LONGEST_MILLIS, Math.max(1, Math.round(value * 1_000))) : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static List<String> tags(@Nullable String list) {
        if (list == null) {
            return List.of();
        }
        List<String> tags = new ArrayList<>();
        for (String tag : list.split(",", -1)) {
            if (!tag.isBlank()) {
                tags.add(tag.strip());
            }
        }
        return tags;
    }
}
