package io.sluice.router.conversation;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where the bytes of an image, a sound or a document are. */
public sealed interface Media {

    /** Base64 without line breaks, as it came: it is decoded by nobody here. */
    record Inline(String mimeType, String base64) implements Media {}

    /** @param mimeType as far as the client said it */
    record Url(String url, @Nullable String mimeType) implements Media {}

    /** A file that was uploaded to the provider before. */
    record Uploaded(String id, @Nullable String mimeType) implements Media {}

    /**
     * Reads what OpenAI's protocol has in {@code url} and {@code file_data}: a data URL (RFC 2397) becomes {@link Inline}, anything else is
     * taken for an address.
     *
     * @param mimeType what the client says beside it; a data URL's own type is the better one
     */
    static Media of(String text, @Nullable String mimeType) {
        if (!text.regionMatches(true, 0, "data:", 0, 5)) {
            return new Url(text, mimeType);
        }
        int comma = text.indexOf(',');
        String head = comma < 0 ? "" : text.substring(5, comma).toLowerCase(Locale.ROOT);
        if (!head.endsWith(";base64")) {
            return new Url(text, mimeType);
        }
        int semicolon = head.indexOf(';');
        String said = head.substring(0, semicolon);
        String type = !said.isEmpty() ? said : mimeType == null ? "application/octet-stream" : mimeType;
        return new Inline(type, text.substring(comma + 1));
    }

    /** The form that OpenAI's protocol takes: an address or a data URL; null for an uploaded file. */
    static @Nullable String asUrl(Media media) {
        return switch (media) {
            case Inline(String mimeType, String base64) -> "data:" + mimeType + ";base64," + base64;
            case Url(String url, String ignored) -> url;
            case Uploaded ignored -> null;
        };
    }
}
