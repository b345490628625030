package io.sluice.router.credentials;

import io.sluice.router.catalog.Provider;
import io.sluice.router.deployment.Target;
import java.util.Map;

/** Keys that go into a header as they are. */
public final class KeyHeader {

    private KeyHeader() {}

    /** Adds the deployment's key to the headers of each of its requests; nothing for credentials that a {@link Signer} makes. */
    public static void add(Map<String, String> headers, Target target) {
        String key = target.apiKey();
        if (key == null) {
            token(headers, target);
            return;
        }
        switch (target.provider().auth()) {
            case BEARER, AWS_SIGV4 -> headers.put("authorization", "Bearer " + key);
            case X_API_KEY -> {
                // OAuth tokens of Claude subscriptions go as Bearer, API keys in their own header
                if (key.startsWith("sk-ant-oat")) {
                    headers.put("authorization", "Bearer " + key);
                } else {
                    headers.put("x-api-key", key);
                }
            }
            case AZURE -> headers.put("api-key", key);
            case X_GOOG_API_KEY -> headers.put("x-goog-api-key", key);
            case XI_API_KEY -> headers.put("xi-api-key", key);
            case X_KEY -> headers.put("x-key", key);
            case TOKEN -> headers.put("authorization", "Token " + key);
            case KEY -> headers.put("authorization", "Key " + key);
            case PLAIN -> headers.put("authorization", key);
            case NONE, GOOGLE_OAUTH, IBM_IAM, OCI_SIGNATURE, OAUTH -> {}
        }
    }

    /** A token that somebody else fetched, in place of a key. */
    private static void token(Map<String, String> headers, Target target) {
        if (target.provider().auth() == Provider.Auth.AZURE) {
            target.params()
                    .string("azure_ad_token")
                    .ifPresent(token -> headers.put("authorization", "Bearer " + token));
        }
    }
}
