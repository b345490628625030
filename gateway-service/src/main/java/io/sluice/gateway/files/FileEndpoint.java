package io.sluice.gateway.files;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contracts.SeamJson;
import io.sluice.contracts.files.FileStore;
import io.sluice.contracts.files.NewFile;
import io.sluice.contracts.files.Owner;
import io.sluice.contracts.files.StoredFile;
import io.sluice.contracts.files.WorkIds;
import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.UploadedFile;
import io.sluice.gateway.errors.ErrorAnswers;
import io.sluice.gateway.errors.Refusal;
import io.sluice.gateway.errors.Refusals;
import io.sluice.gateway.form.Form;
import io.sluice.gateway.form.FormReader;
import io.sluice.gateway.relay.BodyReader;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * {@code POST /v1/files} and {@code GET /v1/files/{id}/content} (platform.openai.com/docs/api-reference/files, seen 2026-11-26). An upload lies on disk
 * while it comes ({@link FormReader}) and goes to the books piece by piece; a download comes as fast as the client reads it. The other calls of files
 * are answered by the books. On the event loop of the request.
 */
public final class FileEndpoint {

    private static final Logger LOG = Logger.getLogger(FileEndpoint.class);

    /** Room for the fields of the form beside the file. */
    private static final long FORM_BYTES = 64 * 1024;

    private static final int LONGEST_NAME = 512;

    private final FileStore files;
    private final long limit;

    /** @param limit bytes of a file */
    public FileEndpoint(FileStore files, long limit) {
        this.files = files;
        this.limit = limit;
    }

    public void upload(HttpServerRequest request, Caller caller) {
        if (FormReader.isForm(request)) {
            BodyReader.readForm(
                    request,
                    limit + FORM_BYTES,
                    form -> take(request, caller, form),
                    refusal -> refuse(request, refusal));
        } else {
            refuse(request, Refusals.missingFile("file"));
            request.resume();
        }
    }

    private void take(HttpServerRequest request, Caller caller, Form form) {
        JsonNode fields = SeamJson.read(form.fields(), JsonNode.class);
        String purpose = fields.path("purpose").asText();
        Optional<UploadedFile> file = form.files().stream()
                .filter(each -> each.field().equals("file"))
                .findFirst();
        if (file.isEmpty()) {
            refuse(request, Refusals.missingFile("file"));
        } else if (!purpose.equals("batch")) {
            refuse(request, Refusals.wrongType("purpose", "'batch': files for anything else are not kept here"));
        } else if (file.get().size() > limit) {
            refuse(request, Refusals.tooLarge(limit));
        } else {
            long lifetime = fields.path("expires_after[seconds]").asLong(0);
            if (lifetime != 0 && !NewFile.mayLive(lifetime)) {
                refuse(
                        request,
                        Refusals.wrongType(
                                "expires_after[seconds]",
                                "between " + NewFile.LEAST_SECONDS + " and " + NewFile.MOST_SECONDS));
            } else {
                store(
                        request,
                        new NewFile(WorkIds.file(), Owner.of(caller), name(file.get()), purpose, lifetime),
                        file.get());
            }
        }
    }

    private void store(HttpServerRequest request, NewFile file, UploadedFile upload) {
        onLoop(
                files.begin(file)
                        .thenCompose(
                                begun -> append(file.id(), 0, upload.content().duplicate()))
                        .thenCompose(all -> files.complete(file.id())),
                request,
                stored -> {
                    HttpServerResponse response = request.response();
                    if (!response.closed()) {
                        response.putHeader("content-type", "application/json");
                        var _ = response.end(Buffer.buffer(SeamJson.bytes(stored.view())));
                    }
                });
    }

    /** One piece at a time is on the heap. */
    private CompletionStage<Void> append(String id, int piece, ByteBuffer rest) {
        if (!rest.hasRemaining()) {
            return CompletableFuture.completedFuture(null);
        }
        byte[] bytes = new byte[Math.min(FileStore.PIECE, rest.remaining())];
        rest.get(bytes);
        return files.append(id, piece, bytes).thenCompose(done -> append(id, piece + 1, rest));
    }

    public void content(HttpServerRequest request, Caller caller, String id) {
        request.resume();
        onLoop(files.find(id, Owner.scope(caller)), request, found -> {
            if (found.isEmpty()) {
                refuse(request, Refusals.noSuchFile(id));
            } else {
                HttpServerResponse response = request.response();
                StoredFile file = found.get();
                response.putHeader("content-type", "application/octet-stream");
                response.putHeader("content-length", Long.toString(file.bytes()));
                piece(request, file, 0);
            }
        });
    }

    private void piece(HttpServerRequest request, StoredFile file, int piece) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return;
        }
        if ((long) piece * FileStore.PIECE >= file.bytes()) {
            var _ = response.end();
            return;
        }
        onLoop(files.piece(file.id(), piece), request, bytes -> {
            if (bytes.isEmpty()) {
                // deleted meanwhile: what was announced does not come
                response.reset();
                return;
            }
            var _ = response.write(Buffer.buffer(bytes.get()));
            if (response.writeQueueFull()) {
                response.drainHandler(drained -> piece(request, file, piece + 1));
            } else {
                piece(request, file, piece + 1);
            }
        });
    }

    /** Back from whatever thread the books answer on. */
    private static <T> void onLoop(CompletionStage<T> answer, HttpServerRequest request, Consumer<T> receiver) {
        Context loop = Vertx.currentContext();
        answer.whenComplete((value, fault) -> loop.runOnContext(ignored -> {
            if (fault == null) {
                receiver.accept(value);
            } else if (request.response().headWritten()) {
                request.response().reset();
            } else {
                LOG.warnf("Files cannot be reached: %s", fault.toString());
                refuse(request, Refusals.filesAway());
            }
        }));
    }

    /** PostgreSQL takes no NUL in a text. */
    private static String name(UploadedFile file) {
        String name = file.filename().replace("\0", "");
        return name.substring(0, Math.min(LONGEST_NAME, name.length()));
    }

    private static void refuse(HttpServerRequest request, Refusal refusal) {
        ErrorAnswers.send(request, refusal, Protocol.OPENAI_CHAT);
    }
}
