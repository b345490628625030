package io.sluice.accounting.database;

import io.sluice.configuration.ConfigurationException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code DATABASE_URL} as LiteLLM's users have it ({@code postgresql://user:password@host:port/db?sslmode=...}), in the parts that
 * the two PostgreSQL drivers want. Query parameters of other drivers are ignored.
 *
 * @param location host, port and database, {@code host:5432/db}
 */
public record DatabaseUrl(
        String location,
        String user,
        String password,
        @Nullable String sslMode) {

    private static final int DEFAULT_PORT = 5432;
    private static final Set<String> SCHEMES = Set.of("postgresql", "postgres");
    private static final Set<String> VERIFIED = Set.of("verify-ca", "verify-full");

    /** @throws ConfigurationException with a sentence that does not repeat the URL, which holds a password */
    public static DatabaseUrl parse(String text) {
        try {
            URI uri = new URI(text.strip());
            if (uri.getScheme() == null || !SCHEMES.contains(uri.getScheme()) || uri.getHost() == null) {
                throw wrong();
            }
            String[] userInfo = uri.getRawUserInfo() == null
                    ? new String[] {""}
                    : uri.getRawUserInfo().split(":", 2);
            int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
            String path = uri.getRawPath();
            if (path == null || path.length() < 2) {
                throw wrong();
            }
            return new DatabaseUrl(
                    uri.getHost() + ':' + port + path,
                    decode(userInfo[0]),
                    userInfo.length > 1 ? decode(userInfo[1]) : "",
                    query(uri.getRawQuery()).get("sslmode"));
        } catch (URISyntaxException e) {
            throw wrong();
        }
    }

    public String jdbc() {
        return "jdbc:postgresql://" + location + (sslMode == null ? "" : "?sslmode=" + sslMode);
    }

    public String reactive() {
        return "postgresql://" + location + (sslMode == null ? "" : "?sslmode=" + sslMode);
    }

    /** As libpq does: an encrypted connection is verified only when the mode says so. */
    public boolean trustAll() {
        return sslMode != null && !VERIFIED.contains(sslMode);
    }

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> values = new HashMap<>();
        if (raw != null) {
            for (String pair : raw.split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    values.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
                }
            }
        }
        return values;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static ConfigurationException wrong() {
        return new ConfigurationException(
                "DATABASE_URL must look like postgresql://user:password@host:5432/database (special characters"
                        + " percent-encoded)");
    }

    @Override
    public String toString() {
        return "postgresql://" + location;
    }
}
