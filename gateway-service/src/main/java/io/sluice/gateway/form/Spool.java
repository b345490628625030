package io.sluice.gateway.form;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one file on their way in: in memory as long as they are few, else in a temporary file that is mapped when it is complete. The
 * file has no name any more as soon as it is open, so that nothing is left of it when the process dies; its room is free again when nobody holds
 * the mapped bytes, at the next collection of garbage, of which an upload of that size makes enough.
 *
 * <p>On one event loop; what may block is done on a worker, in order.
 */
final class Spool {

    /** Most files of this size or below are pictures and short recordings: cheaper to hold than to write. */
    static final int IN_MEMORY = 256 * 1024;

    private final Context loop;
    private final Runnable stopReading;
    private final Runnable readOn;
    private @Nullable Buffer held = Buffer.buffer();
    private @Nullable FileChannel channel;
    private Future<Void> written = Future.succeededFuture();
    private long size;
    private long waiting;
    private boolean stopped;

    /**
     * @param stopReading asks whoever appends to wait
     * @param readOn that is over
     */
    Spool(Context loop, Runnable stopReading, Runnable readOn) {
        this.loop = loop;
        this.stopReading = stopReading;
        this.readOn = readOn;
    }

    void append(Buffer bytes) {
        size += bytes.length();
        Buffer few = held;
        if (few == null) {
            write(bytes);
        } else {
            few.appendBuffer(bytes);
            if (size > IN_MEMORY) {
                held = null;
                write(few);
            }
        }
    }

    private void write(Buffer bytes) {
        waiting += bytes.length();
        if (!stopped && waiting > IN_MEMORY) {
            stopped = true;
            stopReading.run();
        }
        ByteBuffer source = bytes.getByteBuf().nioBuffer();
        Future<Void> before = written;
        written = loop.<Void>executeBlocking(() -> {
                    FileChannel open = open();
                    while (source.hasRemaining()) {
                        open.write(source);
                    }
                    return null;
                })
                .compose(ignored -> before)
                .onComplete(ignored -> {
                    waiting -= bytes.length();
                    if (stopped && waiting == 0) {
                        stopped = false;
                        readOn.run();
                    }
                });
    }

    /** On the worker only. */
    private FileChannel open() throws IOException {
        FileChannel open = channel;
        if (open == null) {
            Path file = Files.createTempFile("sluice-upload-", null);
            open = FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            Files.deleteIfExists(file);
            channel = open;
        }
        return open;
    }

    /** All that was appended. Fails when the disk does. */
    Future<ByteBuffer> finish() {
        Buffer few = held;
        if (few != null) {
            return Future.succeededFuture(few.getByteBuf().nioBuffer());
        }
        return written.compose(ignored -> loop.executeBlocking(() -> {
            try (FileChannel open = open()) {
                return open.map(FileChannel.MapMode.READ_ONLY, 0, open.size());
            }
        }));
    }

    /** Nobody wants it. */
    void discard() {
        held = null;
        var _ = written.transform(ignored -> loop.<Void>executeBlocking(() -> {
            FileChannel open = channel;
            if (open != null) {
                open.close();
            }
            return null;
        }));
    }
}
