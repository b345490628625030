package io.sluice.launcher;

import java.nio.file.Path;
import java.util.Map;

/** Where unpacked programs are kept between runs. */
public final class Cache {

    private Cache() {}

    public static Path folder(Map<String, String> environment) {
        String xdg = environment.get("XDG_CACHE_HOME");
        Path base = xdg == null || xdg.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
        return base.resolve("sluice");
    }
}
