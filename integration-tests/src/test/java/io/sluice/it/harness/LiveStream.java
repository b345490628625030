package io.sluice.it.harness;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A streamed chat on a socket of its own: read as it comes, left when the test wants. For one thread. */
public final class LiveStream implements AutoCloseable {

    private final Socket socket;
    private final BufferedReader lines;

    private LiveStream(Socket socket, BufferedReader lines) {
        this.socket = socket;
        this.lines = lines;
    }

    /** Sends the request and returns at once. */
    public static LiveStream open(Gateway gateway, String model, String prompt) {
        ObjectNode body = Gateway.body(model, prompt).put("stream", true);
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        String head = "POST /v1/chat/completions HTTP/1.1\r\nhost: sluice\r\nauthorization: Bearer " + gateway.key()
                + "\r\ncontent-type: application/json\r\ncontent-length: " + bytes.length + "\r\n\r\n";
        try {
            Socket socket = new Socket(gateway.url().getHost(), gateway.url().getPort());
            socket.setSoTimeout(90_000);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(bytes);
            return new LiveStream(
                    socket, new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads until so many chunks with words came; false when the stream ended before. */
    public boolean awaitChunks(int wanted) {
        int seen = 0;
        while (seen < wanted) {
            String line = next();
            if (line == null) {
                return false;
            }
            if (line.contains("\"content\":\"") && !line.contains("\"content\":\"\"")) {
                seen++;
            }
        }
        return true;
    }

    /** Reads to the end of the answer and returns it; a broken connection is an end, too. */
    public String rest() {
        StringBuilder rest = new StringBuilder();
        for (String line = next(); line != null; line = next()) {
            rest.append(line).append('\n');
            if (line.equals("0")) {
                break;
            }
        }
        return rest.toString();
    }

    private @org.jspecify.annotations.Nullable String next() {
        try {
            return lines.readLine();
        } catch (IOException broken) {
            return null;
        }
    }

    /** Leaves. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
