package io.sluice.router.media;

import io.sluice.configuration.Configuration;
import io.sluice.configuration.Settings;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What may be fetched: {@code sluice_settings.media} ({@code max_megabytes}, {@code timeout} in seconds), and LiteLLM's
 * {@code user_url_allowed_hosts} and {@code user_url_validation} under {@code litellm_settings}.
 *
 * @param maxBytes of one piece
 * @param limitMillis for each answer, redirects one by one
 * @param allowedHosts hosts ({@code host} or {@code host:port}, lower case) that may have any address
 * @param publicOnly whether all others need a public address
 */
public record MediaSettings(long maxBytes, long limitMillis, Set<String> allowedHosts, boolean publicOnly) {

    /** LiteLLM's {@code MAX_IMAGE_URL_DOWNLOAD_SIZE_MB}. */
    private static final long DEFAULT_MEGABYTES = 50;

    private static final long DEFAULT_LIMIT_MILLIS = 10_000;

    public static MediaSettings read(Configuration configuration) {
        Settings media = configuration.sluice().section("media");
        long limit = media.millis("timeout");
        return new MediaSettings(
                media.wholeNumber("max_megabytes").orElse(DEFAULT_MEGABYTES) * 1024 * 1024,
                limit > 0 ? limit : DEFAULT_LIMIT_MILLIS,
                configuration.litellm().strings("user_url_allowed_hosts").stream()
                        .map(host -> host.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet()),
                configuration.litellm().flag("user_url_validation", true));
    }
}
