package io.sluice.gateway.relay;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Ids of calls. The ledger's id is always ours, since a client that chose it could make two calls look like one. */
public final class CallIds {

    private static final int LONGEST = 128;

    private CallIds() {}

    /** A UUID of version 7 (RFC 9562): sorted by time, 74 random bits. */
    public static String next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = (System.currentTimeMillis() << 16) | 0x7000L | (random.nextLong() & 0xfffL);
        long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    /** What a client sent as its id, if it can be repeated in a header and a log; else {@code own}. */
    public static String shown(@Nullable String sent, String own) {
        if (sent == null || sent.isEmpty() || sent.length() > LONGEST) {
            return own;
        }
        for (int i = 0; i < sent.length(); i++) {
            char c = sent.charAt(i);
            if (c <= ' ' || c > '~') {
                return own;
            }
        }
        return sent;
    }
}
