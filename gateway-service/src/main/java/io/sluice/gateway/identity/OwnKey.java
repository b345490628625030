package io.sluice.gateway.identity;

import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.identity.VirtualKey;
import io.vertx.core.http.HttpServerRequest;

/** Reads about keys: the admin about all, a virtual key about itself. */
public final class OwnKey {

    private OwnKey() {}

    /** Whether the query asks for nobody else's key: {@code key} is absent, the caller's key, or its hash. */
    public static boolean mayAsk(Caller caller, HttpServerRequest request) {
        VirtualKey own = caller.virtualKey();
        if (own == null) {
            return true;
        }
        for (String asked : request.params().getAll("key")) {
            if (!asked.equals(own.hash()) && !KeyHash.of(asked).equals(own.hash())) {
                return false;
            }
        }
        return true;
    }
}
