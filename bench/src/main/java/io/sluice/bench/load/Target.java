package io.sluice.bench.load;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * Where a load goes and what it sends.
 *
 * @param request the bytes of one request, head and body
 */
public record Target(InetSocketAddress address, byte[] request, Expectation expectation) {

    /** A chat call as {@code openai-python} 2 sends it, header for header. */
    public static Target chat(InetSocketAddress address, String key, byte[] body, Expectation expectation) {
        String head = "POST /v1/chat/completions HTTP/1.1\r\n"
                + "Host: " + address.getHostString() + ':' + address.getPort() + "\r\n"
                + "Accept-Encoding: gzip, deflate\r\n"
                + "Connection: keep-alive\r\n"
                + "Accept: application/json\r\n"
                + "Content-Type: application/json\r\n"
                + "User-Agent: OpenAI/Python 2.8.0\r\n"
                + "X-Stainless-Lang: python\r\n"
                + "X-Stainless-Package-Version: 2.8.0\r\n"
                + "X-Stainless-OS: Linux\r\n"
                + "X-Stainless-Arch: x64\r\n"
                + "X-Stainless-Runtime: CPython\r\n"
                + "X-Stainless-Runtime-Version: 3.12.3\r\n"
                + "Authorization: Bearer " + key + "\r\n"
                + "X-Stainless-Async: false\r\n"
                + "x-stainless-retry-count: 0\r\n"
                + "x-stainless-read-timeout: 600\r\n"
                + "Content-Length: " + body.length + "\r\n\r\n";
        byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
        byte[] request = java.util.Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, request, start.length, body.length);
        return new Target(address, request, expectation);
    }
}
