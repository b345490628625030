package io.sluice.gateway.batches;

import io.sluice.contracts.batches.BatchHost;
import io.sluice.contracts.batches.BatchStep;
import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.routing.UploadedFile;
import io.sluice.gateway.files.PieceWriter;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Steps of batches that providers run. What speaks OpenAI's protocol is passed through as it is, the engine translates for the others; each call is admitted,
 * journaled and billed as any other. Called and answered on one event loop.
 */
public interface ProviderLink {

    /**
     * @param model that prices the call
     * @param id of the batch there, or of the result file; empty where neither is known yet
     * @param endpoint that each line calls
     * @param json the body, or the fields of a form with files; empty: none
     * @param files the input file, where it is sent or where lines are translated
     */
    record Question(
            Caller caller,
            BatchHost host,
            String model,
            BatchStep step,
            String id,
            String endpoint,
            byte[] json,
            List<UploadedFile> files) {}

    /**
     * @param status of the provider, or of our refusal
     * @param ours nobody was called
     */
    record Reply(int status, byte[] body, boolean ours) {

        public boolean isGood() {
            return !ours && status >= 200 && status < 300;
        }
    }

    /** A short answer. */
    CompletionStage<Reply> ask(Question question);

    /**
     * The result file of a batch: what it says that its lines used is charged, once our copy is complete. Of one that could not be kept nothing is, since it is
     * fetched again. The reply's body is empty when it is good.
     */
    CompletionStage<Reply> fetch(Question question, PieceWriter file);
}
