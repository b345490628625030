package io.sluice.router.engine;

import io.sluice.contracts.routing.BodyScan;
import io.sluice.contracts.routing.RouteRequest;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The {@code service_tier} that a client names in its request. */
final class AskedTier {

    /** Names of tiers are short; anything longer is none. */
    private static final int LONGEST = 32;

    private AskedTier() {}

    /** Null when it names none. */
    static @Nullable String of(RouteRequest request) {
        for (BodyScan.Member member : request.scan().topLevel()) {
            if (member.name().equals("service_tier")) {
                return text(request, member.value().start() + 1, member.value().end() - 1);
            }
        }
        return null;
    }

    private static @Nullable String text(RouteRequest request, int from, int to) {
        if (to <= from || to - from > LONGEST) {
            return null;
        }
        byte[] bytes = new byte[to - from];
        request.body().get(request.body().position() + from, bytes);
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '-') ? text : null;
    }
}
