package io.sluice.router.catalog;

import static java.util.Map.entry;

import io.sluice.contracts.money.PriceMeter;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Meters as price files write them, short and in the order of the enum. */
final class MeterNames {

    private static final Map<PriceMeter, String> NAMES = new EnumMap<>(Map.ofEntries(
            entry(PriceMeter.INPUT_TOKEN, "input"),
            entry(PriceMeter.CACHED_INPUT_TOKEN, "cached"),
            entry(PriceMeter.CACHED_AUDIO_TOKEN, "cached_audio"),
            entry(PriceMeter.CACHED_IMAGE_TOKEN, "cached_image"),
            entry(PriceMeter.CACHE_WRITE_5M_TOKEN, "write_5m"),
            entry(PriceMeter.CACHE_WRITE_1H_TOKEN, "write_1h"),
            entry(PriceMeter.CACHE_WRITE_12H_TOKEN, "write_12h"),
            entry(PriceMeter.CACHE_WRITE_AUDIO_TOKEN, "write_audio"),
            entry(PriceMeter.INPUT_AUDIO_TOKEN, "input_audio"),
            entry(PriceMeter.INPUT_IMAGE_TOKEN, "input_image"),
            entry(PriceMeter.INPUT_VIDEO_TOKEN, "input_video"),
            entry(PriceMeter.OUTPUT_TOKEN, "output"),
            entry(PriceMeter.REASONING_TOKEN, "reasoning"),
            entry(PriceMeter.OUTPUT_AUDIO_TOKEN, "output_audio"),
            entry(PriceMeter.OUTPUT_IMAGE_TOKEN, "output_image"),
            entry(PriceMeter.OUTPUT_VIDEO_TOKEN, "output_video"),
            entry(PriceMeter.INPUT_CHARACTER, "input_characters"),
            entry(PriceMeter.OUTPUT_CHARACTER, "output_characters"),
            entry(PriceMeter.INPUT_IMAGE, "input_images"),
            entry(PriceMeter.INPUT_MICROSECOND, "input_seconds"),
            entry(PriceMeter.INPUT_VIDEO_MICROSECOND, "input_video_seconds"),
            entry(PriceMeter.TEXT_MESSAGE, "text_messages"),
            entry(PriceMeter.OUTPUT_IMAGE, "images"),
            entry(PriceMeter.OUTPUT_PIXEL, "pixels"),
            entry(PriceMeter.OUTPUT_MICROSECOND, "output_seconds"),
            entry(PriceMeter.COMPUTE_MICROSECOND, "compute_seconds"),
            entry(PriceMeter.PAGE, "pages"),
            entry(PriceMeter.ANNOTATED_PAGE, "annotated_pages"),
            entry(PriceMeter.CREDIT, "credits"),
            entry(PriceMeter.SEARCH_QUERY, "queries"),
            entry(PriceMeter.CITATION_TOKEN, "citations"),
            entry(PriceMeter.WEB_SEARCH, "web_searches"),
            entry(PriceMeter.MAPS_QUERY, "maps_queries"),
            entry(PriceMeter.FILE_SEARCH, "file_searches"),
            entry(PriceMeter.CODE_SESSION, "code_sessions"),
            entry(PriceMeter.REQUEST, "requests"),
            entry(PriceMeter.SAID, "said")));

    private static final Map<String, PriceMeter> METERS = new HashMap<>();

    static {
        NAMES.forEach((meter, name) -> METERS.put(name, meter));
    }

    /** Meters that are priced by the single unit; all others by the million, which makes tokens readable and microseconds seconds. */
    private static final Set<PriceMeter> SINGLE = Set.of(
            PriceMeter.INPUT_IMAGE,
            PriceMeter.TEXT_MESSAGE,
            PriceMeter.OUTPUT_IMAGE,
            PriceMeter.PAGE,
            PriceMeter.ANNOTATED_PAGE,
            PriceMeter.CREDIT,
            PriceMeter.SEARCH_QUERY,
            PriceMeter.WEB_SEARCH,
            PriceMeter.MAPS_QUERY,
            PriceMeter.FILE_SEARCH,
            PriceMeter.CODE_SESSION,
            PriceMeter.REQUEST,
            PriceMeter.SAID);

    private MeterNames() {}

    static String name(PriceMeter meter) {
        return NAMES.getOrDefault(meter, meter.name());
    }

    static Optional<PriceMeter> meter(String name) {
        return Optional.ofNullable(METERS.get(name));
    }

    /** Powers of ten between the price of a unit and the price that files write. */
    static int scale(PriceMeter meter) {
        return SINGLE.contains(meter) ? 0 : 6;
    }
}
