package io.sluice.gateway.start;

import io.sluice.configuration.Configuration;
import io.sluice.configuration.ConfigurationException;
import io.sluice.configuration.Settings;
import java.util.Optional;

/**
 * What the edge reads from the configuration.
 *
 * @param bodyLimit bytes of a request body: {@code general_settings.max_request_size_mb}, 100 MB when not set
 * @param auth false: every caller is the admin; {@code sluice_settings.auth}
 * @param limits false: nothing is limited; {@code sluice_settings.limits}
 * @param ledger false: nothing is written down; {@code sluice_settings.ledger}
 */
record EdgeSettings(
        String masterKey,
        Optional<String> keyHeader,
        Optional<String> userHeader,
        long bodyLimit,
        boolean metricsNeedKey,
        int shadows,
        boolean auth,
        boolean limits,
        boolean ledger) {

    private static final long DEFAULT_MEGABYTES = 100;
    private static final int DEFAULT_SHADOWS = 20;

    static EdgeSettings of(Configuration configuration) {
        Settings general = configuration.general();
        Settings sluice = configuration.sluice();
        boolean auth = sluice.flag("auth", true);
        Optional<String> masterKey = general.string("master_key").filter(key -> !key.isBlank());
        if (masterKey.isEmpty() && auth) {
            throw new ConfigurationException(
                    "set LITELLM_MASTER_KEY (or general_settings.master_key): the gateway does not"
                            + " serve without a key");
        }
        return new EdgeSettings(
                masterKey.orElse(""),
                general.string("litellm_key_header_name"),
                general.string("user_header_name"),
                general.wholeNumber("max_request_size_mb").orElse(DEFAULT_MEGABYTES) << 20,
                general.flag("require_auth_for_metrics_endpoint", false),
                sluice.section("shadow")
                        .wholeNumber("max_parallel")
                        .map(Math::toIntExact)
                        .orElse(DEFAULT_SHADOWS),
                auth,
                sluice.flag("limits", true),
                sluice.flag("ledger", true));
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "EdgeSettings[auth=" + auth + ", limits=" + limits + ", ledger=" + ledger + ']';
    }
}
