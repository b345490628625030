package io.sluice.conformance.client;

import io.sluice.conformance.http.HttpReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 request on a connection of its own and its answer, byte for byte.
 *
 * @param headers names in lower case
 * @param whole whether the body ended as its head announced
 */
record HttpExchange(int status, Map<String, String> headers, byte[] body, boolean whole) {

    /** @throws IOException if there is no answer, or none within {@code patience} */
    static HttpExchange send(
            URI gateway,
            String method,
            String path,
            Map<String, String> headers,
            byte @Nullable [] body,
            Duration patience)
            throws IOException {
        try (Socket socket = new Socket()) {
            int port = gateway.getPort() < 0 ? 80 : gateway.getPort();
            socket.connect(new InetSocketAddress(gateway.getHost(), port), (int) patience.toMillis());
            socket.setSoTimeout((int) patience.toMillis());
            socket.setTcpNoDelay(true);
            StringBuilder head =
                    new StringBuilder(method + " " + withoutSlash(gateway.getPath()) + path + " HTTP/1.1\r\n");
            head.append("host: ").append(gateway.getAuthority()).append("\r\nconnection: close\r\n");
            headers.forEach((k, v) -> head.append(k).append(": ").append(v).append("\r\n"));
            if (body != null) {
                head.append("content-length: ").append(body.length).append("\r\n");
            }
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes((head + "\r\n").getBytes(StandardCharsets.UTF_8));
            all.writeBytes(body == null ? new byte[0] : body);
            socket.getOutputStream().write(all.toByteArray());
            socket.getOutputStream().flush();
            return receive(new HttpReader(socket.getInputStream()), method);
        }
    }

    private static HttpExchange receive(HttpReader in, String method) throws IOException {
        String start = in.line();
        while (start != null && start.startsWith("HTTP/1.1 1")) {
            in.headers();
            start = in.line();
        }
        if (start == null) {
            throw new IOException("closed without an answer");
        }
        String[] words = start.split(" ", 3);
        if (words.length < 2) {
            throw new IOException("no status line: " + start);
        }
        Map<String, String> headers = in.headers();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        boolean whole = true;
        try {
            readBody(in, method, headers, body);
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException | NumberFormatException e) {
            whole = false;
        }
        return new HttpExchange(Integer.parseInt(words[1]), headers, body.toByteArray(), whole);
    }

    private static void readBody(HttpReader in, String method, Map<String, String> headers, ByteArrayOutputStream body)
            throws IOException {
        if (method.equals("HEAD")) {
            return;
        }
        if (HttpReader.isChunked(headers)) {
            for (byte[] chunk = in.chunk(); chunk.length > 0; chunk = in.chunk()) {
                body.writeBytes(chunk);
            }
        } else if (headers.containsKey("content-length")) {
            body.writeBytes(in.exactly(Integer.parseInt(headers.getOrDefault("content-length", "0"))));
        } else {
            body.writeBytes(in.rest());
        }
    }

    private static String withoutSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
