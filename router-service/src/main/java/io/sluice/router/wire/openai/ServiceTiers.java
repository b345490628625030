package io.sluice.router.wire.openai;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * OpenAI's words for the tier that served a call: platform.openai.com/docs/api-reference/chat/object (seen 2026-11-26). Clients that check answers
 * against that list fail on another word, as Groq's {@code on_demand}; LiteLLM says {@code auto} for it, and so does Sluice, which keeps the
 * provider's own word beside it.
 */
final class ServiceTiers {

    private static final List<byte[]> OPENAIS =
            List.of(quoted("auto"), quoted("default"), quoted("flex"), quoted("scale"), quoted("priority"));

    private ServiceTiers() {}

    private static byte[] quoted(String tier) {
        return ('"' + tier + '"').getBytes(StandardCharsets.UTF_8);
    }

    /** Whether the JSON value is a text and none of OpenAI's. */
    static boolean isForeign(byte[] json, int from, int to) {
        if (json[from] != '"') {
            return false;
        }
        for (byte[] tier : OPENAIS) {
            if (Arrays.equals(json, from, to, tier, 0, tier.length)) {
                return false;
            }
        }
        return true;
    }

    /** What takes the value's place, and brings a member with it. */
    static byte[] told(byte[] json, int from, int to) {
        String own = new String(json, from, to - from, StandardCharsets.UTF_8);
        return ("\"auto\",\"provider_specific_fields\":{\"service_tier\":" + own + '}')
                .getBytes(StandardCharsets.UTF_8);
    }
}
