package io.sluice.accounting.books;

import io.sluice.launcher.Cache;
import io.sluice.launcher.DataFolder;
import io.sluice.launcher.EmbeddedPostgres;
import io.sluice.launcher.EmbeddedRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** A real PostgreSQL and a real Redis for a test run. PostgreSQL can be stopped and started again under the same address. */
public final class Machine implements AutoCloseable {

    public static final String MASTER_KEY = "sk-master-of-the-books-0123456789";

    private final Path folder;
    private final DataFolder data;
    private final EmbeddedRedis redis;
    private final Wire wire;
    private final String databaseUrl;
    private EmbeddedPostgres postgres;

    /** @param reachable false: as if PostgreSQL were not there until {@link #reachable} */
    public Machine(boolean reachable) {
        try {
            folder = Files.createTempDirectory("sluice-books");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        data = DataFolder.open(folder.resolve("data"));
        postgres = EmbeddedPostgres.start(data, cache());
        redis = EmbeddedRedis.start(data, cache());
        postgres.awaitReady();
        URI direct = URI.create(postgres.url());
        wire = new Wire(reachable ? direct.getPort() : 0);
        databaseUrl = "postgresql://" + direct.getRawUserInfo() + "@127.0.0.1:" + wire.port() + direct.getPath();
    }

    private static Path cache() {
        return Cache.folder(System.getenv(), Path.of("target").toAbsolutePath());
    }

    public String databaseUrl() {
        return databaseUrl;
    }

    public Map<String, String> redisEnvironment() {
        return redis.environment();
    }

    public void reachable() {
        wire.leadTo(URI.create(postgres.url()).getPort());
    }

    /** PostgreSQL and the network stand still; {@link #thaw} by the same thread. */
    public void freeze() {
        wire.freeze();
    }

    public void thaw() {
        wire.thaw();
    }

    public void stopPostgres() {
        wire.cut();
        postgres.close();
    }

    public void startPostgres() {
        postgres = EmbeddedPostgres.start(data, cache()).awaitReady();
        reachable();
    }

    @Override
    public void close() {
        wire.close();
        postgres.close();
        redis.close();
        data.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
