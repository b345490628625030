package io.sluice.conformance.cases;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Patterns of case ids and of paths in a body: {@code *}, {@code ?} and {@code [abc]}, case-sensitive, {@code *} also across slashes and dots. */
public final class Glob {
    private static final Map<String, Pattern> KNOWN = new ConcurrentHashMap<>();

    private Glob() {}

    public static boolean matches(String pattern, String text) {
        return KNOWN.computeIfAbsent(pattern, Glob::compile).matcher(text).matches();
    }

    private static Pattern compile(String glob) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            int end = c == '[' ? glob.indexOf(']', i + 2) : -1;
            if (c == '*') {
                regex.append(".*");
            } else if (c == '?') {
                regex.append('.');
            } else if (end > 0) {
                String inside = glob.substring(i + 1, end).replace("\\", "\\\\");
                regex.append('[')
                        .append(inside.startsWith("!") ? "^" + inside.substring(1) : inside)
                        .append(']');
                i = end;
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
