package io.sluice.router.wire.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.conversation.Media;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pictures, sounds and documents as Google takes them: the bytes themselves, or the address of a file that Google fetches. It fetches what
 * lies in Cloud Storage, in its file store, at YouTube, and (by https) what is named with its type; the gateway fetches the rest.
 */
final class GeminiMedia {

    private static final String FILES = "https://generativelanguage.googleapis.com/";

    /** Types that Google reads, by the end of a file's name: cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference. */
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("webp", "image/webp"),
            Map.entry("gif", "image/gif"),
            Map.entry("heic", "image/heic"),
            Map.entry("heif", "image/heif"),
            Map.entry("mp3", "audio/mp3"),
            Map.entry("wav", "audio/wav"),
            Map.entry("ogg", "audio/ogg"),
            Map.entry("flac", "audio/flac"),
            Map.entry("aac", "audio/aac"),
            Map.entry("mp4", "video/mp4"),
            Map.entry("mov", "video/mov"),
            Map.entry("mpeg", "video/mpeg"),
            Map.entry("mpg", "video/mpg"),
            Map.entry("avi", "video/avi"),
            Map.entry("wmv", "video/wmv"),
            Map.entry("webm", "video/webm"),
            Map.entry("flv", "video/flv"),
            Map.entry("pdf", "application/pdf"),
            Map.entry("txt", "text/plain"),
            Map.entry("html", "text/html"),
            Map.entry("css", "text/css"),
            Map.entry("csv", "text/csv"),
            Map.entry("md", "text/md"),
            Map.entry("xml", "text/xml"));

    private GeminiMedia() {}

    static ObjectNode part(Media media) {
        ObjectNode part = GeminiDialect.JSON.createObjectNode();
        switch (media) {
            case Media.Inline(String mimeType, String base64) ->
                part.putObject("inlineData").put("mimeType", mimeType).put("data", base64);
            case Media.Url(String url, String said) -> file(part, url, said == null ? typeOf(url) : said);
            case Media.Uploaded(String id, String said) ->
                file(part, id.startsWith("files/") ? FILES + "v1beta/" + id : id, said);
        }
        return part;
    }

    private static void file(ObjectNode part, String uri, @Nullable String mimeType) {
        ObjectNode file = part.putObject("fileData").put("fileUri", uri);
        if (mimeType != null) {
            file.put("mimeType", mimeType);
        }
    }

    /** Whether Google fetches this address itself. */
    static boolean googleFetches(Media.Url media) {
        String url = media.url();
        return url.startsWith("gs://")
                || url.startsWith(FILES)
                || isYouTube(url)
                || (url.startsWith("https://") && (media.mimeType() != null || typeOf(url) != null));
    }

    private static boolean isYouTube(String url) {
        return url.startsWith("https://www.youtube.com/") || url.startsWith("https://youtu.be/");
    }

    private static @Nullable String typeOf(String url) {
        String path = url.split("[?#]", 2)[0];
        String name = path.substring(path.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        return dot < 0 ? null : TYPES.get(name.substring(dot + 1).toLowerCase(Locale.ROOT));
    }
}
