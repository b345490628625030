package io.sluice.gateway.start;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** Bytes as they are, for what an HTTP client would not send. */
final class RawHttp {

    private RawHttp() {}

    /** Sends the text and reads until the server closes, or says nothing for two seconds. */
    static String exchange(int port, String text) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(2_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            StringBuilder answer = new StringBuilder();
            byte[] buffer = new byte[8_192];
            try {
                int n = socket.getInputStream().read(buffer);
                while (n >= 0) {
                    answer.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
                    n = socket.getInputStream().read(buffer);
                }
            } catch (SocketTimeoutException quiet) {
                return answer.toString();
            }
            return answer.toString();
        }
    }
}
