package io.sluice.gateway.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The files of the journal, named by their numbers. Numbers rise for ever, also when the folder was emptied: the books count by them, and a
 * number that came again would be taken for the old one. They begin at the clock's milliseconds for that. For one thread at a time.
 */
final class SegmentFolder {

    /** How a file of some bytes gets its blocks. */
    @FunctionalInterface
    interface Allocation {

        /**
         * Makes the file so long, with all of its blocks on the disk: a mapped page without one would end the process when the disk is
         * full.
         *
         * @throws IOException when there is no room
         */
        void allocate(FileChannel file, int bytes) throws IOException;
    }

    private static final Logger LOG = Logger.getLogger(SegmentFolder.class);
    private static final String SUFFIX = ".journal";
    private static final String DRAFT = "next.draft";
    private static final String DAMAGED = "damaged";

    private final Path folder;
    private final int segmentBytes;
    private final Allocation allocation;
    private long last;

    SegmentFolder(Path folder, int segmentBytes, Allocation allocation) {
        this.folder = folder;
        this.segmentBytes = segmentBytes;
        this.allocation = allocation;
    }

    /** Segments of earlier starts, oldest first. */
    List<Segment> existing() throws IOException {
        Files.createDirectories(folder);
        Files.deleteIfExists(folder.resolve(DRAFT));
        List<Segment> segments = new ArrayList<>();
        for (Path file : files()) {
            long number = number(file);
            last = Math.max(last, number);
            if (Files.size(file) <= Segment.FIRST) {
                Files.delete(file);
            } else {
                segments.add(Segment.existing(number, file));
            }
        }
        return segments;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.getFileName().toString().matches("\\d{1,18}" + SUFFIX))
                    .sorted(Comparator.comparingLong(SegmentFolder::number))
                    .toList();
        }
    }

    private static long number(Path file) {
        String name = file.getFileName().toString();
        return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
    }

    /** An empty segment whose blocks are there. */
    Segment allocate() throws IOException {
        Path draft = folder.resolve(DRAFT);
        try {
            Files.deleteIfExists(draft);
            try (FileChannel channel =
                    FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                allocation.allocate(channel, segmentBytes);
            }
            long number = nextNumber();
            Path file = file(number);
            Files.move(draft, file);
            Segment segment = Segment.fresh(number, file);
            forceNames();
            return segment;
        } catch (IOException e) {
            deleteQuietly(draft);
            throw e;
        }
    }

    /** An empty segment out of one that nobody needs any more. */
    Segment recycle(Segment retired) throws IOException {
        long number = nextNumber();
        Segment segment = retired.renumbered(number, file(number));
        forceNames();
        return segment;
    }

    boolean isOfCurrentSize(Segment segment) {
        return segment.capacity() == segmentBytes;
    }

    int segmentBytes() {
        return segmentBytes;
    }

    private Path file(long number) {
        return folder.resolve(String.format(Locale.ROOT, "%018d%s", number, SUFFIX));
    }

    /** A number that no segment had. */
    long nextNumber() {
        last = Math.max(last + 1, System.currentTimeMillis());
        return last;
    }

    /** Keeps damaged bytes beside the journal, for people to look at. */
    void quarantine(Segment segment, int from, int to) {
        Path file = folder.resolve(DAMAGED).resolve(segment.number() + "-" + from + "-" + to);
        LOG.errorf(
                "The usage journal is damaged: bytes %d to %d of segment %d are no records. They are kept in %s;"
                        + " calls whose end stood there are settled at their bound",
                from, to, segment.number(), file);
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, segment.copy(from, to));
        } catch (IOException e) {
            LOG.errorf("They could not be kept: %s", e);
        }
    }

    private void forceNames() {
        try (FileChannel names = FileChannel.open(folder)) {
            names.force(true);
        } catch (IOException e) {
            LOG.debugf("The folder of the journal cannot be forced on this system: %s", e.getMessage());
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
