package io.sluice.gateway.books;

import io.sluice.contracts.SeamJson;
import io.sluice.contracts.identity.Directory;
import io.sluice.contracts.identity.KeyLookup;
import io.sluice.contracts.identity.VirtualKey;
import io.sluice.gateway.seam.ServiceAnswer;
import io.sluice.gateway.seam.ServiceClient;
import java.util.concurrent.CompletionStage;

/** The register of keys, asked over HTTP. */
public final class HttpDirectory implements Directory {

    private static final long TIMEOUT_MILLIS = 2_000;

    private final ServiceClient books;

    public HttpDirectory(ServiceClient books) {
        this.books = books;
    }

    @Override
    public CompletionStage<KeyLookup> findKey(String keyHash) {
        return books.get("/internal/keys/" + keyHash, TIMEOUT_MILLIS)
                .map(HttpDirectory::read)
                .otherwise(failure -> new KeyLookup.Unavailable(String.valueOf(failure.getMessage())))
                .toCompletionStage();
    }

    private static KeyLookup read(ServiceAnswer answer) {
        return switch (answer.status()) {
            case 200 -> new KeyLookup.Found(SeamJson.read(answer.body().getBytes(), VirtualKey.class));
            case 404 -> new KeyLookup.Unknown();
            default -> new KeyLookup.Unavailable("the accounting service answered " + answer.status());
        };
    }
}
