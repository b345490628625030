package io.sluice.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How a provider breaks. */
public enum Fault {
    RATE_LIMITED("~status=429~retry-after=3"),
    STORM("~status=500"),
    REFUSED(""),
    BLACK_HOLE(""),
    STALL("~fault=stall"),
    SLOW_LORIS("~fault=slow-loris~interval-ms=400"),
    GARBAGE("~fault=garbage~at=0"),
    TRUNCATED("~fault=truncate");

    private static final int CONNECT_MILLIS = 300;

    private final String directives;

    Fault(String directives) {
        this.directives = directives;
    }

    String directives() {
        return directives;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What its deployment is told to wait, as YAML: for those that only time tells. */
    String limits() {
        return switch (this) {
            case STALL, SLOW_LORIS -> ", timeout: 1, ttft_timeout: 1";
            default -> "";
        };
    }

    /** Whether a call never arrives at the providers' journal. */
    public boolean isUnreachable() {
        return this == REFUSED || this == BLACK_HOLE;
    }

    /** Where it is. */
    String base() {
        return switch (this) {
            case REFUSED -> "http://127.0.0.1:" + Ports.next() + "/v1";
            case BLACK_HOLE -> "http://127.0.0.1:" + blackHole() + "/v1";
            default -> "PROVIDERS/s/" + label() + "/v1";
        };
    }

    /** A port that lets nobody in: its queue is full, and the system drops what asks for more. */
    private static int blackHole() {
        try {
            ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            HELD.add(listener);
            InetSocketAddress address = new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
            while (true) {
                Socket filler = new Socket();
                HELD.add(filler);
                filler.connect(address, CONNECT_MILLIS);
            }
        } catch (SocketTimeoutException full) {
            return ((ServerSocket) HELD.getFirst()).getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Open as long as the tests run. */
    private static final List<AutoCloseable> HELD = new ArrayList<>();
}
