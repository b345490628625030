package io.sluice.router.wire.audio;

import io.sluice.contracts.money.PriceMeter;
import io.sluice.contracts.routing.AudioLength;
import io.sluice.contracts.routing.UploadedFile;
import io.sluice.router.catalog.Charges;
import io.sluice.router.catalog.ModelCard;
import io.sluice.router.catalog.PriceTable;
import io.sluice.router.wire.WireCall;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The recordings of a call, as they are charged. */
final class HeardSound {

    private static final long SECOND = 1_000_000;

    /** What the GPT models make of a second: platform.openai.com/docs/pricing has both prices, $0.006 a minute (seen 2026-11-26). */
    private static final int TOKENS_A_SECOND = 10;

    private static final int BYTES_A_TOKEN = 4;

    private final WireCall call;

    HeardSound(WireCall call) {
        this.call = call;
    }

    /** By the time that the answer says. */
    Charges charges(BigDecimal seconds) {
        return ofMicros(
                seconds.movePointRight(6).setScale(0, RoundingMode.CEILING).longValue());
    }

    /** By the recordings themselves, when the answer says nothing of them but {@code text}. */
    Charges charges(String text) {
        long micros = 0;
        boolean exact = true;
        for (UploadedFile file : call.request().files()) {
            AudioLength length = AudioLength.of(file.content());
            micros += length.likelyMicros();
            exact &= length.exact();
        }
        if (isByTokens()) {
            long written = text.getBytes(StandardCharsets.UTF_8).length / BYTES_A_TOKEN;
            return new Charges(
                            Map.of(
                                    PriceMeter.INPUT_AUDIO_TOKEN,
                                    Math.ceilDiv(micros * TOKENS_A_SECOND, SECOND),
                                    PriceMeter.OUTPUT_TOKEN,
                                    1 + written),
                            null,
                            null)
                    .guessed();
        }
        Charges charges = ofMicros(Math.max(1, micros));
        return exact ? charges : charges.guessed();
    }

    /** Beside tokens that the answer says: the time, for models that have a price for nothing else. */
    Charges besideTokens() {
        return isByTokens() ? Charges.NONE : charges("");
    }

    private boolean isByTokens() {
        PriceTable prices = prices();
        return prices != null
                && !prices.has(PriceMeter.INPUT_MICROSECOND)
                && !prices.has(PriceMeter.OUTPUT_MICROSECOND)
                && prices.has(PriceMeter.OUTPUT_TOKEN);
    }

    /** Some lists have one price for time that comes in and goes out: it is charged once, as LiteLLM does. */
    private Charges ofMicros(long micros) {
        PriceTable prices = prices();
        boolean byOutput = prices != null
                && prices.highest(PriceMeter.INPUT_MICROSECOND).dollars().signum() == 0
                && prices.highest(PriceMeter.OUTPUT_MICROSECOND).dollars().signum() > 0;
        return Charges.of(byOutput ? PriceMeter.OUTPUT_MICROSECOND : PriceMeter.INPUT_MICROSECOND, micros);
    }

    private @Nullable PriceTable prices() {
        ModelCard card = call.target().card();
        return card.prices();
    }
}
