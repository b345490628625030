package io.sluice.router.wire.anthropic;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Claude model can do, by its name; newer names are taken to be at least as able.
 *
 * @param major and {@code minor}: version; 3.0 for {@code claude-3-...}
 */
public record ClaudeModel(int major, int minor) {

    private static final Pattern NEW = Pattern.compile("claude-[a-z]+-(\\d+)(?:-(\\d{1,2}))?(?:\\D|$).*");
    private static final Pattern OLD = Pattern.compile("claude-(\\d)(?:-(\\d))?(?:\\D|$).*");
    private static final int NEWEST = 99;

    /** @param full as Anthropic writes it, or with what another provider puts before {@code claude-} */
    public static ClaudeModel of(String full) {
        String name = full.substring(Math.max(0, full.indexOf("claude-")));
        for (Pattern pattern : new Pattern[] {NEW, OLD}) {
            Matcher matcher = pattern.matcher(name);
            if (matcher.matches()) {
                return new ClaudeModel(
                        Integer.parseInt(matcher.group(1)),
                        matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2)));
            }
        }
        return new ClaudeModel(NEWEST, 0);
    }

    private boolean atLeast(int wantedMajor, int wantedMinor) {
        return major > wantedMajor || (major == wantedMajor && minor >= wantedMinor);
    }

    /** Thinks as much as it finds fit; older ones take a budget of tokens. */
    boolean adaptiveThinking() {
        return atLeast(4, 6);
    }

    /** Takes a schema for its answer; older ones are made to answer by a tool. */
    boolean structuredOutput() {
        return atLeast(4, 1);
    }

    /** Goes on with an answer that the request begins; newer ones refuse it. */
    public boolean prefills() {
        return !atLeast(4, 6);
    }

    /** Refuses sampling parameters other than their defaults. A model of which nothing is known is asked. */
    boolean fixedSampling() {
        return atLeast(4, 7) && major != NEWEST;
    }
}
