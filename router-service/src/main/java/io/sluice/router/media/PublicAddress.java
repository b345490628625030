package io.sluice.router.media;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * Whether an address belongs to the public internet: everything that IANA's registries of special-purpose addresses
 * (iana.org/assignments/iana-ipv4-special-registry and -ipv6-) do not keep for other ends. The metadata servers of the
 * clouds are among the link-local, shared and unique local ones.
 */
final class PublicAddress {

    /** Network and length of its prefix. */
    private record Block(byte[] network, int length) {

        static Block of(int length, int... network) {
            byte[] bytes = new byte[network.length];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) network[i];
            }
            return new Block(bytes, length);
        }

        boolean holds(byte[] address) {
            if (address.length < network.length) {
                return false;
            }
            for (int bit = 0; bit < length; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((address[bit / 8] & mask) != (network[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final Block[] SPECIAL_V4 = {
        Block.of(8, 0),
        Block.of(8, 10),
        Block.of(10, 100, 64),
        Block.of(8, 127),
        Block.of(16, 169, 254),
        Block.of(12, 172, 16),
        Block.of(24, 192, 0, 0),
        Block.of(24, 192, 0, 2),
        Block.of(24, 192, 88, 99),
        Block.of(16, 192, 168),
        Block.of(15, 198, 18),
        Block.of(24, 198, 51, 100),
        Block.of(24, 203, 0, 113),
        Block.of(4, 224),
        Block.of(4, 240)
    };

    /** Only global unicast is public at all, and of that not the addresses of tests and documentation. */
    private static final Block GLOBAL_UNICAST = Block.of(3, 0x20);

    private static final Block[] SPECIAL_V6 = {Block.of(23, 0x20, 0x01, 0x00), Block.of(32, 0x20, 0x01, 0x0d, 0xb8)};

    /** Addresses of IPv6 that hold one of IPv4, from its byte on: NAT64 and 6to4. */
    private static final Block NAT64 = Block.of(96, 0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0);

    private static final Block SIX_TO_FOUR = Block.of(16, 0x20, 0x02);

    private PublicAddress() {}

    static boolean is(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address ? isPublicV4(bytes) : isPublicV6(bytes);
    }

    private static boolean isPublicV4(byte[] address) {
        return Arrays.stream(SPECIAL_V4).noneMatch(block -> block.holds(address));
    }

    private static boolean isPublicV6(byte[] address) {
        if (NAT64.holds(address)) {
            return isPublicV4(Arrays.copyOfRange(address, 12, 16));
        }
        if (SIX_TO_FOUR.holds(address)) {
            return isPublicV4(Arrays.copyOfRange(address, 2, 6));
        }
        return GLOBAL_UNICAST.holds(address) && Arrays.stream(SPECIAL_V6).noneMatch(block -> block.holds(address));
    }
}
