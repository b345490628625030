package io.sluice.router.asked;

import io.sluice.contracts.routing.BodyScan;
import io.sluice.contracts.routing.RouteCodec;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.router.catalog.Bounds;
import io.sluice.router.catalog.Terms;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a client names in its request and a price depends on: the service tier; of images the size and the quality. */
public final class AskedTerms {

    /** Names of tiers, sizes and qualities are short; anything longer is none. */
    private static final int LONGEST = 32;

    /** Of a request that names none; the quality is that of DALL-E 3: platform.openai.com/docs/api-reference/images/create (seen 2026-11-26). */
    private static final String USUAL_SIZE = "1024x1024";

    /** The tier of prices for batches. */
    private static final String BATCH = "batch";

    private static final String USUAL_QUALITY = "standard";

    private static final Pattern SIZE = Pattern.compile("([0-9]{1,5})x([0-9]{1,5})");

    private AskedTerms() {}

    public static Terms of(RouteRequest request) {
        Terms terms = Terms.tier(
                request.headers().containsKey(RouteCodec.BATCH_RATES_HEADER) ? BATCH : member(request, "service_tier"));
        return request.protocol().makesImages()
                ? terms.withImages(size(request), or(member(request, "quality"), USUAL_QUALITY))
                : terms;
    }

    /** Pixels of an image that was asked for; never more than its bound reckons with. */
    public static long pixels(RouteRequest request) {
        Matcher size = SIZE.matcher(size(request));
        long pixels = size.matches() ? Long.parseLong(size.group(1)) * Long.parseLong(size.group(2)) : 1024L * 1024;
        return Math.min(pixels, Bounds.MOST_PIXELS);
    }

    private static String size(RouteRequest request) {
        return or(member(request, "size"), USUAL_SIZE);
    }

    private static String or(@Nullable String asked, String usual) {
        return asked == null || asked.equals("auto") ? usual : asked;
    }

    private static @Nullable String member(RouteRequest request, String name) {
        for (BodyScan.Member member : request.scan().topLevel()) {
            if (member.name().equals(name)) {
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
