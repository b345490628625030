package io.sluice.configuration;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where the installation's Redis is, by LiteLLM's variables: {@code REDIS_URL}, or {@code REDIS_HOST}, {@code REDIS_PORT},
 * {@code REDIS_USERNAME}, {@code REDIS_PASSWORD} and {@code REDIS_SSL}.
 *
 * @param url connection string; never log it, a {@code REDIS_URL} may hold a password
 * @param password given apart from the URL
 */
public record RedisAddress(String url, Optional<String> password) {

    private static final String DEFAULT_PORT = "6379";

    /** Empty: there is no Redis. */
    public static Optional<RedisAddress> of(Environment environment) {
        return environment
                .get("REDIS_URL")
                .map(url -> new RedisAddress(url, Optional.empty()))
                .or(() -> environment.get("REDIS_HOST").map(host -> of(host, environment)));
    }

    private static RedisAddress of(String host, Environment environment) {
        boolean tls =
                environment.get("REDIS_SSL").filter("true"::equalsIgnoreCase).isPresent();
        String user = environment
                .get("REDIS_USERNAME")
                .map(name -> URLEncoder.encode(name, StandardCharsets.UTF_8) + '@')
                .orElse("");
        String port = environment.get("REDIS_PORT").orElse(DEFAULT_PORT);
        return new RedisAddress(
                (tls ? "rediss://" : "redis://") + user + host + ':' + port, environment.get("REDIS_PASSWORD"));
    }

    @Override
    public String toString() {
        return "the Redis of REDIS_URL or REDIS_HOST";
    }
}
