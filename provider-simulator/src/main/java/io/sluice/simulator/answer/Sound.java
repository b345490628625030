package io.sluice.simulator.answer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Audio: a text is spoken at 15 characters a second, in silence. {@code wav}, {@code pcm} (24 kHz, 16 bits, mono) and {@code
 * mp3} can be played; other formats are the PCM behind the first bytes by which the format is known. Sources: RIFF
 * WAVE (Microsoft, 1991), ISO 11172-3 (MPEG layer III frame header).
 */
public final class Sound {

    private static final int RATE = 24_000;
    private static final int BYTES_A_SECOND = RATE * 2;
    private static final int CHARACTERS_A_SECOND = 15;
    /** Bytes a second that audio of a format without a length in its head is taken to have: 128 kbit/s. */
    private static final int COMPRESSED = 16_000;
    /** 128 kbit/s at 44.1 kHz: 417 bytes and 26.12 ms a frame. */
    private static final byte[] MP3_HEAD = {(byte) 0xff, (byte) 0xfb, (byte) 0x90, 0x44};

    private static final int MP3_FRAME = 417;
    private static final double MP3_SECONDS = 1152.0 / 44_100;

    private Sound() {}

    /** Seconds that a text takes. */
    public static double seconds(String text) {
        return Math.max(1, text.codePointCount(0, text.length())) / (double) CHARACTERS_A_SECOND;
    }

    /** Seconds that a recording lasts: from a WAVE's head, of other formats from their size. */
    public static double seconds(byte[] audio) {
        if (audio.length >= 44 && audio[0] == 'R' && audio[1] == 'I' && audio[8] == 'W') {
            int rate = ByteBuffer.wrap(audio).order(ByteOrder.LITTLE_ENDIAN).getInt(28);
            return Math.max(1, audio.length - 44) / (double) Math.max(1, rate);
        }
        return Math.max(1, audio.length) / (double) COMPRESSED;
    }

    /** What is heard in a recording: words that depend on its bytes alone. */
    public static String heard(byte[] audio) {
        long hash = 17;
        for (byte b : audio) {
            hash = 31 * hash + b;
        }
        return Words.text(hash, Math.max(4, Math.min(200, (int) Math.ceil(seconds(audio) * 4))));
    }

    /** A text, spoken. */
    public static byte[] spoken(String text, String format) {
        double seconds = seconds(text);
        byte[] silence = new byte[2 * (int) (seconds * RATE)];
        return switch (format) {
            case "mp3" -> mp3(seconds);
            case "pcm" -> silence;
            case "wav" -> joined(waveHead(silence.length), silence);
            case "opus", "ogg" -> joined("OggS".getBytes(StandardCharsets.US_ASCII), silence);
            case "flac" -> joined("fLaC".getBytes(StandardCharsets.US_ASCII), silence);
            default -> joined(new byte[] {(byte) 0xff, (byte) 0xf1}, silence);
        };
    }

    /** The media type of a format's name. */
    public static String type(String format) {
        return switch (format) {
            case "mp3" -> "audio/mpeg";
            case "opus", "ogg" -> "audio/ogg";
            case "pcm" -> "audio/pcm";
            default -> "audio/" + format;
        };
    }

    private static byte[] mp3(double seconds) {
        int frames = Math.max(1, (int) Math.ceil(seconds / MP3_SECONDS));
        byte[] audio = new byte[frames * MP3_FRAME];
        for (int i = 0; i < frames; i++) {
            System.arraycopy(MP3_HEAD, 0, audio, i * MP3_FRAME, MP3_HEAD.length);
        }
        return audio;
    }

    private static byte[] waveHead(int length) {
        return ByteBuffer.allocate(44)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(36 + length)
                .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) 1)
                .putInt(RATE)
                .putInt(BYTES_A_SECOND)
                .putShort((short) 2)
                .putShort((short) 16)
                .put("data".getBytes(StandardCharsets.US_ASCII))
                .putInt(length)
                .array();
    }

    private static byte[] joined(byte[] head, byte[] rest) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(head.length + rest.length);
        all.writeBytes(head);
        all.writeBytes(rest);
        return all.toByteArray();
    }
}
