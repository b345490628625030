package io.sluice.router.wire.event;

import io.sluice.router.wire.edit.ByteLines;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Cuts a byte stream into lines of UTF-8 text, however it is chopped. Not thread-safe. */
public final class Lines {

    private final ByteLines lines = new ByteLines();

    /** Gives each line that is complete, without its end. */
    public void add(ByteBuffer bytes, Consumer<String> receiver) {
        lines.add(bytes, (array, from, to) -> {
            receiver.accept(text(array, from, to));
            return true;
        });
    }

    /** What came after the last line end. */
    public String rest() {
        String[] rest = {""};
        lines.end((array, from, to) -> {
            rest[0] = text(array, from, to);
            return true;
        });
        return rest[0];
    }

    public int pendingBytes() {
        return lines.pendingBytes();
    }

    private static String text(byte[] array, int from, int to) {
        return new String(array, from, to - from, StandardCharsets.UTF_8);
    }
}
