package io.sluice.contracts.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AudioLengthTest {

    private static final long SECOND = 1_000_000;

    @Test
    void shouldCountTheSamplesOfAWave() {
        AudioLength length = AudioLength.of(wave(8_000, 1, 24_000, 24_000));
        assertThat(length).isEqualTo(new AudioLength(3 * SECOND, 3 * SECOND, true));
        assertThat(length.bytes()).isEqualTo(3 * AudioLength.LEAST_BYTES_A_SECOND);
    }

    @Test
    void shouldNotBelieveAWaveThatSaysItIsShorterThanItIs() {
        assertThat(AudioLength.of(wave(8_000, 1, 24_000, 8_000)).mostMicros()).isEqualTo(3 * SECOND);
        // few samples a second make much time of few bytes
        assertThat(AudioLength.of(wave(1, 1, 24_000, 24_000)).mostMicros()).isEqualTo(24_000 * SECOND);
    }

    @Test
    void shouldBoundACompressedRecordingByItsBytes() {
        AudioLength length = AudioLength.of(ByteBuffer.allocate(40_000));
        assertThat(length.mostMicros()).isEqualTo(80 * SECOND);
        assertThat(length.exact()).isFalse();
        assertThat(length.likelyMicros()).isPositive().isLessThan(length.mostMicros());
    }

    @Test
    void shouldReadTheRateOfAnMp3() {
        ByteBuffer mp3 = ByteBuffer.allocate(160_000).put(new byte[] {(byte) 0xff, (byte) 0xfb, (byte) 0x90, 0x44});
        assertThat(AudioLength.of(mp3.rewind()).likelyMicros()).isEqualTo(10 * SECOND); // 128 kbit/s
    }

    @Test
    void shouldBeNoShorterThanTheHeadSaysWhenSilenceTakesNoRoom() {
        ByteBuffer flac = ByteBuffer.allocate(1_000).put("fLaC".getBytes(StandardCharsets.US_ASCII));
        flac.putLong(18, (16_000L << 44) | 16_000 * 3_600L); // an hour
        AudioLength length = AudioLength.of(flac.rewind());
        assertThat(length.mostMicros()).isEqualTo(3_600 * SECOND);

        ByteBuffer ogg = ByteBuffer.allocate(400).order(ByteOrder.LITTLE_ENDIAN);
        ogg.put("OggS".getBytes(StandardCharsets.US_ASCII)).position(28);
        ogg.put("OpusHead".getBytes(StandardCharsets.US_ASCII)).position(300);
        ogg.put("OggS".getBytes(StandardCharsets.US_ASCII)).putLong(306, 48_000L * 60);
        assertThat(AudioLength.of(ogg.rewind()).likelyMicros()).isEqualTo(60 * SECOND);
    }

    @Test
    void shouldTakeAnything() {
        for (int size = 0; size < 60; size++) {
            for (String head : new String[] {"RIFF....WAVEfmt ", "fLaC", "OggS", "ID3\uffff\uffff", "x"}) {
                ByteBuffer bytes = ByteBuffer.allocate(size);
                byte[] start = head.getBytes(StandardCharsets.UTF_8);
                bytes.put(start, 0, Math.min(size, start.length)).rewind();
                assertThat(AudioLength.of(bytes).mostMicros()).isNotNegative();
            }
        }
    }

    private static ByteBuffer wave(int rate, int frame, int bytes, int said) {
        return ByteBuffer.allocate(44 + bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(36 + said)
                .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) 1)
                .putInt(rate)
                .putInt(rate * frame)
                .putShort((short) frame)
                .putShort((short) 8)
                .put("data".getBytes(StandardCharsets.US_ASCII))
                .putInt(said)
                .rewind();
    }
}
