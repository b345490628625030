package io.sluice.contracts.routing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * How long a recording is, as far as its head says it.
 *
 * <p>A bound has to hold whatever a client sends. A WAVE of plain samples is as long as its bytes are. Everything else is compressed: it is
 * taken to have {@value #LEAST_BYTES_A_SECOND} bytes a second at least (the lowest rate of Opus is 6 kbit/s), and to be no shorter than its own head
 * says (silence takes less).
 *
 * <p>Heads: RIFF WAVE (Microsoft, 1991), RFC 9639 section 8.2 (FLAC), RFC 3533 and 7845 (Ogg, Opus), ISO 11172-3 (MPEG layer III).
 *
 * @param mostMicros that it can last
 * @param likelyMicros that it lasts by its head, or by the usual rate of its kind
 * @param exact whether {@code likelyMicros} is counted and not guessed
 */
public record AudioLength(long mostMicros, long likelyMicros, boolean exact) {

    /** Bytes that a second of compressed sound takes at least. */
    public static final int LEAST_BYTES_A_SECOND = 500;

    /** 32 kbit/s, a usual rate of compressed speech. */
    private static final int USUAL_BYTES_A_SECOND = 4_000;

    private static final long SECOND = 1_000_000;
    private static final int PCM = 1;
    private static final int FLOAT = 3;

    /** Kilobits a second of MPEG-1 layer III, and of MPEG-2 and 2.5, by the index in a frame's head. */
    private static final int[] MPEG_1 = {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0};

    private static final int[] MPEG_2 = {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0};

    public static AudioLength of(ByteBuffer content) {
        ByteBuffer bytes = content.slice();
        if (startsWith(bytes, 0, "RIFF") && startsWith(bytes, 8, "WAVE")) {
            return wave(bytes.order(ByteOrder.LITTLE_ENDIAN));
        }
        if (startsWith(bytes, 0, "fLaC")) {
            return declared(bytes, flac(bytes));
        }
        if (startsWith(bytes, 0, "OggS")) {
            return declared(bytes, ogg(bytes.order(ByteOrder.LITTLE_ENDIAN)));
        }
        return compressed(bytes, mpegBytesASecond(bytes));
    }

    /** In bytes of {@link #LEAST_BYTES_A_SECOND}: what a price of input bytes bounds. */
    public long bytes() {
        return Math.ceilDiv(mostMicros, SECOND / LEAST_BYTES_A_SECOND);
    }

    private static AudioLength compressed(ByteBuffer bytes, int bytesASecond) {
        long most = bytes.limit() * SECOND / LEAST_BYTES_A_SECOND;
        return new AudioLength(most, Math.min(most, bytes.limit() * SECOND / bytesASecond), false);
    }

    /** @param micros that the head says; not positive when it says nothing */
    private static AudioLength declared(ByteBuffer bytes, long micros) {
        AudioLength usual = compressed(bytes, USUAL_BYTES_A_SECOND);
        return micros <= 0 ? usual : new AudioLength(Math.max(usual.mostMicros, micros), micros, true);
    }

    private static AudioLength wave(ByteBuffer wave) {
        long bytesASecond = 0;
        int at = 12;
        while (at + 8 <= wave.limit()) {
            long size = Integer.toUnsignedLong(wave.getInt(at + 4));
            if (startsWith(wave, at, "fmt ") && at + 24 <= wave.limit()) {
                int format = Short.toUnsignedInt(wave.getShort(at + 8));
                long rate = Integer.toUnsignedLong(wave.getInt(at + 12));
                long frame = Short.toUnsignedLong(wave.getShort(at + 20));
                bytesASecond = format == PCM || format == FLOAT ? rate * frame : 0;
            } else if (startsWith(wave, at, "data") && bytesASecond > 0) {
                long rest = wave.limit() - at - 8L;
                return new AudioLength(
                        Math.ceilDiv(rest * SECOND, bytesASecond), Math.min(size, rest) * SECOND / bytesASecond, true);
            }
            long next = at + 8 + size + (size & 1);
            if (next > wave.limit()) {
                break;
            }
            at = (int) next;
        }
        return compressed(wave, USUAL_BYTES_A_SECOND);
    }

    /** Rate of 20 bits, then 3 of channels, 5 of sample size, 36 of the number of samples. */
    private static long flac(ByteBuffer flac) {
        if (flac.limit() < 26) {
            return 0;
        }
        long bits = flac.getLong(18);
        long rate = bits >>> 44;
        long samples = bits & 0xf_ffff_ffffL;
        return rate == 0 ? 0 : samples * SECOND / rate;
    }

    /** The last page says how many samples have passed; Opus counts 48,000 a second, Vorbis says its rate. */
    private static long ogg(ByteBuffer ogg) {
        long rate = startsWith(ogg, 28, "OpusHead")
                ? 48_000
                : startsWith(ogg, 29, "vorbis") && ogg.limit() >= 44 ? Integer.toUnsignedLong(ogg.getInt(40)) : 0;
        int longestPage = 65_307;
        for (int at = ogg.limit() - 27; rate > 0 && at > Math.max(0, ogg.limit() - longestPage); at--) {
            if (startsWith(ogg, at, "OggS")) {
                long samples = ogg.getLong(at + 6);
                return samples <= 0 || samples > Long.MAX_VALUE / SECOND ? 0 : samples * SECOND / rate;
            }
        }
        return 0;
    }

    /** By the first frame; what tags stand before it are skipped. */
    private static int mpegBytesASecond(ByteBuffer bytes) {
        int at = 0;
        if (startsWith(bytes, 0, "ID3") && bytes.limit() > 10) {
            at = 10 + (bytes.get(6) << 21 | bytes.get(7) << 14 | bytes.get(8) << 7 | bytes.get(9));
        }
        if (at < 0 || at + 4 > bytes.limit() || bytes.get(at) != (byte) 0xff || (bytes.get(at + 1) & 0xe6) != 0xe2) {
            return USUAL_BYTES_A_SECOND;
        }
        int[] rates = (bytes.get(at + 1) & 0x18) == 0x18 ? MPEG_1 : MPEG_2;
        int kilobits = rates[bytes.get(at + 2) >> 4 & 0xf];
        return kilobits == 0 ? USUAL_BYTES_A_SECOND : kilobits * 125;
    }

    private static boolean startsWith(ByteBuffer bytes, int at, String mark) {
        if (at < 0 || at + mark.length() > bytes.limit()) {
            return false;
        }
        byte[] wanted = mark.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < wanted.length; i++) {
            if (bytes.get(at + i) != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
