package io.sluice.contracts.money;

/** What a provider charges for. The unit of each is one of the named thing (a token, an image, a second, a call). */
public enum PriceMeter {
    INPUT_TOKEN,
    CACHED_INPUT_TOKEN,
    CACHE_WRITE_5M_TOKEN,
    CACHE_WRITE_1H_TOKEN,
    INPUT_AUDIO_TOKEN,
    INPUT_IMAGE_TOKEN,
    OUTPUT_TOKEN,
    REASONING_TOKEN,
    OUTPUT_AUDIO_TOKEN,
    OUTPUT_IMAGE_TOKEN,
    IMAGE,
    INPUT_SECOND,
    OUTPUT_SECOND,
    INPUT_CHARACTER,
    OUTPUT_CHARACTER,
    SEARCH_QUERY,
    REQUEST
}
