package io.sluice.gateway.relay;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code ?key=}, in which Google's clients show their key: it is for the gateway. */
final class KeyInQuery {

    /** As Netty splits a query: {@code ;} separates, too. */
    private static final Pattern PAIR = Pattern.compile("([?&;])([^=&;?]*)=([^&;]*)");

    private static final Pattern BLANK = Pattern.compile("(?<=[?&;])key=(?:[&;]|$)");

    private KeyInQuery() {}

    /** The address with an empty {@code key}, however its name is written. */
    static String blanked(String uri) {
        return uri.indexOf('?') < 0
                ? uri
                : PAIR.matcher(uri)
                        .replaceAll(pair ->
                                Matcher.quoteReplacement(isKey(pair.group(2)) ? pair.group(1) + "key=" : pair.group()));
    }

    /** The address without any {@code key}. */
    static String without(String uri) {
        return BLANK.matcher(blanked(uri)).replaceAll("");
    }

    private static boolean isKey(String name) {
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8).equals("key");
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}
