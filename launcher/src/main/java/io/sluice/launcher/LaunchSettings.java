package io.sluice.launcher;

import io.sluice.configuration.StartException;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the environment says about where and how this machine runs Sluice.
 *
 * @param home the checkout, {@code SLUICE_HOME}
 * @param data the data folder, {@code SLUICE_DATA}
 * @param cache for unpacked programs
 * @param host address to listen on, {@code HOST}
 * @param port {@code PORT}
 */
public record LaunchSettings(Path home, Path data, Path cache, String host, int port) {

    private static final int DEFAULT_PORT = 4000;
    private static final int HIGHEST_PORT = 65_535;

    /** @throws StartException when a value cannot be meant */
    public static LaunchSettings of(Map<String, String> environment) {
        Path data = Path.of(value(environment, "SLUICE_DATA", ".sluice")).toAbsolutePath();
        return new LaunchSettings(
                Path.of(value(environment, "SLUICE_HOME", ".")).toAbsolutePath(),
                data,
                Cache.folder(environment, data),
                value(environment, "HOST", "0.0.0.0"),
                port(value(environment, "PORT", Integer.toString(DEFAULT_PORT))));
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text.strip());
            if (port > 0 && port <= HIGHEST_PORT) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw new StartException("the port must be a number from 1 to " + HIGHEST_PORT + ", not '" + text + "'");
    }

    private static String value(Map<String, String> environment, String name, String whenAbsent) {
        String value = environment.getOrDefault(name, "");
        return value.isBlank() ? whenAbsent : value;
    }

    /** Where clients of this machine find it. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }
}
