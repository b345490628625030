package io.sluice.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where unpacked programs are kept between runs. */
public final class Cache {

    private Cache() {}

    /** The user's cache folder, or one in {@code otherwise} when the user has none that can be written. */
    public static Path folder(Map<String, String> environment, Path otherwise) {
        String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path base = xdg.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
        Path folder = base.resolve("sluice");
        return base.isAbsolute() && canBeWritten(folder) ? folder : otherwise.resolve("cache");
    }

    private static boolean canBeWritten(Path folder) {
        try {
            return Files.isWritable(Files.createDirectories(folder));
        } catch (IOException e) {
            return false;
        }
    }
}
