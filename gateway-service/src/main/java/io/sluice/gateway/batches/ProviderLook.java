package io.sluice.gateway.batches;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.SeamJson;
import io.sluice.contracts.batches.ProviderBatch;
import io.sluice.contracts.batches.ProviderBatches;
import io.sluice.contracts.batches.ProviderNews;
import io.sluice.contracts.files.FileStore;
import io.sluice.contracts.files.NewFile;
import io.sluice.contracts.files.WorkIds;
import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.identity.ModelAccess;
import io.sluice.contracts.routing.UploadedFile;
import io.sluice.gateway.files.PieceWriter;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One look at a batch that its provider runs: hands it in, asks how it is, fetches what came. What it says decides the next look. Blocks its (virtual) thread.
 */
final class ProviderLook {

    private static final byte[] NOTHING = {};
    private static final long BUSY_MILLIS = 60_000;
    private static final long LEAST_SECONDS = 2;
    private static final long MOST_SECONDS = 300;

    /** Their windows are a day; after three nobody knows any more. */
    private static final long TOO_OLD_SECONDS = 3 * 86_400L;

    private final ProviderBatches batches;
    private final FileStore files;
    private final ProviderLink link;
    private final ProviderPaths paths;
    private final ProviderBatch batch;
    private final Caller caller;

    ProviderLook(
            ProviderBatches batches,
            FileStore files,
            ProviderLink link,
            ProviderPaths paths,
            ProviderBatch batch,
            Caller caller) {
        this.batches = batches;
        this.files = files;
        this.link = link;
        this.paths = paths;
        this.batch = batch;
        this.caller = caller;
    }

    ProviderNews take() throws IOException {
        String remote = batch.remoteId();
        String model = batch.model();
        boolean cancelling = batch.status().equals("cancelling");
        if (remote != null && model != null) {
            return follow(remote, model, cancelling);
        }
        if (batch.submitted()) {
            return RemoteBatch.failed(
                    "batch_interrupted",
                    "The gateway stopped while it handed the batch to " + batch.provider()
                            + ". It may run there, so it was not handed in again.");
        }
        return cancelling
                ? new ProviderNews("cancelled", null, 0, 0, 0, null, null, null, 0)
                : submit(BatchInput.read(files, batch.inputFileId()));
    }

    private ProviderNews submit(BatchInput input) {
        if (input.model().isEmpty()) {
            return RemoteBatch.failed("missing_model", "The first line of the input file names no model.");
        }
        String model = input.model().get();
        if (!ModelAccess.allows(caller, model, List.of())
                && !ModelAccess.allows(caller, batch.provider() + '/' + model, List.of())) {
            return RemoteBatch.failed(
                    "key_model_access_denied", "The model '" + model + "' is not available for this API key.");
        }
        UploadedFile file = new UploadedFile("file", "input.jsonl", "application/jsonl", input.content());
        ProviderLink.Reply uploaded = Waiting.get(link.ask(new ProviderLink.Question(
                caller,
                batch.provider(),
                model,
                "POST",
                paths.files(batch.provider(), ""),
                SeamJson.bytes(SeamJson.MAPPER.createObjectNode().put("purpose", "batch")),
                List.of(file))));
        if (!uploaded.isGood()) {
            return passes(uploaded) ? ProviderNews.later(batch, BUSY_MILLIS) : refused(uploaded);
        }
        if (!Waiting.get(batches.submit(batch.id(), model))) {
            return ProviderNews.later(batch, 0);
        }
        ObjectNode body = SeamJson.MAPPER
                .createObjectNode()
                .put("input_file_id", RemoteBatch.read(uploaded.body()).id())
                .put("endpoint", batch.endpoint())
                .put("completion_window", batch.window());
        ProviderLink.Reply made = ask(model, "POST", paths.batches(batch.provider(), ""), SeamJson.bytes(body));
        RemoteBatch remote = RemoteBatch.read(made.body());
        return made.isGood() && !remote.id().isEmpty() ? progress(remote) : refused(made);
    }

    private ProviderNews follow(String remoteId, String model, boolean cancelling) {
        String path = '/' + URLEncoder.encode(remoteId, StandardCharsets.UTF_8);
        if (cancelling) {
            // refused when it has ended or was told before: the look says which
            var _ = ask(model, "POST", paths.batches(batch.provider(), path + "/cancel"), NOTHING);
        }
        ProviderLink.Reply reply = ask(model, "GET", paths.batches(batch.provider(), path), NOTHING);
        if (!reply.isGood()) {
            return batch.ageSeconds() > TOO_OLD_SECONDS || (!reply.ours() && reply.status() == 404)
                    ? refused(reply)
                    : ProviderNews.later(batch, BUSY_MILLIS);
        }
        RemoteBatch remote = RemoteBatch.read(reply.body());
        return remote.hasResults() ? results(remote, model) : progress(remote);
    }

    private ProviderNews progress(RemoteBatch remote) {
        long seconds = Math.clamp(batch.ageSeconds() / 20, LEAST_SECONDS, MOST_SECONDS);
        String status = remote.status().isEmpty() ? batch.status() : remote.status();
        return remote.news(status, null, null, seconds * 1_000);
    }

    /** One file a look: what was charged once is remembered before the next is fetched. */
    private ProviderNews results(RemoteBatch remote, String model) {
        String output = remote.file("output_file_id");
        if (output != null && batch.outputFileId() == null) {
            Optional<String> fetched = fetch(output, model, "_output.jsonl");
            return fetched.isPresent()
                    ? remote.news("finalizing", fetched.get(), null, 0)
                    : ProviderNews.later(batch, BUSY_MILLIS);
        }
        String errors = remote.file("error_file_id");
        @Nullable String ours = null;
        if (errors != null) {
            Optional<String> fetched = fetch(errors, model, "_error.jsonl");
            if (fetched.isEmpty()) {
                return ProviderNews.later(batch, BUSY_MILLIS);
            }
            ours = fetched.get();
        }
        return remote.news(remote.status(), null, ours, 0);
    }

    /** Id of our copy; empty when it cannot be had now, be it that a budget does not pay for it. */
    private Optional<String> fetch(String remoteFile, String model, String end) {
        String id = WorkIds.file();
        PieceWriter file = new PieceWriter(
                files, new NewFile(id, batch.owner(), batch.id() + end, "batch_output", batch.outputSeconds()));
        String path = '/' + URLEncoder.encode(remoteFile, StandardCharsets.UTF_8) + "/content";
        ProviderLink.Reply reply = Waiting.get(link.fetch(
                new ProviderLink.Question(
                        caller,
                        batch.provider(),
                        model,
                        "GET",
                        paths.files(batch.provider(), path),
                        NOTHING,
                        List.of()),
                file));
        return reply.isGood() ? Optional.of(id) : Optional.empty();
    }

    private ProviderLink.Reply ask(String model, String method, String path, byte[] json) {
        return Waiting.get(
                link.ask(new ProviderLink.Question(caller, batch.provider(), model, method, path, json, List.of())));
    }

    /** Whether nobody was called and somebody may be in a while. */
    private static boolean passes(ProviderLink.Reply reply) {
        return reply.status() == 429 || reply.status() == 503;
    }

    private ProviderNews refused(ProviderLink.Reply reply) {
        String message;
        try {
            message =
                    SeamJson.MAPPER.readTree(reply.body()).at("/error/message").asText("");
        } catch (IOException notJson) {
            message = "";
        }
        String who = reply.ours() ? "The gateway" : batch.provider();
        return RemoteBatch.failed(
                "batch_refused", who + " answered " + reply.status() + (message.isEmpty() ? "." : ": " + message));
    }
}
