package io.sluice.router.wire.batch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.SeamJson;
import io.sluice.router.failure.UnsupportedRequestException;
import io.sluice.router.wire.UpstreamRequest;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/** All lines of a batch in the provider's words: on disk without a name and mapped, since there may be more of them than fits on the heap. */
final class TranslatedLines {

    /** What stands before, between and behind the lines. */
    record Frame(String start, String separator, String end) {}

    interface Form {

        /**
         * How a line stands in the file.
         *
         * @param id where it began in the input
         * @param body that the provider's own endpoint would be sent
         */
        ObjectNode of(String id, ObjectNode body, UpstreamRequest request);
    }

    private TranslatedLines() {}

    /**
     * Blocks.
     *
     * @throws UnsupportedRequestException naming the first line that the provider cannot take
     */
    static ByteBuffer write(BatchCall batch, Frame frame, Form form) {
        LineTranslator translator = new LineTranslator(batch);
        Set<String> ids = new HashSet<>();
        try {
            Path file = Files.createTempFile("sluice-lines-", null);
            try (FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
                Files.deleteIfExists(file);
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
                out.write(utf8(frame.start));
                batch.input().each((number, offset, bytes) -> {
                    try {
                        LineTranslator.Line line = translator.read(bytes);
                        UpstreamRequest request = translator.encode(line);
                        if (!ids.add(line.customId())) {
                            throw new UnsupportedRequestException("its custom_id is that of an earlier one");
                        }
                        out.write(utf8(ids.size() == 1 ? "" : frame.separator));
                        out.write(SeamJson.bytes(form.of(Integer.toString(offset), body(request), request)));
                    } catch (UnsupportedRequestException e) {
                        throw new UnsupportedRequestException("Line " + number + ": " + e.getMessage(), e.param());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
                out.write(utf8(frame.end));
                out.flush();
                return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode body(UpstreamRequest request) {
        int size = request.body().stream().mapToInt(ByteBuffer::remaining).sum();
        ByteBuffer whole = ByteBuffer.allocate(size);
        request.body().forEach(piece -> whole.put(piece.duplicate()));
        return SeamJson.read(whole.array(), ObjectNode.class);
    }
}
