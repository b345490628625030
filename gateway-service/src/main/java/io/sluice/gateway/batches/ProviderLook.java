package io.sluice.gateway.batches;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.SeamJson;
import io.sluice.contracts.batches.BatchHost;
import io.sluice.contracts.batches.BatchStep;
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
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One look at a batch that its provider runs: hands it in, asks how it is, fetches what came. What it says decides the next look. Blocks its (virtual) thread.
 */
final class ProviderLook {

    private static final byte[] NOTHING = {};
    private static final long BUSY_MILLIS = 60_000;
    private static final long MOST_MILLIS = 300_000;

    /** A batch is looked at again after this part of its age. */
    private static final long MILLIS_A_SECOND = 1_000 / 20;

    /** Their windows are a day; after three nobody knows any more. */
    private static final long TOO_OLD_SECONDS = 3 * 86_400L;

    private final ProviderBatches batches;
    private final FileStore files;
    private final ProviderLink link;
    private final long lookMillis;
    private final ProviderBatch batch;
    private final BatchHost host;
    private final Caller caller;

    ProviderLook(
            ProviderBatches batches,
            FileStore files,
            ProviderLink link,
            long lookMillis,
            ProviderBatch batch,
            BatchHost host,
            Caller caller) {
        this.batches = batches;
        this.files = files;
        this.link = link;
        this.lookMillis = lookMillis;
        this.batch = batch;
        this.host = host;
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
        return cancelling ? ProviderNews.cancelled() : submit(BatchInput.read(files, batch.inputFileId()));
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
        Optional<String> foreign = input.foreign(caller, files);
        if (foreign.isPresent()) {
            return RemoteBatch.failed("file_not_found", "No such File object: " + foreign.get());
        }
        String uploaded = "";
        if (host.takesFiles()) {
            byte[] form = SeamJson.bytes(SeamJson.MAPPER.createObjectNode().put("purpose", "batch"));
            ProviderLink.Reply reply = ask(model, BatchStep.UPLOAD, "", form, List.of(file(input)));
            if (!reply.isGood()) {
                return passes(reply) ? ProviderNews.later(batch, BUSY_MILLIS) : refused(reply);
            }
            uploaded = RemoteBatch.read(reply.body()).id();
        }
        if (!Waiting.get(batches.submit(batch.id(), model))) {
            return ProviderNews.later(batch, 0);
        }
        ObjectNode body = SeamJson.MAPPER
                .createObjectNode()
                .put("input_file_id", uploaded)
                .put("endpoint", batch.endpoint())
                .put("completion_window", batch.window());
        ProviderLink.Reply made = ask(
                model,
                BatchStep.CREATE,
                "",
                SeamJson.bytes(body),
                host.takesFiles() ? List.of() : List.of(file(input)));
        RemoteBatch remote = RemoteBatch.read(made.body());
        if (made.isGood() && !remote.id().isEmpty()) {
            return progress(remote);
        }
        return wasNotMade(made) && passes(made) ? ProviderNews.notMade(batch, BUSY_MILLIS) : refused(made);
    }

    private static UploadedFile file(BatchInput input) {
        return new UploadedFile("file", "input.jsonl", "application/jsonl", input.content());
    }

    private ProviderNews follow(String remoteId, String model, boolean cancelling) throws IOException {
        if (cancelling) {
            // refused when it has ended or was told before: the look says which
            var _ = ask(model, BatchStep.CANCEL, remoteId, NOTHING, List.of());
        }
        ProviderLink.Reply reply = ask(model, BatchStep.LOOK, remoteId, NOTHING, List.of());
        if (!reply.isGood()) {
            return batch.ageSeconds() > TOO_OLD_SECONDS || (!reply.ours() && reply.status() == 404)
                    ? refused(reply)
                    : ProviderNews.later(batch, BUSY_MILLIS);
        }
        RemoteBatch remote = RemoteBatch.read(reply.body());
        return remote.hasResults() ? results(remote, model) : progress(remote);
    }

    private ProviderNews progress(RemoteBatch remote) {
        long millis = Math.max(lookMillis, Math.min(MOST_MILLIS, batch.ageSeconds() * MILLIS_A_SECOND));
        String status = remote.status().isEmpty() ? batch.status() : remote.status();
        return remote.news(status, null, null, millis);
    }

    /** One file a look: what was charged once is remembered before the next is fetched. */
    private ProviderNews results(RemoteBatch remote, String model) throws IOException {
        String output = remote.file("output_file_id");
        if (output != null && batch.outputFileId() == null) {
            Optional<String> fetched = fetch(BatchStep.OUTPUT, output, model, "_output.jsonl");
            return fetched.isPresent()
                    ? remote.news("finalizing", fetched.get(), null, 0)
                    : ProviderNews.later(batch, BUSY_MILLIS);
        }
        String errors = remote.file("error_file_id");
        @Nullable String ours = null;
        if (errors != null) {
            Optional<String> fetched = fetch(BatchStep.ERRORS, errors, model, "_error.jsonl");
            if (fetched.isEmpty()) {
                return ProviderNews.later(batch, BUSY_MILLIS);
            }
            ours = fetched.get();
        }
        return remote.news(remote.status(), null, ours, 0);
    }

    /** Id of our copy; empty when it cannot be had now, be it that a budget does not pay for it. */
    private Optional<String> fetch(BatchStep step, String remoteFile, String model, String end) throws IOException {
        List<UploadedFile> input =
                host.translates() ? List.of(file(BatchInput.read(files, batch.inputFileId()))) : List.of();
        String id = WorkIds.file();
        PieceWriter file = new PieceWriter(
                files, new NewFile(id, batch.owner(), batch.id() + end, "batch_output", batch.outputSeconds()));
        ProviderLink.Reply reply = Waiting.get(link.fetch(question(model, step, remoteFile, NOTHING, input), file));
        return reply.isGood() ? Optional.of(id) : Optional.empty();
    }

    private ProviderLink.Reply ask(String model, BatchStep step, String id, byte[] json, List<UploadedFile> sent) {
        return Waiting.get(link.ask(question(model, step, id, json, sent)));
    }

    private ProviderLink.Question question(
            String model, BatchStep step, String id, byte[] json, List<UploadedFile> sent) {
        return new ProviderLink.Question(caller, host, model, step, id, batch.endpoint(), json, sent);
    }

    /** Nobody was asked, or a limit of the provider's said no. Of other errors nobody knows what is behind them. */
    private static boolean wasNotMade(ProviderLink.Reply reply) {
        return reply.ours() || reply.status() == 429;
    }

    /** Whether it may go better in a while. */
    private boolean passes(ProviderLink.Reply reply) {
        return batch.ageSeconds() < TOO_OLD_SECONDS && (reply.status() == 429 || reply.status() == 503);
    }

    private ProviderNews refused(ProviderLink.Reply reply) {
        String message;
        try {
            JsonNode said = SeamJson.MAPPER.readTree(reply.body());
            message = said.at("/error/message").asText(said.path("message").asText(""));
        } catch (IOException notJson) {
            message = "";
        }
        String who = reply.ours() ? "The gateway" : batch.provider();
        return RemoteBatch.failed(
                "batch_refused", who + " answered " + reply.status() + (message.isEmpty() ? "." : ": " + message));
    }
}
