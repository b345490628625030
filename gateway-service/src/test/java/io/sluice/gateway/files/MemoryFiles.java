package io.sluice.gateway.files;

import io.sluice.contracts.files.FileStore;
import io.sluice.contracts.files.NewFile;
import io.sluice.contracts.files.StoredFile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Files that a test can look at. */
public final class MemoryFiles implements FileStore {

    public final Map<String, NewFile> begun = new ConcurrentHashMap<>();
    public final Map<String, List<byte[]>> pieces = new ConcurrentHashMap<>();
    public final Map<String, StoredFile> complete = new ConcurrentHashMap<>();

    /** Files cannot be completed, nor asked for. */
    public volatile boolean away;

    @Override
    public CompletionStage<Void> begin(NewFile file) {
        begun.put(file.id(), file);
        pieces.put(file.id(), new CopyOnWriteArrayList<>());
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> append(String id, int piece, byte[] bytes) {
        pieces.get(id).add(piece, bytes);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<StoredFile> complete(String id) {
        if (away) {
            return CompletableFuture.failedFuture(new IllegalStateException("away"));
        }
        NewFile file = begun.get(id);
        long bytes = pieces.get(id).stream().mapToLong(piece -> piece.length).sum();
        Instant now = Instant.now();
        StoredFile stored = new StoredFile(
                id, file.owner(), file.filename(), file.purpose(), bytes, now, now.plusSeconds(60), null);
        complete.put(id, stored);
        return CompletableFuture.completedFuture(stored);
    }

    @Override
    public CompletionStage<StoredFile> note(NewFile file, String provider, long bytes) {
        Instant now = Instant.now();
        StoredFile noted = new StoredFile(
                file.id(), file.owner(), file.filename(), file.purpose(), bytes, now, now.plusSeconds(60), provider);
        complete.put(file.id(), noted);
        return CompletableFuture.completedFuture(noted);
    }

    @Override
    public CompletionStage<Boolean> delete(String id, Optional<String> scope) {
        return find(id, scope).thenApply(file -> file.isPresent() && complete.remove(id) != null);
    }

    @Override
    public CompletionStage<Optional<StoredFile>> find(String id, Optional<String> scope) {
        return CompletableFuture.completedFuture(Optional.ofNullable(complete.get(id))
                .filter(file -> scope.isEmpty() || scope.get().equals(file.owner())));
    }

    @Override
    public CompletionStage<Optional<String>> foreign(Set<String> ids, String owner) {
        if (away) {
            return CompletableFuture.failedFuture(new IllegalStateException("away"));
        }
        return CompletableFuture.completedFuture(ids.stream()
                .filter(id ->
                        complete.containsKey(id) && !complete.get(id).owner().equals(owner))
                .findFirst());
    }

    @Override
    public CompletionStage<Optional<byte[]>> piece(String id, int piece) {
        List<byte[]> all = pieces.getOrDefault(id, List.of());
        return CompletableFuture.completedFuture(piece < all.size() ? Optional.of(all.get(piece)) : Optional.empty());
    }
}
