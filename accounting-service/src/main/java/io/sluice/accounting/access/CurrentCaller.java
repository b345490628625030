package io.sluice.accounting.access;

import io.sluice.contracts.identity.Caller;
import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** Who made the management call that is being answered. */
@RequestScoped
public class CurrentCaller {

    private @Nullable Caller caller;

    void set(Caller established) {
        caller = established;
    }

    /** @throws ApiException 401 when nobody is known */
    public Caller get() {
        if (caller == null) {
            throw ApiException.error(401, "Authentication Error, No api key passed in.", "auth_error", null);
        }
        return caller;
    }

    /** LiteLLM's refusal of admin routes to other keys (litellm-behaviour 1.3). */
    public void requireAdmin(String route) {
        if (!(get() instanceof Caller.Admin)) {
            throw ApiException.error(
                    401,
                    "Authentication Error, Only proxy admin can be used to generate, delete, update info for new"
                            + " keys/users/teams. Route=" + route + ". Your role=unknown. Your user_id=*******",
                    "auth_error",
                    null);
        }
    }
}
