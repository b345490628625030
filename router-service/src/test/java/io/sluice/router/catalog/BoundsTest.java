package io.sluice.router.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.money.Money;
import io.sluice.contracts.money.PriceMeter;
import io.sluice.contracts.money.PriceMeter.Side;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** For every model of the catalog: no usage within what a call can be costs more than its bound. */
class BoundsTest {

    private static final String[] TIERS = {null, "priority", "flex", "batch", "ultrafast", "balanced", "decisions"};
    private static final String[] SIZES = {null, "1024x1024", "1536x1024", "720p", "1080p", "4k", "2K"};
    private static final String[] QUALITIES = {null, "low", "high", "hd", "max"};
    private static final String[] SEARCHES = {null, "low", "medium", "high"};

    @Test
    void shouldNeverCostMoreThanItsBound() throws IOException, URISyntaxException {
        Random random = new Random(42);
        int checked = 0;
        for (ModelCard card : allCards()) {
            Bounds bounds = Bounds.of(card);
            for (int i = 0; i < 25; i++) {
                long bytes = magnitude(random);
                long outputs = magnitude(random);
                boolean images = "image_generation".equals(card.mode()) || "image_edit".equals(card.mode());
                if (images) {
                    outputs = 1 + random.nextInt(10);
                }
                Usage usage = within(bytes, outputs, images, card, random);
                boolean tools = usage.quantity(PriceMeter.WEB_SEARCH) > 0
                        || usage.quantity(PriceMeter.MAPS_QUERY) > 0
                        || usage.quantity(PriceMeter.CODE_SESSION) > 0;

                Money cost = CostCalculator.cost(card, usage).total();

                Money bound = bounds.inputByte()
                        .timesCeiling(bytes)
                        .plus(bounds.output().timesCeiling(outputs))
                        .plus(bounds.call().timesCeiling(1))
                        .plus(tools ? bounds.tools().timesCeiling(1) : Money.ZERO);
                assertThat(cost)
                        .as("%s/%s %s in %d bytes, %d outputs", card.provider(), card.model(), usage, bytes, outputs)
                        .isLessThanOrEqualTo(bound);
                checked++;
            }
        }
        assertThat(checked).isGreaterThan(100_000);
    }

    /** A usage that a call of so many bytes and outputs can have: each byte and each output is used for one thing. */
    private static Usage within(long bytes, long outputs, boolean images, ModelCard card, Random random) {
        Usage usage = Usage.NONE;
        long bytesLeft = bytes;
        List<PriceMeter> inputs = side(Side.INPUT);
        for (int i = 0; i < 4; i++) {
            long some = bytesLeft == 0 ? 0 : random.nextLong(bytesLeft + 1);
            PriceMeter meter = inputs.get(random.nextInt(inputs.size()));
            usage = usage.with(meter, some);
            bytesLeft -= some;
        }
        usage = usage.with(PriceMeter.INPUT_TOKEN, bytesLeft);
        if (random.nextInt(3) == 0) {
            usage = Usage.NONE
                    .with(PriceMeter.INPUT_MICROSECOND, bytes * 2_000)
                    .with(PriceMeter.INPUT_IMAGE, bytes / 16)
                    .with(PriceMeter.SEARCH_QUERY, 1 + bytes / 300)
                    .with(PriceMeter.PAGE, random.nextInt(1_001));
        }
        if (images) {
            long perImage = card.maxOutputTokens() > 0 ? card.maxOutputTokens() : 20_000;
            usage = random.nextBoolean()
                    ? usage.with(PriceMeter.OUTPUT_IMAGE, outputs)
                            .with(PriceMeter.OUTPUT_PIXEL, outputs * 4_096 * 4_096)
                    : usage.with(PriceMeter.OUTPUT_IMAGE_TOKEN, outputs * perImage);
        } else {
            List<PriceMeter> kinds = side(Side.OUTPUT);
            long some = outputs == 0 ? 0 : random.nextLong(outputs + 1);
            usage = usage.with(kinds.get(random.nextInt(kinds.size())), some)
                    .with(PriceMeter.OUTPUT_TOKEN, outputs - some);
        }
        PriceTable prices = card.prices();
        if (prices != null && prices.searches() == PriceTable.Searches.ALWAYS) {
            usage = usage.with(PriceMeter.WEB_SEARCH, 1);
        } else if (random.nextInt(4) == 0) {
            PriceMeter tool = random.nextBoolean() ? PriceMeter.WEB_SEARCH : PriceMeter.MAPS_QUERY;
            usage = usage.with(tool, 1 + random.nextInt(Bounds.MOST_TOOL_USES));
        }
        Set<String> surcharges = new HashSet<>();
        for (String name : List.of("us", "eu", "fast", "regional")) {
            if (random.nextBoolean()) {
                surcharges.add(name);
            }
        }
        return usage.with(Terms.tier(any(TIERS, random))
                .withImages(any(SIZES, random), any(QUALITIES, random))
                .withSearch(any(SEARCHES, random))
                .withSurcharges(surcharges)
                .at(Instant.ofEpochSecond(1_700_000_000L + random.nextInt(10_000_000))));
    }

    private static List<PriceMeter> side(Side side) {
        List<PriceMeter> meters = new ArrayList<>();
        for (PriceMeter meter : PriceMeter.values()) {
            if (meter.side() == side) {
                meters.add(meter);
            }
        }
        return meters;
    }

    private static String any(String[] values, Random random) {
        return values[random.nextInt(values.length)];
    }

    /** From nothing to a million, small numbers as likely as large ones. */
    private static long magnitude(Random random) {
        return (long) Math.pow(10, random.nextDouble() * 6) - 1;
    }

    private static List<ModelCard> allCards() throws IOException, URISyntaxException {
        List<ModelCard> cards = new ArrayList<>();
        Path folder = Path.of(BoundsTest.class.getResource("/models").toURI());
        try (var files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String provider = file.getFileName().toString().replace(".json", "");
                try (var in = Files.newInputStream(file)) {
                    cards.addAll(ModelReader.read(provider, in).values());
                }
            }
        }
        return cards;
    }
}
