package io.sluice.contracts.files;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Ids of files and batches that nobody guesses, in the forms of OpenAI's. */
public final class WorkIds {

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
        // one of its own: what a class holds when an executable is compiled has the same seed wherever that runs
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
