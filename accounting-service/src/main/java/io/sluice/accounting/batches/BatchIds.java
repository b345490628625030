package io.sluice.accounting.batches;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Ids that nobody guesses, in the forms of OpenAI's. */
final class BatchIds {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 16;

    private BatchIds() {}

    static String batch() {
        return "batch_" + random();
    }

    static String file() {
        return "file-" + random();
    }

    private static String random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
