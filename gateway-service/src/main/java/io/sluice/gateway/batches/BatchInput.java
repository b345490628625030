package io.sluice.gateway.batches;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contracts.SeamJson;
import io.sluice.contracts.files.FileStore;
import io.sluice.contracts.files.Owner;
import io.sluice.contracts.identity.Caller;
import io.sluice.gateway.files.FileIds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An input file on its way to a provider: on disk without a name and mapped, as an upload is.
 *
 * @param model of its first line; a provider takes one model a file (platform.openai.com/docs/guides/batch, seen 2026-11-26)
 */
record BatchInput(ByteBuffer content, Optional<String> model) {

    private static final int PART = 1 << 20;

    /** Longer first lines name no model. */
    private static final int LONGEST_LINE = 4 << 20;

    /** Reads all pieces. Blocks. */
    static BatchInput read(FileStore files, String id) throws IOException {
        Path file = Files.createTempFile("sluice-batch-", null);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
            Files.deleteIfExists(file);
            int piece = 0;
            Optional<byte[]> bytes = Waiting.get(files.piece(id, piece));
            while (bytes.isPresent()) {
                ByteBuffer source = ByteBuffer.wrap(bytes.get());
                while (source.hasRemaining()) {
                    channel.write(source);
                }
                piece++;
                bytes = Waiting.get(files.piece(id, piece));
            }
            ByteBuffer content = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            return new BatchInput(content, model(content));
        }
    }

    /** A file that a line names and that is somebody else's. Blocks. */
    Optional<String> foreign(Caller caller, FileStore files) {
        Optional<String> owner = Owner.scope(caller);
        if (owner.isEmpty()) {
            return Optional.empty();
        }
        byte[] part = new byte[(int) Math.min(PART, content.remaining())];
        for (int from = 0; from < content.limit(); from += part.length - FileIds.LONGEST_BYTES) {
            int length = Math.min(part.length, content.limit() - from);
            content.get(from, part, 0, length);
            List<String> ids = List.copyOf(FileIds.anywhere(part, 0, length));
            for (int first = 0; first < ids.size(); first += FileStore.MOST_IDS) {
                List<String> some = ids.subList(first, Math.min(ids.size(), first + FileStore.MOST_IDS));
                Optional<String> found = Waiting.get(files.foreign(Set.copyOf(some), owner.get()));
                if (found.isPresent()) {
                    return found;
                }
            }
            if (from + length == content.limit()) {
                break;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> model(ByteBuffer content) {
        byte[] start = new byte[Math.min(LONGEST_LINE, content.remaining())];
        content.get(0, start);
        try (JsonParser json = SeamJson.MAPPER.createParser(start)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean body = json.currentName().equals("body");
                json.nextToken();
                if (body) {
                    JsonNode read = SeamJson.MAPPER.readTree(json);
                    String model = read.path("model").asText("");
                    return model.isEmpty() ? Optional.empty() : Optional.of(model);
                }
                json.skipChildren();
            }
            return Optional.empty();
        } catch (IOException broken) {
            return Optional.empty();
        }
    }
}
