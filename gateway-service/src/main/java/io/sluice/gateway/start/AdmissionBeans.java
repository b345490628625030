package io.sluice.gateway.start;

import io.sluice.configuration.Configuration;
import io.sluice.contracts.admission.GatewayRoster;
import io.sluice.contracts.admission.GrantTerms;
import io.sluice.contracts.admission.Grantor;
import io.sluice.contracts.admission.Scope;
import io.sluice.contracts.admission.SpendBook;
import io.sluice.gateway.admission.Admission;
import io.sluice.gateway.admission.ConfiguredLimits;
import io.sluice.gateway.admission.NoLimits;
import io.sluice.gateway.instance.GatewayIdentity;
import io.sluice.gateway.journal.UsageJournal;
import io.sluice.gateway.redis.RedisLink;
import io.sluice.gateway.slice.AdmissionSeams;
import io.sluice.gateway.slice.AdmissionSettings;
import io.sluice.gateway.slice.SliceAdmission;
import io.sluice.gateway.slice.UnledgeredSpend;
import io.sluice.gateway.slice.VertxTimers;
import io.sluice.grantor.InProcessGrantor;
import io.sluice.grantor.RedisGrantor;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Who lets calls in. Without a Redis the grantor lives here, and serves this gateway alone. */
@ApplicationScoped
class AdmissionBeans {

    @Produces
    @Singleton
    Admission admission(
            EdgeSettings settings,
            Configuration configuration,
            Vertx vertx,
            RedisLink redis,
            GatewayIdentity identity,
            UsageJournal journal,
            SpendBook books,
            GatewayRoster roster) {
        if (!settings.limits()) {
            return new NoLimits();
        }
        GrantTerms terms = GrantTerms.DEFAULT;
        Optional<Redis> shared = redis.client();
        Grantor grantor = shared.<Grantor>map(client -> new RedisGrantor(vertx, client, terms))
                .orElseGet(() -> new InProcessGrantor(terms, System::currentTimeMillis));
        SliceAdmission admission = new SliceAdmission(
                new AdmissionSeams(
                        identity.id(),
                        identity.incarnation(),
                        grantor,
                        books,
                        shared.map(ignored -> roster),
                        new Unledgered(journal),
                        terms),
                ConfiguredLimits.of(configuration.general(), configuration.sluice()),
                AdmissionSettings.of(configuration.sluice()),
                new VertxTimers(vertx));
        admission.start();
        return admission;
    }

    private record Unledgered(UsageJournal journal) implements UnledgeredSpend {

        @Override
        public long of(Scope scope, long windowStart) {
            return journal.unconfirmed(scope, windowStart);
        }

        @Override
        public List<Charged> charged() {
            return journal.charged().stream()
                    .map(charged -> new Charged(charged.scope(), charged.windowStart()))
                    .toList();
        }
    }
}
