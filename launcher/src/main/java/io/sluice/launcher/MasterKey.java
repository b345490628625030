package io.sluice.launcher;

import io.sluice.configuration.Configuration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The master key of an installation. A known weak one refuses the start, as LiteLLM 1.109.1 does; without one, one is made, kept in
 * the data folder and shown once.
 *
 * @param generatedNow whether it was made just now and has to be shown
 */
public record MasterKey(String value, boolean generatedNow) {

    private static final String FILE = "master.key";
    private static final int BYTES = 24;

    /** LiteLLM's lower limit for a chosen key. */
    private static final int MIN_LENGTH = 16;

    private static final Set<String> WEAK =
            Set.of("sk-1234", "sk-12345", "sk-123456", "sk-master", "sk-admin", "sk-test", "sk-password", "changeme");

    public static MasterKey resolve(Configuration configuration, DataFolder data) {
        Optional<String> configured = configuration.general().string("master_key");
        if (configured.isPresent()) {
            refuseWeak(configured.get(), configuration);
            return new MasterKey(configured.get(), false);
        }
        String kept = data.readSecret(FILE);
        if (kept != null) {
            return new MasterKey(kept, false);
        }
        String made = "sk-" + Secrets.random(BYTES);
        data.writeSecret(FILE, made);
        return new MasterKey(made, true);
    }

    private static void refuseWeak(String key, Configuration configuration) {
        boolean permitted = configuration
                        .environment()
                        .get("LITELLM_DANGEROUSLY_PERMIT_WEAK_OR_UNSET_MASTER_KEY")
                        .filter(value -> value.equalsIgnoreCase("true"))
                        .isPresent()
                || configuration.general().flag("dangerously_permit_weak_or_unset_master_key", false);
        boolean weak = key.length() < MIN_LENGTH || WEAK.contains(key.toLowerCase(Locale.ROOT));
        if (weak && !permitted) {
            throw new StartException("The master key is one that anybody would guess, or shorter than " + MIN_LENGTH
                    + " characters. Make a good one:  export LITELLM_MASTER_KEY=\"sk-$(openssl rand -hex 24)\""
                    + "  or leave LITELLM_MASTER_KEY unset, and Sluice makes one and keeps it.");
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "MasterKey[hidden]";
    }
}
