package io.sluice.conformance.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.conformance.http.HttpReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * All providers of all cases in one server on 127.0.0.1. A case scripts its slots, runs, and takes back what the slots were asked. A virtual thread serves
 * each connection; safe for many cases at a time as long as they use different slots.
 */
public final class ScriptedProvider implements AutoCloseable {
    private static final byte[] PICTURE = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");
    private static final byte[] TOKEN =
            ("{\"access_token\":\"oracle-oauth-token\",\"expires_in\":3600,\"token_type\":\"Bearer\",\"expiration\":4102444800}")
                    .getBytes(StandardCharsets.UTF_8);
    private static final byte[] UNSCRIPTED =
            "{\"error\":{\"message\":\"the script has no answer for this request\"}}".getBytes(StandardCharsets.UTF_8);

    private final Script script = new Script();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final Queue<String> unscripted = new ConcurrentLinkedQueue<>();
    private final ServerSocket server;
    private final AnswerWriter writer;

    private ScriptedProvider(ServerSocket server, int chop) {
        this.server = server;
        this.writer = new AnswerWriter(address(), chop);
    }

    /**
     * @param port 0 for any free one
     * @param chop when positive, streams are cut into pieces of this many bytes
     * @throws UncheckedIOException if the port is taken
     */
    public static ScriptedProvider start(int port, int chop) {
        try {
            ServerSocket server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 1024);
            ScriptedProvider provider = new ScriptedProvider(server, chop);
            Thread.ofVirtual().name("scripted-provider").start(provider::acceptAll);
            return provider;
        } catch (IOException e) {
            throw new UncheckedIOException("no scripted provider on port " + port, e);
        }
    }

    /** {@code http://127.0.0.1:port}. */
    public String address() {
        return "http://" + hostAndPort();
    }

    public String hostAndPort() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    public void script(String slot, List<JsonNode> answers) {
        script.set(slot, answers);
    }

    public List<ObjectNode> take(String slot) {
        return script.take(slot);
    }

    /** Requests that no running case had an answer for, in order. */
    public List<String> unscripted() {
        return List.copyOf(unscripted);
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException("the scripted provider broke", e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            HttpReader in = new HttpReader(socket.getInputStream());
            ReceivedRequest request = ReceivedRequest.read(in);
            while (request != null && answer(request, socket)) {
                request = ReceivedRequest.read(in);
            }
        } catch (IOException | NumberFormatException e) {
            // A gateway may leave at any time, and some cases want it to; what it missed shows in the case's result.
            unscripted.add("connection ended: " + e.getMessage());
        } finally {
            connections.remove(socket);
        }
    }

    /** Whether the connection goes on. */
    private boolean answer(ReceivedRequest request, Socket socket) throws IOException {
        if (request.path().startsWith("/asset/")) {
            boolean token = request.path().endsWith("/oauth-token");
            writer.asset(socket, token ? "application/json" : "image/png", token ? TOKEN : PICTURE, request);
            return true;
        }
        Optional<String> slot = script.slotOf(request);
        Optional<JsonNode> answer = slot.isEmpty() || isDiscovery(request, slot.get())
                ? Optional.empty()
                : script.answer(slot.get(), request);
        if (answer.isEmpty()) {
            unscripted.add(request.method() + " " + request.path());
            writer.whole(socket, 501, null, UNSCRIPTED, "application/json");
            return true;
        }
        return writer.write(socket, answer.get(), request);
    }

    /** LiteLLM asks providers for their models whenever it likes; only pass-through cases are about that. */
    private static boolean isDiscovery(ReceivedRequest request, String slot) {
        return request.method().equals("GET") && request.path().endsWith("/models") && !slot.startsWith("pt-");
    }
}
