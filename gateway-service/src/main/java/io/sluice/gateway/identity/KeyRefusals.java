package io.sluice.gateway.identity;

import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.identity.VirtualKey;
import io.sluice.gateway.errors.Refusal;
import java.util.List;

/** Refusals of keys, and of what a key may not call. Status, type and words: {@code conformance/FACTS.md} and {@code litellm-behaviour.md} 4.7. */
public final class KeyRefusals {

    private static final String AUTH = "auth_error";

    private KeyRefusals() {}

    public static Refusal noKey() {
        return Refusal.permanent(401, AUTH, null, "Authentication Error, No api key passed in.");
    }

    public static Refusal malformedKey() {
        return Refusal.permanent(
                401, AUTH, null, "Authentication Error, Malformed API Key passed in. Ensure Key has `Bearer ` prefix.");
    }

    public static Refusal unknownKey() {
        return Refusal.permanent(
                401, "token_not_found_in_db", "key", "Authentication Error, Invalid API key provided.");
    }

    public static Refusal noDirectory() {
        return Refusal.permanent(400, "no_db_connection", null, "No connected db.");
    }

    public static Refusal directoryAway() {
        return Refusal.later(
                503, "no_db_connection", "The key cannot be checked now: the directory does not answer. Try again.", 2);
    }

    public static Refusal blockedKey() {
        return Refusal.permanent(
                401, AUTH, null, "Authentication Error, Key is blocked. Update via `/key/unblock` if you're an admin.");
    }

    public static Refusal expiredKey(VirtualKey key) {
        return Refusal.permanent(
                401,
                "expired_key",
                key.name(),
                "Authentication Error, Expired Key. Key expiry time: " + key.expires() + '.');
    }

    public static Refusal routeNotAllowed(List<String> allowed, String path) {
        String text = "Virtual key is not allowed to call this route. Only allowed to call routes: "
                + pythonList(allowed) + ". Tried to call route: " + path;
        return Refusal.permanent(403, AUTH, null, text).withDetail(text);
    }

    public static Refusal adminOnly(String path, Caller caller) {
        VirtualKey key = caller.virtualKey();
        String user = key == null || key.userId() == null ? "None" : key.userId();
        return Refusal.permanent(
                401,
                AUTH,
                null,
                "Authentication Error, Only proxy admin can be used to generate, delete, update info for new"
                        + " keys/users/teams. Route=" + path + ". Your role=unknown. Your user_id=" + user);
    }

    public static Refusal otherKey() {
        return Refusal.permanent(403, AUTH, "key", "A virtual key may ask for itself only.");
    }

    private static String pythonList(List<String> items) {
        return items.isEmpty() ? "[]" : "['" + String.join("', '", items) + "']";
    }
}
