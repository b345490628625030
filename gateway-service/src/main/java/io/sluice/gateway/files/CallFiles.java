package io.sluice.gateway.files;

import io.sluice.contracts.files.FileStore;
import io.sluice.contracts.files.Owner;
import io.sluice.contracts.files.StoredFile;
import io.sluice.contracts.identity.Caller;
import io.sluice.gateway.errors.Refusal;
import io.sluice.gateway.errors.Refusals;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * The files that a call names. What is kept at a provider is the caller's own, or nobody's here ({@link OwnFiles}). What is kept here is sent with the call, so that
 * any model reads it, wherever retries and fallbacks lead. Stateless.
 */
public final class CallFiles {

    private static final Logger LOG = Logger.getLogger(CallFiles.class);

    /** Of {@link io.sluice.contracts.files.WorkIds}. */
    private static final Pattern KEPT_HERE = Pattern.compile("file-[0-9a-f]{32}");

    private final FileStore files;
    private final OwnFiles own;
    private final long limit;

    /** @param limit bytes of all files of a call, as they are sent */
    public CallFiles(FileStore files, long limit) {
        this.files = files;
        this.own = new OwnFiles(files::foreign);
        this.limit = limit;
    }

    /** As {@link OwnFiles#check}. */
    public void check(Caller caller, Set<String> ids, Consumer<Optional<Refusal>> answer) {
        own.check(caller, ids, answer);
    }

    /**
     * On an event loop, on which it also answers.
     *
     * @param json that was scanned
     * @param receiver gets the body with the content of the files in it; empty, and at once when there is nothing to ask: it stays as it is
     */
    public void open(
            Caller caller,
            byte[] json,
            int offset,
            int length,
            Consumer<Optional<byte[]>> receiver,
            Consumer<Refusal> refused) {
        Set<String> ids = FileIds.inJson(json, offset, offset + length);
        own.check(
                caller,
                ids,
                why -> why.ifPresentOrElse(refused, () -> bring(caller, ids, json, offset, length, receiver, refused)));
    }

    private void bring(
            Caller caller,
            Set<String> ids,
            byte[] json,
            int offset,
            int length,
            Consumer<Optional<byte[]>> receiver,
            Consumer<Refusal> refused) {
        List<String> ours =
                ids.stream().filter(id -> KEPT_HERE.matcher(id).matches()).toList();
        if (ours.isEmpty()) {
            receiver.accept(Optional.empty());
            return;
        }
        Context loop = Vertx.currentContext();
        Bringing bringing = new Bringing(Owner.scope(caller));
        bringing.all(ours, 0)
                .whenComplete((done, fault) -> loop.runOnContext(ignored -> {
                    if (fault != null) {
                        LOG.warnf("Files cannot be brought: %s", fault);
                        refused.accept(Refusals.filesAway());
                    } else if (bringing.size > limit) {
                        refused.accept(Refusals.tooLarge(limit));
                    } else if (bringing.found.isEmpty()) {
                        receiver.accept(Optional.empty());
                    } else {
                        loop.executeBlocking(() -> FileContents.in(json, offset, length, bringing.found, limit))
                                .onSuccess(whole -> whole.ifPresentOrElse(
                                        body -> receiver.accept(whole), () -> refused.accept(Refusals.tooLarge(limit))))
                                .onFailure(
                                        broken -> refused.accept(Refusals.invalidJson("it is no valid UTF-8 or JSON")));
                    }
                }));
    }

    /** One file after the other, one piece after the other. */
    private final class Bringing {

        private final Optional<String> scope;
        private final Map<String, FileContents.Content> found = new HashMap<>();
        private long size;

        Bringing(Optional<String> scope) {
            this.scope = scope;
        }

        CompletionStage<Void> all(List<String> ids, int next) {
            if (next == ids.size() || size > limit) {
                return CompletableFuture.completedFuture(null);
            }
            return files.find(ids.get(next), scope)
                    .thenCompose(
                            file -> file.map(this::content).orElseGet(() -> CompletableFuture.completedFuture(null)))
                    .thenCompose(done -> all(ids, next + 1));
        }

        private CompletionStage<Void> content(StoredFile file) {
            if (file.provider() != null) {
                return CompletableFuture.completedFuture(null);
            }
            size += file.bytes();
            if (size > limit) {
                return CompletableFuture.completedFuture(null);
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) file.bytes());
            return pieces(file, 0, bytes)
                    .thenAccept(done ->
                            found.put(file.id(), new FileContents.Content(file.filename(), bytes.toByteArray())));
        }

        private CompletionStage<Void> pieces(StoredFile file, int piece, ByteArrayOutputStream bytes) {
            return files.piece(file.id(), piece).thenCompose(some -> {
                if (some.isEmpty()) {
                    return CompletableFuture.completedFuture(null);
                }
                bytes.writeBytes(some.get());
                return pieces(file, piece + 1, bytes);
            });
        }
    }
}
