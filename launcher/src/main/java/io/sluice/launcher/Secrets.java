package io.sluice.launcher;

import java.security.SecureRandom;
import java.util.Base64;

/** Random secrets in URL-safe letters. */
final class Secrets {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {}

    static String random(int bytes) {
        byte[] material = new byte[bytes];
        RANDOM.nextBytes(material);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(material);
    }
}
