package io.sluice.router.credentials;

import io.sluice.router.catalog.Provider;
import io.sluice.router.deployment.Target;
import java.util.Map;

/** The signer of each kind of credentials. */
public final class Signers {

    private final Map<Provider.Auth, Signer> byAuth;

    /** @param byAuth for the kinds that need one */
    public Signers(Map<Provider.Auth, Signer> byAuth) {
        this.byAuth = Map.copyOf(byAuth);
    }

    public Signer of(Target target) {
        return byAuth.getOrDefault(target.provider().auth(), Signer.NOTHING_TO_DO);
    }
}
