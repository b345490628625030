package io.sluice.accounting.books;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** A fixed address in front of a server that may move, be cut off, or fall silent: what a network does to a database. */
public final class Wire implements AutoCloseable {

    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ReadWriteLock frost = new ReentrantReadWriteLock();
    private volatile int target;

    /** @param target port of this machine; 0: nobody is there */
    public Wire(int target) {
        this.target = target;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Nobody is there any more: connections break, new ones are closed at once. */
    public void cut() {
        target = 0;
        open.forEach(Wire::closed);
    }

    public void leadTo(int port) {
        target = port;
    }

    /** Connections stay and are taken, but nothing arrives. Must be called by the thread that calls {@link #thaw}. */
    public void freeze() {
        frost.writeLock().lock();
    }

    public void thaw() {
        frost.writeLock().unlock();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                int port = target;
                if (port == 0) {
                    closed(client);
                } else {
                    connect(client, port);
                }
            }
        } catch (IOException closed) {
            open.forEach(Wire::closed);
        }
    }

    private void connect(Socket client, int port) {
        try {
            Socket backend = new Socket(InetAddress.getLoopbackAddress(), port);
            client.setTcpNoDelay(true);
            backend.setTcpNoDelay(true);
            open.add(client);
            open.add(backend);
            Thread.ofVirtual().start(() -> copy(client, backend));
            Thread.ofVirtual().start(() -> copy(backend, client));
        } catch (IOException nobody) {
            closed(client);
        }
    }

    private void copy(Socket from, Socket to) {
        try {
            byte[] piece = new byte[8_192];
            for (int length = from.getInputStream().read(piece);
                    length >= 0;
                    length = from.getInputStream().read(piece)) {
                frost.readLock().lock();
                try {
                    to.getOutputStream().write(piece, 0, length);
                } finally {
                    frost.readLock().unlock();
                }
            }
        } catch (IOException broken) {
            // both ends are closed below
        } finally {
            closed(from);
            closed(to);
            open.remove(from);
            open.remove(to);
        }
    }

    private static void closed(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
