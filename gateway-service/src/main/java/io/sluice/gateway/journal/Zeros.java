package io.sluice.gateway.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Gives a file its blocks by writing them; Java has no {@code fallocate}. On file systems that copy on write (btrfs, ZFS) this promises less: there
 * a full disk may still show when a page is written for the second time.
 */
final class Zeros implements SegmentFolder.Allocation {

    private static final int PIECE = 256 * 1_024;

    @Override
    public void allocate(FileChannel file, int bytes) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate(PIECE);
        for (int written = 0; written < bytes; ) {
            zeros.clear().limit(Math.min(PIECE, bytes - written));
            written += file.write(zeros);
        }
    }
}
