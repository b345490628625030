package io.sluice.contracts.files;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file that is complete.
 *
 * @param provider that keeps it, under the same id; null: it is kept here
 */
public record StoredFile(
        String id,
        String owner,
        String filename,
        String purpose,
        long bytes,
        Instant createdAt,
        Instant expiresAt,
        @Nullable String provider) {

    /** OpenAI's {@code File} object: platform.openai.com/docs/api-reference/files/object (seen 2026-11-26). */
    public Map<String, Object> view() {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", id);
        view.put("object", "file");
        view.put("bytes", bytes);
        view.put("created_at", createdAt.getEpochSecond());
        if (expiresAt.isBefore(createdAt.plusSeconds(NewFile.FOREVER_SECONDS / 2))) {
            view.put("expires_at", expiresAt.getEpochSecond());
        }
        view.put("filename", filename);
        view.put("purpose", purpose);
        view.put("status", "processed");
        return view;
    }
}
