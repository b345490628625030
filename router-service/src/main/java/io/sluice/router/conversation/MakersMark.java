package io.sluice.router.conversation;

import java.util.Optional;

/**
 * Says whose a signature of a thought is, where it travels through a protocol that has a place for one kind only. Anthropic's and Google's are base64
 * without a colon; a mark is a word and a colon before it. Who does not know the mark must not send the signature on, since every provider refuses those
 * of others.
 */
public final class MakersMark {

    private MakersMark() {}

    /** @param maker a word */
    public static String put(String maker, String signature) {
        return maker + ':' + signature;
    }

    /** The signature; empty when it is another's. */
    public static Optional<String> taken(String maker, String marked) {
        return marked.startsWith(maker + ':') ? Optional.of(marked.substring(maker.length() + 1)) : Optional.empty();
    }

    /** Whether some maker marked it. */
    public static boolean isMarked(String signature) {
        return signature.indexOf(':') >= 0;
    }
}
