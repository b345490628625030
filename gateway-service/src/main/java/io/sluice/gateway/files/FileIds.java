package io.sluice.gateway.files;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Ids of files that nobody guesses, in the form of OpenAI's. */
public final class FileIds {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 16;

    private FileIds() {}

    public static String next() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return "file-" + HexFormat.of().formatHex(bytes);
    }
}
