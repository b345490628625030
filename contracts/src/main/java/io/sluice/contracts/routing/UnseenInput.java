package io.sluice.contracts.routing;

import io.sluice.contracts.json.JsonBytes;
import io.sluice.contracts.json.MalformedJsonException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * What a model reads for a request beyond its bytes, which bound text alone: pictures, of which a small one may take more tokens than bytes, and what is only
 * named here and lies elsewhere (files, documents, films, an earlier response, a cache). Of the latter nothing is known but that it fits into the model.
 *
 * @param pictures how many
 * @param elsewhere whether the request names what lies elsewhere, or holds what unfolds: a small PDF may have a thousand pages
 */
public record UnseenInput(int pictures, boolean elsewhere) {

    public static final UnseenInput NONE = new UnseenInput(0, false);

    /**
     * The most that a picture takes: gpt-4o-mini's 2,833 tokens and 5,667 for each of 8 tiles, more than any other model that says its rule
     * (platform.openai.com/docs/guides/images-vision, ai.google.dev/gemini-api/docs/tokens, platform.claude.com/docs/en/build-with-claude/vision, seen 2026-11-27).
     */
    public static final long PICTURE_TOKENS = 50_000;

    /** Members of a request that bring what their provider keeps: OpenAI's responses, Google's caches. */
    private static final Set<String> KEPT =
            Set.of("previous_response_id", "conversation", "cachedContent", "cached_content");

    /** Members in which a conversation stands. */
    private static final Set<String> SPOKEN =
            Set.of("messages", "input", "contents", "system", "systemInstruction", "system_instruction");

    private static final Set<String> PICTURES = Set.of("image", "image_url", "input_image");

    private static final Set<String> ELSEWHERE_TYPES = Set.of(
            "file",
            "input_file",
            "document",
            "video_url",
            "input_video",
            "video",
            "item_reference",
            "container_upload");

    private static final Set<String> ELSEWHERE_NAMES =
            Set.of("fileData", "file_data", "fileUri", "file_uri", "file_id", "file_url");

    /** Ends of addresses under which pictures are said to lie and films, sound and papers do: Google's models take them. */
    private static final Set<String> NO_PICTURES = Set.of(
            "pdf", "mp4", "mov", "webm", "mpeg", "mpg", "avi", "mkv", "wmv", "flv", "3gp", "mp3", "wav", "m4a", "ogg",
            "flac", "aac", "txt", "html", "css", "csv", "md", "xml");

    /** @param body the body that was scanned; its position is where the scan's offsets begin */
    public static UnseenInput of(BodyScan scan, ByteBuffer body) {
        UnseenInput all = NONE;
        for (BodyScan.Member member : scan.topLevel()) {
            Span value = member.value();
            if (value.end() > body.remaining()) {
                continue; // scanned was what stands for the body: that of a form, of a question without one
            }
            byte first = body.get(body.position() + value.start());
            if (KEPT.contains(member.name())) {
                all = first == 'n' ? all : all.plus(new UnseenInput(0, true));
            } else if (member.name().equals("prompt")) {
                // a template of OpenAI's; a prompt that is said is a text or a list
                all = first == '{' ? all.plus(new UnseenInput(0, true)) : all;
            } else if (SPOKEN.contains(member.name()) && first != '"') {
                all = all.plus(in(body, value));
            }
        }
        return all;
    }

    private static UnseenInput in(ByteBuffer body, Span value) {
        byte[] json;
        int base;
        if (body.hasArray()) {
            json = body.array();
            base = body.arrayOffset() + body.position();
        } else {
            json = value.of(body);
            base = -value.start();
        }
        try {
            return read(json, base + value.start(), base + value.end());
        } catch (MalformedJsonException scanned) {
            throw new IllegalArgumentException("a body that was not scanned", scanned);
        }
    }

    private static UnseenInput read(byte[] json, int from, int to) {
        Reading reading = new Reading();
        int at = from;
        while (at < to) {
            if (json[at] == '"') {
                int end = JsonBytes.skipString(json, at, to);
                int next = JsonBytes.skipSpace(json, end, to);
                if (next < to && json[next] == ':') {
                    int value = JsonBytes.skipSpace(json, next + 1, to);
                    reading.member(json, at, end, value, to);
                    // what a name means was looked at; a text is no name
                    end = value < to && json[value] == '"' ? JsonBytes.skipString(json, value, to) : value;
                }
                at = end;
            } else {
                at++;
            }
        }
        return new UnseenInput(reading.pictures, reading.elsewhere);
    }

    private static final class Reading {

        /** With each letter escaped. */
        private static final int LONGEST_NAME = 6 * 18 + 2;

        private static final int LONGEST_ADDRESS = 8_192;

        private int pictures;
        private boolean elsewhere;

        void member(byte[] json, int nameStart, int nameEnd, int valueStart, int to) {
            if (nameEnd - nameStart > LONGEST_NAME || !mayMatter(json[nameStart + 1])) {
                return;
            }
            switch (JsonBytes.text(json, nameStart, nameEnd)) {
                case "type" -> type(text(json, valueStart, to));
                case "mimeType", "mime_type", "format" -> media(text(json, valueStart, to));
                case "audio" -> elsewhere |= json[valueStart] == '{';
                case "url", "image_url", "data" -> elsewhere |= isElsewhere(address(json, valueStart, to));
                case String name -> elsewhere |= ELSEWHERE_NAMES.contains(name);
            }
        }

        /** Spares most names a text of their own. */
        private static boolean mayMatter(byte first) {
            return switch (first) {
                case 't', 'm', 'a', 'f', 'u', 'i', 'd', '\\' -> true;
                default -> false;
            };
        }

        private void type(String type) {
            pictures += PICTURES.contains(type) ? 1 : 0;
            elsewhere |= ELSEWHERE_TYPES.contains(type);
        }

        /** Of Google's parts. Sound is bounded by its bytes. */
        private void media(String type) {
            pictures += type.startsWith("image/") ? 1 : 0;
            elsewhere |= type.startsWith("video/") || type.equals("application/pdf");
        }

        /** Of a long text, its beginning: an address is not. */
        private static String address(byte[] json, int start, int to) {
            if (json[start] != '"') {
                return "";
            }
            int end = JsonBytes.skipString(json, start, to);
            String said = end - start > LONGEST_ADDRESS
                    ? new String(json, start + 1, 64, StandardCharsets.ISO_8859_1)
                    : JsonBytes.text(json, start, end);
            return said.toLowerCase(Locale.ROOT);
        }

        private static boolean isElsewhere(String address) {
            if (!address.startsWith("http")) {
                return address.startsWith("gs://")
                        || address.startsWith("data:video/")
                        || address.startsWith("data:application/");
            }
            String path = address.split("[?#]", 2)[0];
            return NO_PICTURES.contains(path.substring(path.lastIndexOf('.') + 1))
                    || path.contains("youtu.be/")
                    || path.contains("youtube.com/");
        }

        private static String text(byte[] json, int start, int to) {
            if (json[start] != '"') {
                return "";
            }
            int end = JsonBytes.skipString(json, start, to);
            return end - start > LONGEST_NAME ? "" : JsonBytes.text(json, start, end);
        }
    }

    private UnseenInput plus(UnseenInput more) {
        return new UnseenInput(pictures + more.pictures, elsewhere || more.elsewhere);
    }

    /** Tokens beyond those of the bytes, at most; no bound is known where the model's window is not. */
    public long tokens(ModelOffer offer) {
        return tokens(offer.maxInputTokens());
    }

    /** @param window the most that the model reads; 0: not known */
    public long tokens(long window) {
        if (elsewhere) {
            return window;
        }
        long seen = pictures * PICTURE_TOKENS;
        return window > 0 ? Math.min(window, seen) : seen;
    }

    /** The offer as it stands for this request: a model whose window nobody knows has no bound for what lies elsewhere. */
    public ModelOffer bounds(ModelOffer offer) {
        return elsewhere && offer.maxInputTokens() == 0 ? offer.unpriced() : offer;
    }
}
