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
        client.ifPresent(redis -> redis.send(
                        Request.cmd(Command.PUBLISH).arg(KEY_CHANGES).arg(keyHash))
                .onFailure(fault -> LOG.debugf("a key change was not published: %s", fault.getMessage())));
    }
}
