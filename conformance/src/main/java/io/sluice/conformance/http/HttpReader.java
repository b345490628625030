package io.sluice.conformance.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads HTTP/1.1 messages from one side of a connection. Belongs to one thread. */
public final class HttpReader {
    private static final int LONGEST_LINE = 1 << 20;

    private final InputStream in;

    public HttpReader(InputStream in) {
        this.in = new BufferedInputStream(in, 1 << 16);
    }

    /** The next line without its end, or null when the connection has ended before it. */
    public @Nullable String line() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                return bytes.size() == 0 ? null : bytes.toString(StandardCharsets.ISO_8859_1);
            }
            bytes.write(b);
            if (bytes.size() > LONGEST_LINE) {
                throw new IOException("a header line without end");
            }
        }
        String line = bytes.toString(StandardCharsets.ISO_8859_1);
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    /** Header fields up to the empty line; names in lower case, the last of several wins. */
    public Map<String, String> headers() throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(); line != null && !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                throw new IOException("no header: " + line);
            }
            headers.put(
                    line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    /** Exactly {@code n} bytes; throws {@link EOFException} when there are fewer. */
    public byte[] exactly(int n) throws IOException {
        byte[] bytes = in.readNBytes(n);
        if (bytes.length < n) {
            throw new EOFException("the connection ended early");
        }
        return bytes;
    }

    /** The next chunk of a chunked body; empty at its end. */
    public byte[] chunk() throws IOException {
        String size = line();
        if (size == null || size.isBlank()) {
            throw new EOFException("the connection ended between chunks");
        }
        int extension = size.indexOf(';');
        int n = Integer.parseInt((extension < 0 ? size : size.substring(0, extension)).strip(), 16);
        byte[] data = exactly(n);
        if (n == 0) {
            headers();
        } else {
            exactly(2);
        }
        return data;
    }

    /** All that comes until the other side closes. */
    public byte[] rest() throws IOException {
        return in.readAllBytes();
    }

    public static boolean isChunked(Map<String, String> headers) {
        return "chunked".equalsIgnoreCase(headers.getOrDefault("transfer-encoding", ""));
    }
}
