package io.sluice.router.client.gemini;

import io.sluice.router.conversation.Part;

/**
 * Signed and hidden thoughts in the one place that Google's protocol has for them, {@code thoughtSignature}, which its clients bring back unchanged
 * (ai.google.dev/gemini-api/docs/thought-signatures).
 */
final class Signatures {

    /** Base64 of {@code redacted_thinking:}; clients decode signatures, so what stands before one has to be Base64 itself. */
    private static final String REDACTED = "cmVkYWN0ZWRfdGhpbmtpbmc6";

    private Signatures() {}

    static String ofRedacted(String data) {
        return REDACTED + data;
    }

    static Part thought(String text, String signature) {
        String plain = plain(signature);
        if (plain.startsWith(REDACTED)) {
            return new Part.RedactedThinking(plain.substring(REDACTED.length()));
        }
        return new Part.Thinking(text, plain.isEmpty() ? null : plain);
    }

    /** The Python SDK sends back what it decoded in the alphabet for URLs (RFC 4648, 5). */
    static String plain(String signature) {
        return signature.replace('-', '+').replace('_', '/');
    }
}
