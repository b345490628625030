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
import io.sluice.gateway.models.Models;
import io.sluice.gateway.models.NamedModel;
import io.sluice.gateway.relay.BodyReader;
import io.sluice.gateway.scan.ScanException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * {@code POST /v1/files} and {@code GET /v1/files/{id}/content} (platform.openai.com/docs/api-reference/files, seen 2026-11-26). An upload lies on disk
 * while it comes ({@link FormReader}); one for a batch, or for models that it names, goes to the books piece by piece, any other to a provider, and the books only know whose it is. A download
 * comes as fast as the client reads it. The other calls of files are answered by the books. On the event loop of the request.
 */
public final class FileEndpoint {

    private static final Logger LOG = Logger.getLogger(FileEndpoint.class);

    /** Room for the fields of the form beside the file. */
    private static final long FORM_BYTES = 64 * 1024;

    private final FileStore files;
    private final ProviderFiles elsewhere;
    private final Models models;
    private final long limit;

    /** @param limit bytes of a file */
    public FileEndpoint(FileStore files, ProviderFiles elsewhere, Models models, long limit) {
        this.files = files;
        this.elsewhere = elsewhere;
        this.models = models;
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
        UploadForm upload;
        try {
            upload = UploadForm.of(form, limit);
        } catch (ScanException e) {
            refuse(request, e.refusal());
            return;
        }
        List<String> readers = upload.models();
        for (String model : readers) {
            if (NamedModel.of(models.index(), caller, model) instanceof NamedModel.Refused refused) {
                refuse(request, refused.refusal("/files"));
                return;
            }
        }
        NewFile kept = new NewFile(
                WorkIds.file(), Owner.of(caller), upload.filename(), upload.purpose(), upload.lifetimeSeconds());
        if (upload.purpose().equals(UploadForm.BATCH) || !readers.isEmpty()) {
            store(request, kept, upload.file());
        } else {
            handOver(request, caller, kept, upload);
        }
    }

    private void store(HttpServerRequest request, NewFile file, UploadedFile upload) {
        onLoop(
                files.begin(file)
                        .thenCompose(
                                begun -> append(file.id(), 0, upload.content().duplicate()))
                        .thenCompose(all -> files.complete(file.id())),
                request,
                stored -> json(request, 200, SeamJson.bytes(stored.view())));
    }

    /** LiteLLM's rule ({@code litellm-behaviour.md} 1.4): without a name it is OpenAI. */
    private void handOver(HttpServerRequest request, Caller caller, NewFile file, UploadForm upload) {
        String provider = upload.provider(request).orElse(ProviderFiles.PROVIDERS.getFirst());
        if (!ProviderFiles.PROVIDERS.contains(provider)) {
            refuse(request, Refusals.wrongType("custom_llm_provider", "one of " + ProviderFiles.PROVIDERS));
            return;
        }
        onLoop(elsewhere.upload(caller, provider, upload.forProvider(), upload.file()), request, reply -> {
            JsonNode said = reply.isGood() ? SeamJson.read(reply.body(), JsonNode.class) : upload.fields();
            String id = said.path("id").asText("");
            if (!reply.isGood() || id.isEmpty()) {
                json(request, reply.status(), reply.body());
                return;
            }
            NewFile noted = new NewFile(id, file.owner(), file.filename(), file.purpose(), file.lifetimeSeconds());
            onLoop(
                    files.note(noted, provider, upload.file().size()),
                    request,
                    kept -> json(request, reply.status(), reply.body()));
        });
    }

    public void delete(HttpServerRequest request, Caller caller, String id) {
        request.resume();
        onLoop(files.find(id, Owner.scope(caller)), request, found -> {
            if (found.isEmpty()) {
                refuse(request, Refusals.noSuchFile(id));
            } else if (found.get().provider() == null) {
                forget(request, caller, id);
            } else {
                onLoop(elsewhere.delete(caller, found.get()), request, reply -> {
                    // one that is gone there is gone here, too
                    if (reply.isGood() || reply.status() == 404) {
                        forget(request, caller, id);
                    } else {
                        json(request, reply.status(), reply.body());
                    }
                });
            }
        });
    }

    private void forget(HttpServerRequest request, Caller caller, String id) {
        onLoop(
                files.delete(id, Owner.scope(caller)),
                request,
                done -> json(
                        request,
                        200,
                        SeamJson.bytes(SeamJson.MAPPER
                                .createObjectNode()
                                .put("id", id)
                                .put("object", "file")
                                .put("deleted", true))));
    }

    private static void json(HttpServerRequest request, int status, byte[] body) {
        HttpServerResponse response = request.response();
        if (!response.closed()) {
            response.setStatusCode(status).putHeader("content-type", "application/json");
            var _ = response.end(Buffer.buffer(body));
        }
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
            } else if (found.get().provider() != null) {
                elsewhere.content(request, caller, found.get());
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

    private static void refuse(HttpServerRequest request, Refusal refusal) {
        ErrorAnswers.send(request, refusal, Protocol.OPENAI_CHAT);
    }
}
