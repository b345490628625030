package io.sluice.launcher;

import io.sluice.configuration.StartException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

/**
 * The Redis program, unpacked once a machine from the Maven artifact {@code embedded-redis}. Its own way to unpack writes over the file
 * each time, which fails while another Redis runs from it.
 */
final class RedisBinary {

    private RedisBinary() {}

    static Path unpacked(Path cache) {
        OsArchitecture machine = OsArchitecture.detectOSandArchitecture();
        String resource = ExecutableProvider.newProvidedVersionsMap().get(machine);
        if (resource == null) {
            throw new StartException("no Redis for this machine (" + System.getProperty("os.name") + ' '
                    + System.getProperty("os.arch") + ") comes with Sluice. Set REDIS_HOST to a Redis of yours.");
        }
        Path program = cache.resolve("redis" + resource);
        try {
            if (!Files.isExecutable(program)) {
                unpack(resource, program);
            }
            return program;
        } catch (IOException e) {
            throw new StartException("Redis cannot be unpacked to " + program + ": " + e.getMessage(), e);
        }
    }

    private static void unpack(String resource, Path program) throws IOException {
        Files.createDirectories(program.getParent());
        Path draft = Files.createTempFile(program.getParent(), "redis", ".new");
        try (InputStream packed = ExecutableProvider.class.getResourceAsStream(resource)) {
            if (packed == null) {
                throw new IOException("resource missing: " + resource);
            }
            Files.copy(packed, draft, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.move(draft, program, StandardCopyOption.ATOMIC_MOVE);
    }
}
