package io.sluice.gateway.files;

import io.sluice.contracts.files.StoredFile;
import io.sluice.contracts.identity.Caller;
import io.sluice.contracts.routing.UploadedFile;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Files that a provider keeps: calls that pass through, with the key in the gateway's environment, each admitted and journaled as any other. Called and answered on
 * the event loop of the request.
 */
public interface ProviderFiles {

    /** Those whose files have OpenAI's form. */
    List<String> PROVIDERS = List.of("openai", "azure");

    /**
     * @param status of the provider, or of our refusal
     * @param body JSON for the client
     */
    record Reply(int status, byte[] body) {

        boolean isGood() {
            return status >= 200 && status < 300;
        }
    }

    /** @param fields of the form: a JSON object */
    CompletionStage<Reply> upload(Caller caller, String provider, byte[] fields, UploadedFile file);

    CompletionStage<Reply> delete(Caller caller, StoredFile file);

    /** Answers the request. */
    void content(HttpServerRequest request, Caller caller, StoredFile file);
}
