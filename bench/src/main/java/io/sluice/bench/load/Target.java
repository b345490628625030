package io.sluice.bench.load;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Where a load goes and what it sends.
 *
 * @param request the bytes of one request, head and body
 */
public record Target(InetSocketAddress address, byte[] request, Expectation expectation) {

    public static Target of(
            Client client, InetSocketAddress address, String key, byte[] body, Expectation expectation) {
        byte[] head = client.head(address.getHostString() + ':' + address.getPort(), key, body.length)
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] request = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        return new Target(address, request, expectation);
    }
}
