package io.sluice.gateway.instance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Name of this gateway in the grantor and in the books, and the number of this start. Both live in the data folder, which one gateway at a time
 * may use: it holds a lock on it until it is closed or ends.
 */
public final class GatewayIdentity implements AutoCloseable {

    private static final String LOCK = "gateway.lock";
    private static final String ID = "gateway.id";
    private static final String INCARNATION = "gateway.incarnation";

    private final Path folder;
    private final FileChannel lock;
    private final String id;
    private final long incarnation;

    private GatewayIdentity(Path folder, FileChannel lock) throws IOException {
        this.folder = folder;
        this.lock = lock;
        String known = read(ID);
        this.id = known.isEmpty() ? "gw-" + UUID.randomUUID() : known;
        if (known.isEmpty()) {
            write(ID, id);
        }
        this.incarnation = Math.max(System.currentTimeMillis(), number(read(INCARNATION)) + 1);
        write(INCARNATION, Long.toString(incarnation));
    }

    /**
     * Takes the folder for this gateway.
     *
     * @throws IllegalStateException when another gateway holds it
     * @throws UncheckedIOException when it cannot be used
     */
    public static GatewayIdentity claim(Path dataFolder) {
        Path folder = dataFolder.toAbsolutePath().normalize();
        try {
            Files.createDirectories(folder);
            FileChannel lock =
                    FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isLocked(lock)) {
                lock.close();
                throw new IllegalStateException("Another gateway uses the data folder " + folder
                        + ". Give each gateway a folder of its own: SLUICE_DATA");
            }
            return new GatewayIdentity(folder, lock);
        } catch (IOException e) {
            throw new UncheckedIOException("The data folder " + folder + " (SLUICE_DATA) cannot be used", e);
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** The same for all starts with this data folder, and nobody else's. */
    public String id() {
        return id;
    }

    /** Higher than that of every earlier start with this data folder; on the disk before this start does anything. */
    public long incarnation() {
        return incarnation;
    }

    private String read(String name) throws IOException {
        Path file = folder.resolve(name);
        return Files.exists(file) ? Files.readString(file).strip() : "";
    }

    /** A file that a power failure emptied counts as none: the clock's milliseconds are higher than any start counted before. */
    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private void write(String name, String text) throws IOException {
        Path draft = folder.resolve(name + ".new");
        try (FileChannel file = FileChannel.open(
                draft, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap((text + '\n').getBytes(StandardCharsets.US_ASCII)));
            file.force(true);
        }
        Files.move(draft, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel names = FileChannel.open(folder)) {
            names.force(true);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
