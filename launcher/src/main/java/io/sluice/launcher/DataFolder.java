package io.sluice.launcher;

import io.sluice.configuration.StartException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The folder in which an installation keeps what must survive a restart. One process at a time: it holds a lock until it is closed or the process ends. */
public final class DataFolder implements AutoCloseable {

    /** The JDK closes a channel that nobody refers to, and its lock is gone then. */
    private static final Set<FileChannel> HELD = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel lockFile;
    private final ProcessRecord processes;

    private DataFolder(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
        this.processes = new ProcessRecord(path);
    }

    /**
     * Takes the folder, makes it when it is not there, and stops what a killed start left running in it.
     *
     * @throws StartException when it cannot be made or written, or when another process holds it
     */
    public static DataFolder open(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        try {
            privateFolder(absolute);
            FileChannel channel = FileChannel.open(
                    absolute.resolve("sluice.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new StartException("another Sluice uses the data folder " + absolute
                        + ". Stop it first, or give this one a folder of its own: ./sluice up --data DIR --port N");
            }
            HELD.add(channel);
            DataFolder folder = new DataFolder(absolute, channel);
            folder.processes.stopLeftOvers();
            return folder;
        } catch (IOException e) {
            throw new StartException(
                    "the data folder " + absolute + " cannot be used: " + reason(e)
                            + ". Choose another one with --data DIR or SLUICE_DATA.",
                    e);
        }
    }

    private static String reason(IOException fault) {
        return switch (fault) {
            case AccessDeniedException denied -> "no permission for " + denied.getFile();
            case FileSystemException other when other.getReason() != null -> other.getFile() + ": " + other.getReason();
            case FileSystemException other -> other.getFile() + " cannot be made";
            default -> String.valueOf(fault.getMessage());
        };
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static void privateFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    public Path path() {
        return path;
    }

    public Path resolve(String name) {
        return path.resolve(name);
    }

    ProcessRecord processes() {
        return processes;
    }

    /** Content of a secret file, or null. */
    @Nullable
    String readSecret(String name) {
        Path file = resolve(name);
        try {
            return Files.isRegularFile(file) ? Files.readString(file).strip() : null;
        } catch (IOException e) {
            throw new StartException("cannot read " + file + ": " + e, e);
        }
    }

    /** Writes a file that only its owner can read; readable to nobody else at any moment. */
    void writeSecret(String name, String secret) {
        Path file = resolve(name);
        try {
            Path draft = Files.createTempFile(
                    file.getParent(),
                    file.getFileName().toString(),
                    ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(draft, secret + System.lineSeparator());
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StartException("cannot write " + file + ": " + e, e);
        }
    }

    /** A random secret that is made once and kept. */
    String secret(String name, int bytes) {
        String kept = readSecret(name);
        if (kept != null) {
            return kept;
        }
        String made = Secrets.random(bytes);
        writeSecret(name, made);
        return made;
    }

    @Override
    public void close() {
        try {
            HELD.remove(lockFile);
            lockFile.close();
        } catch (IOException e) {
            throw new StartException("cannot release " + path + ": " + e.getMessage(), e);
        }
    }
}
