package io.sluice.router.wire.audio;

import io.sluice.contracts.money.PriceMeter;
import io.sluice.contracts.routing.AudioLength;
import io.sluice.router.catalog.Charges;
import io.sluice.router.catalog.PriceTable;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.plain.PlainWire;
import java.nio.ByteBuffer;

/** What is charged for sound that was made: the characters that were said, or for models that have no such price the time it takes. */
final class SpokenSound {

    private static final long SECOND = 1_000_000;

    /** 24 kHz, 16 bits, one channel: platform.openai.com/docs/guides/text-to-speech (seen 2026-11-26). */
    private static final int PCM_BYTES_A_SECOND = 48_000;

    /** 21 tokens a second are $0.015 a minute, OpenAI's estimate of gpt-4o-mini-tts: platform.openai.com/docs/pricing (seen 2026-11-26). */
    private static final int TOKENS_A_SECOND = 21;

    private final WireCall call;
    private final long characters;
    private final boolean byCharacter;
    private boolean pcm;
    private boolean counted;
    private long size;
    private double microsAByte = -1;

    SpokenSound(WireCall call) {
        this.call = call;
        String input = PlainWire.asked(call).path("input").asText("");
        this.characters = input.codePointCount(0, input.length());
        PriceTable prices = call.target().card().prices();
        this.byCharacter = prices == null || prices.has(PriceMeter.INPUT_CHARACTER);
    }

    void type(String contentType) {
        pcm = contentType.contains("pcm") || contentType.contains("l16");
    }

    void add(ByteBuffer bytes) {
        if (microsAByte < 0 && bytes.hasRemaining()) {
            microsAByte = pcm
                    ? (double) SECOND / PCM_BYTES_A_SECOND
                    : (double) AudioLength.of(bytes).likelyMicros() / bytes.remaining();
        }
        size += bytes.remaining();
    }

    /** Base64. */
    void addEncoded(String text) {
        if (microsAByte < 0 && !text.isEmpty()) {
            microsAByte = (double) SECOND / PCM_BYTES_A_SECOND;
        }
        size += text.length() / 4 * 3L;
    }

    /** The provider has said the tokens: they are not guessed any more. */
    void counted() {
        counted = true;
    }

    boolean isEmpty() {
        return size == 0;
    }

    Charges charges() {
        if (byCharacter) {
            return Charges.of(PriceMeter.INPUT_CHARACTER, characters);
        }
        long micros = Math.max(1, Math.round(size * Math.max(0, microsAByte)));
        PriceTable prices = call.target().card().prices();
        if (prices != null && prices.has(PriceMeter.OUTPUT_MICROSECOND)) {
            return Charges.of(PriceMeter.OUTPUT_MICROSECOND, micros).guessed();
        }
        return counted
                ? Charges.NONE
                : Charges.of(PriceMeter.OUTPUT_AUDIO_TOKEN, Math.ceilDiv(micros * TOKENS_A_SECOND, SECOND))
                        .guessed();
    }
}
