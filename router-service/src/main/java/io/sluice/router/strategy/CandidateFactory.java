package io.sluice.router.strategy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.sluice.configuration.ConfigurationException;
import io.sluice.configuration.Settings;
import io.sluice.contracts.money.PriceMeter;
import io.sluice.contracts.money.UnitPrice;
import io.sluice.router.catalog.PriceTable;
import io.sluice.router.catalog.Terms;
import io.sluice.router.deployment.Deployment;
import io.sluice.router.region.Place;
import io.sluice.router.region.Regions;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes candidates from deployments. */
public final class CandidateFactory {

    /** LiteLLM's price of a token whose price nobody knows: such a deployment comes last. */
    private static final double UNKNOWN_PRICE = 5;

    private final Place here;

    /** @param here where this router runs ({@code sluice_settings.region}); {@link Place#UNKNOWN} when not said */
    public CandidateFactory(Place here) {
        this.here = here;
    }

    /** @param info {@code model_info} of the deployment's entry */
    public Candidate make(Deployment deployment, Settings info) {
        Settings params = deployment.target().params();
        Place place = Regions.of(params, info);
        return new Candidate(
                deployment.id(),
                deployment.target().provider().name(),
                deployment.order(),
                number("weight", params, info),
                number("rpm", params, info),
                number("tpm", params, info),
                number("max_parallel_requests", params, info),
                cost(deployment.target().card().prices()),
                deployment.target().card().maxInputTokens(),
                Abilities.lacking(deployment.target(), info),
                Set.copyOf(params.strings("tags")),
                patterns(params),
                place,
                here.roundTripMillis(place),
                info.string("retention").filter("none"::equals).isPresent(),
                info.decimal("canary").map(BigDecimal::doubleValue).orElse(0.0));
    }

    public List<Candidate> make(List<Deployment> deployments, java.util.function.Function<String, Settings> infoById) {
        return deployments.stream()
                .map(deployment -> make(deployment, infoById.apply(deployment.id())))
                .toList();
    }

    /** LiteLLM looks into {@code litellm_params}, then into {@code model_info}. */
    private static double number(String name, Settings params, Settings info) {
        return params.decimal(name)
                .or(() -> info.decimal(name))
                .map(BigDecimal::doubleValue)
                .orElse(Double.NaN);
    }

    /** Found in linear time whatever a client sends: the texts are the client's, and the event loop waits. */
    private static List<Pattern> patterns(Settings params) {
        try {
            return params.strings("tag_regex").stream().map(Pattern::compile).toList();
        } catch (PatternSyntaxException bad) {
            throw new ConfigurationException(params.path() + ".tag_regex: " + bad.getMessage()
                    + " (as in RE2: no look-around and no references back)");
        }
    }

    private static double cost(@Nullable PriceTable prices) {
        return price(prices, PriceMeter.INPUT_TOKEN) + price(prices, PriceMeter.OUTPUT_TOKEN);
    }

    private static double price(@Nullable PriceTable prices, PriceMeter meter) {
        UnitPrice price = prices == null ? null : prices.price(meter, Terms.DEFAULT, 0);
        return price == null ? UNKNOWN_PRICE : price.dollars().doubleValue();
    }
}
