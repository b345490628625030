package io.sluice.contracts.identity;

import io.sluice.contracts.SeamJson;
import org.jspecify.annotations.Nullable;

/** Carries a {@link Caller} between the services, in the header {@value #HEADER}. */
public final class CallerCodec {

    public static final String HEADER = "sluice-caller";

    /** Where the gateway leaves the caller in the routing context of the standalone. */
    public static final String CONTEXT_KEY = "sluice.caller";

    /** JSON form; exactly one of the two is set. */
    public record CallerJson(
            @Nullable String admin, @Nullable VirtualKey key) {

        public static CallerJson of(Caller caller) {
            return switch (caller) {
                case Caller.Admin(String hash) -> new CallerJson(hash, null);
                case Caller.KeyHolder(VirtualKey key) -> new CallerJson(null, key);
            };
        }

        public Caller toCaller() {
            if (key != null) {
                return new Caller.KeyHolder(key);
            }
            if (admin != null) {
                return new Caller.Admin(admin);
            }
            throw new IllegalArgumentException("a caller is an admin or a key holder");
        }
    }

    private CallerCodec() {}

    public static String header(Caller caller) {
        return SeamJson.header(CallerJson.of(caller));
    }

    public static Caller parse(String header) {
        return SeamJson.readHeader(header, CallerJson.class).toCaller();
    }
}
