package io.sluice.simulator.answer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Pictures: small PNGs of one colour that depends on the prompt alone. Source: W3C PNG Specification, third edition. */
public final class Pictures {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int SIDE = 16;

    private Pictures() {}

    /** The picture for a prompt, the {@code index}-th (from 0) of those that were asked for. */
    public static byte[] png(String prompt, int index) {
        long hash = Words.hash(prompt) + index * 7919L;
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes(SIGNATURE);
        // 8 bits a channel, RGB, no interlace
        byte[] head = ByteBuffer.allocate(13)
                .putInt(SIDE)
                .putInt(SIDE)
                .put(new byte[] {8, 2, 0, 0, 0})
                .array();
        chunk(png, "IHDR", head);
        chunk(png, "IDAT", deflated(hash));
        chunk(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    private static byte[] deflated(long hash) {
        ByteBuffer rows = ByteBuffer.allocate(SIDE * (1 + 3 * SIDE));
        for (int y = 0; y < SIDE; y++) {
            rows.put((byte) 0);
            for (int x = 0; x < SIDE; x++) {
                rows.put((byte) hash).put((byte) (hash >> 8)).put((byte) (hash >> 16));
            }
        }
        Deflater deflater = new Deflater();
        deflater.setInput(rows.array());
        deflater.finish();
        byte[] packed = new byte[rows.capacity()];
        int length = deflater.deflate(packed);
        deflater.end();
        return Arrays.copyOf(packed, length);
    }

    private static void chunk(ByteArrayOutputStream png, String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        png.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        png.writeBytes(name);
        png.writeBytes(data);
        png.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
