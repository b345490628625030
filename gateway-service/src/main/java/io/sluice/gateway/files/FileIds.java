package io.sluice.gateway.files;

import io.sluice.contracts.json.JsonBytes;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds ids of files in what a call says, wherever they stand: {@code file_id}, {@code file_ids}, {@code training_file} and what comes next. OpenAI's begin with
 * {@code file-}, some of Azure's with {@code assistant-} (learn.microsoft.com/azure/ai-foundry/openai/reference, seen 2026-11-27). A word that only looks like one does no harm: nobody
 * has uploaded it. Stateless.
 */
public final class FileIds {

    /** OpenAI's have under 40. */
    private static final int LONGEST = 128;

    private static final int LONGEST_ESCAPE = 6;

    /** What an id takes at most, escaped. */
    public static final int LONGEST_BYTES = LONGEST * LONGEST_ESCAPE;

    private static final int TIMES_ENCODED = 3;

    private FileIds() {}

    /**
     * Texts that are ids and nothing else.
     *
     * @param json well-formed from {@code from} to {@code to}: what {@link io.sluice.gateway.scan.BodyScanner} has read
     */
    public static Set<String> inJson(byte[] json, int from, int to) {
        Set<String> ids = Set.of();
        int at = from;
        while (at < to) {
            if (json[at] == '"') {
                if (mayBegin(json, at + 1, to)) {
                    String word = word(json, at + 1, to);
                    ids = with(ids, word != null && endsText(json, at + 1, to) ? word : null);
                }
                at = JsonBytes.skipString(json, at, to);
            } else {
                at++;
            }
        }
        return ids;
    }

    /** Words of whatever it is: JSON that nobody has checked, a form. */
    public static Set<String> anywhere(byte[] bytes, int from, int to) {
        Set<String> ids = Set.of();
        boolean inWord = false;
        for (int at = from; at < to; at++) {
            if (!inWord && mayBegin(bytes, at, to)) {
                ids = with(ids, word(bytes, at, to));
            }
            inWord = isOfWord(bytes[at]);
        }
        return ids;
    }

    /** Words of a path and its query, however often they are encoded. */
    public static Set<String> inPath(String path) {
        Set<String> ids = new HashSet<>(4);
        String plain = path;
        for (int i = 0; i <= TIMES_ENCODED; i++) {
            byte[] bytes = plain.getBytes(StandardCharsets.UTF_8);
            ids.addAll(anywhere(bytes, 0, bytes.length));
            try {
                plain = URLDecoder.decode(plain, StandardCharsets.UTF_8);
            } catch (IllegalArgumentException malformed) {
                return ids;
            }
        }
        return ids;
    }

    private static Set<String> with(Set<String> ids, @Nullable String id) {
        if (id == null) {
            return ids;
        }
        Set<String> more = ids.isEmpty() ? new HashSet<>(4) : ids;
        more.add(id);
        return more;
    }

    /** Spares most words a text of their own. */
    private static boolean mayBegin(byte[] bytes, int at, int to) {
        if (at + 1 >= to) {
            return false;
        }
        byte next = bytes[at + 1];
        return switch (bytes[at]) {
            case 'f' -> next == 'i' || next == '\\';
            case 'a' -> next == 's' || next == '\\';
            case '\\' -> true;
            default -> false;
        };
    }

    /** Whether the text that begins here is no more than its first word. */
    private static boolean endsText(byte[] json, int from, int to) {
        int at = from;
        while (at < to && decoded(json, at, to) >= 0) {
            at += width(json, at);
        }
        return at < to && json[at] == '"';
    }

    /** The id that begins here; null: none does. */
    private static @Nullable String word(byte[] bytes, int from, int to) {
        StringBuilder word = new StringBuilder();
        int at = from;
        int letter = at < to ? decoded(bytes, at, to) : -1;
        while (letter >= 0 && word.length() <= LONGEST) {
            word.append((char) letter);
            at += width(bytes, at);
            letter = at < to ? decoded(bytes, at, to) : -1;
        }
        String id = word.toString();
        boolean named = id.startsWith("file-") || id.startsWith("assistant-");
        return named && id.length() <= LONGEST ? id : null;
    }

    private static int width(byte[] bytes, int at) {
        return bytes[at] == '\\' ? LONGEST_ESCAPE : 1;
    }

    /** The character of a word that stands here, be it escaped; -1 for any other. */
    private static int decoded(byte[] bytes, int at, int to) {
        if (bytes[at] != '\\') {
            return isOfWord(bytes[at]) ? bytes[at] : -1;
        }
        if (at + LONGEST_ESCAPE > to || bytes[at + 1] != 'u') {
            return -1;
        }
        int letter = 0;
        for (int i = at + 2; i < at + LONGEST_ESCAPE; i++) {
            int digit = Character.digit(bytes[i], 16);
            if (digit < 0) {
                return -1;
            }
            letter = letter * 16 + digit;
        }
        return letter < 128 && isOfWord((byte) letter) ? letter : -1;
    }

    private static boolean isOfWord(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || b == '-' || b == '_';
    }
}
