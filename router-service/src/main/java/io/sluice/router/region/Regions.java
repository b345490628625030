package io.sluice.router.region;

import io.sluice.configuration.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The known cloud regions, and where a deployment's settings say that it is. */
public final class Regions {

    private static final Map<String, Place> KNOWN = load();

    /** Parameters in which providers and LiteLLM name a region; the first that is set counts. */
    private static final List<String> PARAMS =
            List.of("region_name", "aws_region_name", "vertex_location", "watsonx_region_name");

    /** Spans of several regions that Bedrock and Vertex offer as one, and that stay inside a jurisdiction. */
    private static final Set<String> JURISDICTIONS = Set.of("eu", "us");

    private Regions() {}

    public static Optional<Place> find(String region) {
        return Optional.ofNullable(KNOWN.get(region.strip().toLowerCase(Locale.ROOT)));
    }

    /**
     * Where a deployment is. {@code model_info} says it best ({@code region}, {@code jurisdiction}, {@code latitude}, {@code longitude});
     * else the parameters of the provider do. What nobody says is unknown, and what must not leave a place never goes there.
     */
    public static Place of(Settings params, Settings info) {
        String region = info.string("region")
                .or(() -> PARAMS.stream()
                        .map(params::string)
                        .flatMap(Optional::stream)
                        .findFirst())
                .orElse("")
                .strip()
                .toLowerCase(Locale.ROOT);
        Place known = KNOWN.getOrDefault(region, unnamed(region));
        return new Place(
                region,
                info.string("jurisdiction")
                        .map(name -> name.strip().toLowerCase(Locale.ROOT))
                        .orElse(known.jurisdiction()),
                info.decimal("latitude").map(BigDecimal::doubleValue).orElse(known.latitude()),
                info.decimal("longitude").map(BigDecimal::doubleValue).orElse(known.longitude()));
    }

    private static Place unnamed(String region) {
        return JURISDICTIONS.contains(region) ? new Place(region, region, Double.NaN, Double.NaN) : Place.UNKNOWN;
    }

    private static Map<String, Place> load() {
        Map<String, Place> places = new HashMap<>();
        try (InputStream file = Regions.class.getResourceAsStream("regions.tsv")) {
            if (file == null) {
                throw new IllegalStateException("regions.tsv is missing from the class path");
            }
            new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .forEach(columns -> {
                        for (String name : columns[0].split(",", -1)) {
                            Place place = new Place(
                                    name, columns[1], Double.parseDouble(columns[2]), Double.parseDouble(columns[3]));
                            places.put(name, place);
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return places;
    }
}
