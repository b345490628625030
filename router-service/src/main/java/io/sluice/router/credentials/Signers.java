package io.sluice.router.credentials;

import io.sluice.configuration.Environment;
import io.sluice.router.catalog.Provider;
import io.sluice.router.deployment.Target;
import io.sluice.router.egress.Fetch;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Map;

/** The signer of each kind of credentials. */
public final class Signers {

    private final Map<Provider.Auth, Signer> byAuth;

    /** @param byAuth for the kinds that need one */
    public Signers(Map<Provider.Auth, Signer> byAuth) {
        this.byAuth = Map.copyOf(byAuth);
    }

    /** Those that are built. */
    public static Signers all(Vertx vertx, Fetch fetch, Environment environment) {
        InstantSource clock = InstantSource.system();
        return new Signers(Map.of(
                Provider.Auth.GOOGLE_OAUTH, new GoogleOauth(vertx, fetch, environment, clock),
                Provider.Auth.AZURE, new EntraSigner(fetch, clock),
                Provider.Auth.IBM_IAM, new IbmIam(fetch, clock),
                Provider.Auth.AWS_SIGV4, new AwsSigner(fetch, clock, Thread::startVirtualThread)));
    }

    public Signer of(Target target) {
        return byAuth.getOrDefault(target.provider().auth(), Signer.NOTHING_TO_DO);
    }
}
