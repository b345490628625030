package io.sluice.gateway.redis;

import io.sluice.configuration.Environment;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import java.util.Optional;

/**
 * The Redis of the installation, if there is one. LiteLLM's variables: {@code REDIS_URL}, or {@code REDIS_HOST}, {@code REDIS_PORT},
 * {@code REDIS_USERNAME}, {@code REDIS_PASSWORD}, {@code REDIS_SSL}. Connects when it is first used.
 */
public final class RedisLink {

    private static final int CONNECTIONS = 16;
    private static final int WAITING = 20_000;

    private final Optional<Redis> client;
    private final Optional<RedisOptions> options;

    private RedisLink(Optional<Redis> client, Optional<RedisOptions> options) {
        this.client = client;
        this.options = options;
    }

    public static RedisLink of(Vertx vertx, Environment environment) {
        Optional<RedisOptions> options = url(environment).map(url -> options(url, environment));
        return new RedisLink(options.map(found -> Redis.createClient(vertx, found)), options);
    }

    private static Optional<String> url(Environment environment) {
        Optional<String> url = environment.get("REDIS_URL");
        if (url.isPresent()) {
            return url;
        }
        String scheme =
                environment.get("REDIS_SSL").filter("true"::equalsIgnoreCase).isPresent() ? "rediss" : "redis";
        return environment
                .get("REDIS_HOST")
                .map(host -> scheme + "://" + host + ':'
                        + environment.get("REDIS_PORT").orElse("6379"));
    }

    private static RedisOptions options(String url, Environment environment) {
        RedisOptions options = new RedisOptions()
                .setConnectionString(url)
                .setMaxPoolSize(CONNECTIONS)
                .setMaxPoolWaiting(WAITING)
                .setMaxWaitingHandlers(WAITING);
        options.getNetClientOptions().setTcpNoDelay(true).setConnectTimeout(2_000);
        if (environment.get("REDIS_URL").isEmpty()) {
            environment.get("REDIS_PASSWORD").ifPresent(options::setPassword);
            environment.get("REDIS_USERNAME").ifPresent(user -> options.setConnectionString(withUser(url, user)));
        }
        return options;
    }

    private static String withUser(String url, String user) {
        return url.replace(
                "://", "://" + java.net.URLEncoder.encode(user, java.nio.charset.StandardCharsets.UTF_8) + '@');
    }

    public boolean configured() {
        return client.isPresent();
    }

    public Optional<Redis> client() {
        return client;
    }

    /** For connections of one's own. */
    public Optional<RedisOptions> options() {
        return options.map(RedisOptions::new);
    }
}
