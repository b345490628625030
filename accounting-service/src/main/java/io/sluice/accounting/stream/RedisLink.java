package io.sluice.accounting.stream;

import io.sluice.configuration.Configuration;
import io.sluice.configuration.RedisAddress;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The Redis of the installation, if there is one. Connects when it is first used. */
@ApplicationScoped
public class RedisLink {

    /** Gateways listen here for the hash of a key that changed. */
    static final String KEY_CHANGES = "sluice:keys";

    /** Routers listen here for the revision of stored models. */
    static final String MODEL_CHANGES = "sluice:models";

    private static final Logger LOG = Logger.getLogger(RedisLink.class);
    private static final int CONNECT_MILLIS = 2_000;

    private final Optional<Redis> client;

    RedisLink(Vertx vertx, Configuration configuration) {
        client = RedisAddress.of(configuration.environment())
                .map(address -> Redis.createClient(vertx, options(address)));
    }

    /** RESP2, so that a stream's entries come as arrays whatever the server's version. */
    private static RedisOptions options(RedisAddress address) {
        RedisOptions options =
                new RedisOptions().setConnectionString(address.url()).setProtocolNegotiation(false);
        options.getNetClientOptions().setTcpNoDelay(true).setConnectTimeout(CONNECT_MILLIS);
        address.password().ifPresent(options::setPassword);
        return options;
    }

    Optional<Redis> client() {
        return client;
    }

    /** Best effort. */
    public void publishKeyChange(String keyHash) {
        publish(KEY_CHANGES, keyHash);
    }

    /** Best effort. */
    public void publishModelChange(long revision) {
        publish(MODEL_CHANGES, Long.toString(revision));
    }

    private void publish(String channel, String news) {
        client.ifPresent(
                redis -> redis.send(Request.cmd(Command.PUBLISH).arg(channel).arg(news))
                        .onFailure(fault -> LOG.debugf("a change was not published: %s", fault.getMessage())));
    }
}
