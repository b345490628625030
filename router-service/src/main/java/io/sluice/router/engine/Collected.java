package io.sluice.router.engine;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The pieces of an answer that is read when it is whole. */
final class Collected {

    /** Largest answer that is held in memory; a streamed answer is never held. */
    static final long MOST_BYTES = 256L * 1024 * 1024;

    private final List<ByteBuffer> pieces = new ArrayList<>(4);
    private long bytes;

    /** @return false when it is larger than {@link #MOST_BYTES} with this piece, which is not taken then */
    boolean add(ByteBuffer piece) {
        bytes += piece.remaining();
        if (bytes > MOST_BYTES) {
            return false;
        }
        pieces.add(piece);
        return true;
    }

    ByteBuffer whole() {
        if (pieces.size() == 1) {
            return pieces.getFirst();
        }
        ByteBuffer whole = ByteBuffer.allocate((int) bytes);
        pieces.forEach(whole::put);
        return whole.flip();
    }
}
