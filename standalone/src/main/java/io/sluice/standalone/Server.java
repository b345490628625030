package io.sluice.standalone;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.sluice.launcher.Banner;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Says that Sluice is ready when it serves, and waits for the signal to stop. */
public final class Server implements QuarkusApplication {

    private final int port;

    Server(@ConfigProperty(name = "quarkus.http.port") int port) {
        this.port = port;
    }

    @Override
    public int run(String... args) {
        Banner.ready("http://127.0.0.1:" + port, System.out);
        Quarkus.waitForExit();
        return 0;
    }
}
