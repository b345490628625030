package io.sluice.contracts.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The shared secret by which the services of one installation know each other. Sent in the header {@value #HEADER}; never logged.
 */
public final class ServiceToken {

    public static final String HEADER = "sluice-service-token";

    private static final String LABEL = "sluice-service-token/v1";

    private final String value;

    private ServiceToken(String value) {
        this.value = value;
    }

    /** The configured token, else one derived from the master key, which all services know. */
    public static ServiceToken of(Optional<String> configured, String masterKey) {
        return new ServiceToken(configured.filter(token -> !token.isBlank()).orElseGet(() -> derive(masterKey)));
    }

    public String value() {
        return value;
    }

    /** In constant time. */
    public boolean matches(@Nullable String presented) {
        return presented != null
                && MessageDigest.isEqual(
                        value.getBytes(StandardCharsets.UTF_8), presented.getBytes(StandardCharsets.UTF_8));
    }

    private static String derive(String masterKey) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(masterKey.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(LABEL.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    @Override
    public String toString() {
        return "ServiceToken[hidden]";
    }
}
