package io.sluice.launcher;

import io.sluice.configuration.Configuration;
import io.sluice.configuration.MasterKeyRule;
import java.util.Optional;

/**
 * The master key of an installation: the configured one, when {@link MasterKeyRule} lets it pass; without one, one is made, kept in
 * the data folder and shown once.
 *
 * @param generatedNow whether it was made just now and has to be shown
 */
public record MasterKey(String value, boolean generatedNow) {

    private static final String FILE = "master.key";
    private static final int BYTES = 24;

    public static MasterKey resolve(Configuration configuration, DataFolder data) {
        MasterKeyRule.check(configuration);
        Optional<String> configured = configuration.general().string("master_key");
        if (configured.isPresent()) {
            return new MasterKey(configured.get(), false);
        }
        String kept = data.readSecret(FILE);
        if (kept != null && !kept.isEmpty()) {
            return new MasterKey(kept, false);
        }
        String made = "sk-" + Secrets.random(BYTES);
        data.writeSecret(FILE, made);
        return new MasterKey(made, true);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "MasterKey[hidden]";
    }
}
