package io.sluice.gateway.batches;

import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.routing.UploadedFile;
import io.sluice.gateway.files.PieceWriter;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Calls to a provider that are passed through as they are: admitted, journaled and billed as any other. Called and answered on one event loop. */
public interface ProviderLink {

    /**
     * @param provider {@code openai} or {@code azure}
     * @param model that prices the call
     * @param path below the provider's address, with its version
     * @param json the body, or the fields of a form with files; empty: none
     */
    record Question(
            Caller caller,
            String provider,
            String model,
            String method,
            String path,
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
