package io.sluice.contracts.files;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Ids of files and batches that nobody guesses, in the forms of OpenAI's. */
public final class WorkIds {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 16;

    private WorkIds() {}

    public static String file() {
        return "file-" + random();
    }

    public static String batch() {
        return "batch_" + random();
    }

    private static String random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
