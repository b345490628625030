package io.sluice.router.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When a price holds: all conditions that are set must be met.
 *
 * <p>As text, conditions stand beside each other: {@code priority >272000}, {@code quality=high size=1024x1024}, {@code search=low},
 * {@code off-peak}; the empty text is {@link #NONE}.
 *
 * @param tier service tier: {@code priority}, {@code flex}, {@code batch} ...; null: any
 * @param aboveInputTokens the call's input has more tokens than this, cached ones included; 0: any. The price then holds for the whole call
 * @param size of an image or video: {@code 1024x1024}, {@code 720p}, {@code 2K}, or {@code >512x512} for more pixels than that
 * @param quality of an image: {@code high}, {@code hd}, {@code 50-steps} ...
 * @param search how much context a search brings: {@code low}, {@code medium}, {@code high}
 * @param offPeak the call falls into the provider's cheap hours
 */
public record Conditions(
        @Nullable String tier,
        long aboveInputTokens,
        @Nullable String size,
        @Nullable String quality,
        @Nullable String search,
        boolean offPeak) {

    public static final Conditions NONE = new Conditions(null, 0, null, null, null, false);

    private static final String OFF_PEAK = "off-peak";

    public static Conditions tier(@Nullable String tier, long aboveInputTokens) {
        return tier == null && aboveInputTokens == 0
                ? NONE
                : new Conditions(tier, aboveInputTokens, null, null, null, false);
    }

    /** Reads what {@link #toString} writes. */
    public static Conditions parse(String text) {
        String tier = null;
        long above = 0;
        String size = null;
        String quality = null;
        String search = null;
        boolean offPeak = false;
        for (String word : text.split(" ", -1)) {
            if (word.startsWith(">")) {
                above = Long.parseLong(word.substring(1));
            } else if (word.startsWith("size=")) {
                size = word.substring("size=".length());
            } else if (word.startsWith("quality=")) {
                quality = word.substring("quality=".length());
            } else if (word.startsWith("search=")) {
                search = word.substring("search=".length());
            } else if (word.equals(OFF_PEAK)) {
                offPeak = true;
            } else if (!word.isEmpty()) {
                tier = word;
            }
        }
        return new Conditions(tier, above, size, quality, search, offPeak);
    }

    boolean hold(Terms terms, long inputTokens, boolean offPeakNow) {
        return (aboveInputTokens == 0 || inputTokens > aboveInputTokens)
                && (tier == null || tier.equals(terms.tier()))
                && (size == null || sizeHolds(size, terms.size()))
                && (quality == null || quality.equals(terms.quality()))
                && (search == null || search.equals(terms.search()))
                && (!offPeak || offPeakNow);
    }

    private static boolean sizeHolds(String wanted, @Nullable String given) {
        if (given == null) {
            return false;
        }
        return wanted.startsWith(">")
                ? pixels(given) > pixels(wanted.substring(1))
                : wanted.toLowerCase(Locale.ROOT).equals(given.toLowerCase(Locale.ROOT));
    }

    /** 0 for a size that is not said in pixels. */
    static long pixels(String size) {
        int by = size.indexOf('x');
        try {
            return by < 0 ? 0 : Long.parseLong(size.substring(0, by)) * Long.parseLong(size.substring(by + 1));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** The nearer to the call, the greater: a threshold counts more than a tier (LiteLLM's order), a tier more than nothing. */
    long specificity() {
        int others = 0;
        for (Object set : new Object[] {tier, size, quality, search, offPeak ? OFF_PEAK : null}) {
            others += set == null ? 0 : 1;
        }
        return aboveInputTokens * 8 + others;
    }

    @Override
    public String toString() {
        List<String> words = new ArrayList<>();
        words.add(Objects.requireNonNullElse(tier, ""));
        words.add(aboveInputTokens == 0 ? "" : ">" + aboveInputTokens);
        words.add(quality == null ? "" : "quality=" + quality);
        words.add(size == null ? "" : "size=" + size);
        words.add(search == null ? "" : "search=" + search);
        words.add(offPeak ? OFF_PEAK : "");
        words.removeIf(String::isEmpty);
        return String.join(" ", words);
    }
}
