package io.sluice.it.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;

/** Gives each new connection to the next of several servers, as a Kubernetes service does. Ends with the tests. */
final class Balancer {

    private Balancer() {}

    /** @return the port where it listens */
    static int over(List<Integer> ports) {
        try {
            ServerSocket listener = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(() -> serve(listener, ports));
            return listener.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void serve(ServerSocket listener, List<Integer> ports) {
        for (int turn = 0; ; turn++) {
            try {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), ports.get(turn % ports.size()));
                Thread.ofVirtual().start(() -> pass(client, server));
                Thread.ofVirtual().start(() -> pass(server, client));
            } catch (IOException away) {
                // that server is not there just now: the client's next connection goes to another one
            }
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException ended) {
            // either side went
        }
    }
}
