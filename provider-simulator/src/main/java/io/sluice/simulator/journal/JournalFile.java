package io.sluice.simulator.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One JSON line for each ended call. Written at once and from the event loop: a line in the page cache survives a killed
 * process, and costs microseconds that only a run with a file pays.
 */
final class JournalFile {

    private final FileChannel channel;
    private final int bodyLimit;

    JournalFile(Path path, int bodyLimit) {
        this.bodyLimit = bodyLimit;
        try {
            channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the journal file " + path, e);
        }
    }

    synchronized void append(Entry entry) {
        ByteBuffer line = StandardCharsets.UTF_8.encode(entry.toJson(bodyLimit) + "\n");
        try {
            while (line.hasRemaining() && channel.isOpen()) {
                int written = channel.write(line);
                if (written <= 0) {
                    break;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the journal file", e);
        }
    }

    synchronized void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the journal file", e);
        }
    }
}
