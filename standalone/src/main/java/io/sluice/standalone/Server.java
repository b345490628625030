package io.sluice.standalone;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.sluice.accounting.database.Migrations;
import io.sluice.launcher.Banner;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Says that Sluice is ready when it serves, its books included, and waits for the signal to stop. A PostgreSQL that is away keeps the
 * books from being ready; the log tells about it meanwhile.
 */
public final class Server implements QuarkusApplication {

    private final int port;
    private final Migrations books;

    Server(@ConfigProperty(name = "quarkus.http.port") int port, Migrations books) {
        this.port = port;
        this.books = books;
    }

    @Override
    public int run(String... args) {
        var _ = books.whenDone().thenRun(() -> Banner.ready("http://127.0.0.1:" + port, System.out));
        Quarkus.waitForExit();
        return 0;
    }
}
