package io.sluice.configuration;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a chosen master key must be. LiteLLM 1.109.1 refuses to start with a known default, and asks for 16 characters; it lets
 * {@code LITELLM_DANGEROUSLY_PERMIT_WEAK_OR_UNSET_MASTER_KEY} or
 * {@code general_settings.dangerously_permit_weak_or_unset_master_key} overrule that, and so do we.
 */
public final class MasterKeyRule {

    private static final int MIN_LENGTH = 16;

    private static final int FEWEST_CHARACTERS = 6;

    /** Long enough, and still what everybody copies. */
    private static final Set<String> COPIED = Set.of(
            "sk-1234567890123456",
            "sk-1234567890abcdef",
            "sk-your-master-key",
            "sk-your-master-key-here",
            "your-master-key-here",
            "sk-litellm-master-key",
            "sk-changeme-changeme",
            "sk-change-me-please");

    private static final String PERMIT = "LITELLM_DANGEROUSLY_PERMIT_WEAK_OR_UNSET_MASTER_KEY";

    private MasterKeyRule() {}

    /** @throws StartException when the configuration has a master key that anybody would guess; it does not repeat the key */
    public static void check(Configuration configuration) {
        Optional<String> key = configuration.general().string("master_key");
        if (key.isPresent() && isWeak(key.get()) && !isPermitted(configuration)) {
            throw new StartException("the master key is one that anybody could guess, or shorter than " + MIN_LENGTH
                    + " characters. Make a good one:  export LITELLM_MASTER_KEY=\"sk-$(openssl rand -hex 24)\"");
        }
    }

    private static boolean isWeak(String key) {
        return key.length() < MIN_LENGTH
                || key.chars().distinct().count() < FEWEST_CHARACTERS
                || COPIED.contains(key.toLowerCase(Locale.ROOT));
    }

    private static boolean isPermitted(Configuration configuration) {
        return configuration
                        .environment()
                        .get(PERMIT)
                        .filter(value -> value.equalsIgnoreCase("true") || value.equals("1"))
                        .isPresent()
                || configuration.general().flag("dangerously_permit_weak_or_unset_master_key", false);
    }
}
