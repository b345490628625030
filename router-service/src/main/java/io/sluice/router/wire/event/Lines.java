package io.sluice.router.wire.event;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Cuts a byte stream into lines of UTF-8 text, however it is chopped. Not thread-safe. */
public final class Lines {

    private final ByteArrayOutputStream pending = new ByteArrayOutputStream(512);

    /** Gives each line that is complete, without its end. */
    public void add(ByteBuffer bytes, Consumer<String> lines) {
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (next == '\n') {
                lines.accept(take());
            } else {
                pending.write(next);
            }
        }
    }

    /** What came after the last line end. */
    public String rest() {
        return take();
    }

    public int pendingBytes() {
        return pending.size();
    }

    private String take() {
        String line = pending.toString(StandardCharsets.UTF_8);
        pending.reset();
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }
}
