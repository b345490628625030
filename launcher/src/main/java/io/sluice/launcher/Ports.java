package io.sluice.launcher;

import io.sluice.configuration.StartException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.jspecify.annotations.Nullable;

/** Ports of this machine. */
public final class Ports {

    private Ports() {}

    /** One that nobody uses now. */
    public static int free() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new StartException("no free port on this machine: " + e.getMessage(), e);
        }
    }

    /**
     * Said before anything else is started, and in words that help.
     *
     * @throws StartException when the server could not listen there
     */
    public static void requireFree(LaunchSettings settings) {
        IOException obstacle = tryToListen(settings);
        if (obstacle != null) {
            throw new StartException(
                    "it cannot listen on port " + settings.port() + " of " + settings.host() + " ("
                            + obstacle.getMessage() + "). Give it another one: ./sluice up --port N",
                    obstacle);
        }
    }

    static boolean isFree(LaunchSettings settings) {
        return tryToListen(settings) == null;
    }

    private static @Nullable IOException tryToListen(LaunchSettings settings) {
        InetSocketAddress address = new InetSocketAddress(settings.host(), settings.port());
        try (ServerSocket socket = new ServerSocket()) {
            // as the server itself will: connections of an ended process that still linger are no obstacle
            socket.setReuseAddress(true);
            socket.bind(address);
            return null;
        } catch (IOException e) {
            return e;
        }
    }
}
