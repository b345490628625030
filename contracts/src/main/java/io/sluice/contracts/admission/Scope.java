package io.sluice.contracts.admission;

import java.util.Locale;

/** The owner of limits, written {@code type:id}, for example {@code key:3f0c...}. */
public record Scope(ScopeType type, String id) {

    public static final Scope GLOBAL = new Scope(ScopeType.GLOBAL, "proxy");

    public static Scope key(String hash) {
        return new Scope(ScopeType.KEY, hash);
    }

    /** Reads what {@link #toString} wrote. */
    public static Scope parse(String text) {
        int colon = text.indexOf(':');
        return new Scope(
                ScopeType.valueOf(text.substring(0, colon).toUpperCase(Locale.ROOT)), text.substring(colon + 1));
    }

    @Override
    public String toString() {
        return type.name().toLowerCase(Locale.ROOT) + ':' + id;
    }
}
