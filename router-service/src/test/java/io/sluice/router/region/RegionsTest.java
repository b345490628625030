package io.sluice.router.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.configuration.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegionsTest {

    private static Place of(Map<String, Object> params, Map<String, Object> info) {
        return Regions.of(new Settings("litellm_params", params), new Settings("model_info", info));
    }

    @Test
    void shouldFindARegionByTheNamesOfEachCloud() {
        assertThat(of(Map.of("aws_region_name", "eu-central-1"), Map.of()).jurisdiction())
                .isEqualTo("eu");
        assertThat(of(Map.of("vertex_location", "us-central1"), Map.of()).jurisdiction())
                .isEqualTo("us");
        assertThat(of(Map.of("region_name", "SwedenCentral"), Map.of()).jurisdiction())
                .isEqualTo("eu");
        assertThat(of(Map.of("region_name", "eu"), Map.of()).jurisdiction()).isEqualTo("eu");
        assertThat(of(Map.of("region_name", "uksouth"), Map.of()).jurisdiction())
                .isEqualTo("uk");
    }

    @Test
    void shouldTakeModelInfosWordBeforeTheParameters() {
        Place place = of(
                Map.of("aws_region_name", "us-east-1"),
                Map.of("region", "my-cellar", "jurisdiction", "EU", "latitude", 48.1, "longitude", "11.6"));

        assertThat(place).isEqualTo(new Place("my-cellar", "eu", 48.1, 11.6));
    }

    @Test
    void shouldKnowNothingOfAPlaceThatNobodyNames() {
        assertThat(of(Map.of(), Map.of())).isEqualTo(Place.UNKNOWN);
        assertThat(of(Map.of("region_name", "mars-1"), Map.of()).jurisdiction()).isEmpty();
    }

    @Test
    void shouldEstimateRoundTripsByDistance() {
        Place frankfurt = Regions.find("eu-central-1").orElseThrow();
        Place virginia = Regions.find("us-east-1").orElseThrow();

        // 6,560 km as the bird flies
        assertThat(frankfurt.roundTripMillis(virginia)).isCloseTo(98, within(3.0));
        assertThat(frankfurt.roundTripMillis(frankfurt)).isZero();
        assertThat(frankfurt.roundTripMillis(Place.UNKNOWN)).isNaN();
    }
}
