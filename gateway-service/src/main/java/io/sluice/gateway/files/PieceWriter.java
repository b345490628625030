package io.sluice.gateway.files;

import io.sluice.contracts.files.FileStore;
import io.sluice.contracts.files.NewFile;
import io.sluice.contracts.files.StoredFile;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Stores a file that comes in chunks of any size. Holds about one piece, as long as its source waits when it is told to. On one event loop. */
public final class PieceWriter {

    private final FileStore files;
    private final NewFile file;
    private final ByteArrayOutputStream open = new ByteArrayOutputStream();
    private CompletionStage<Void> stored;
    private int pieces;

    public PieceWriter(FileStore files, NewFile file) {
        this.files = files;
        this.file = file;
        this.stored = files.begin(file);
    }

    /** Completes when more is welcome. */
    public CompletionStage<Void> write(byte[] bytes) {
        open.writeBytes(bytes);
        if (open.size() < FileStore.PIECE) {
            return CompletableFuture.completedFuture(null);
        }
        byte[] all = open.toByteArray();
        open.reset();
        int from = 0;
        for (; all.length - from >= FileStore.PIECE; from += FileStore.PIECE) {
            append(Arrays.copyOfRange(all, from, from + FileStore.PIECE));
        }
        open.write(all, from, all.length - from);
        return stored;
    }

    public CompletionStage<StoredFile> complete() {
        if (open.size() > 0) {
            append(open.toByteArray());
        }
        return stored.thenCompose(all -> files.complete(file.id()));
    }

    private void append(byte[] piece) {
        int number = pieces++;
        stored = stored.thenCompose(before -> files.append(file.id(), number, piece));
    }
}
