package io.sluice.router.credentials;

import io.sluice.router.failure.ErrorClass;
import io.sluice.router.failure.PreparationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** A token by which a pod or a pipeline shows who it is: itself, or the name of a file that is renewed. */
final class WebIdentity {

    private WebIdentity() {}

    static CompletionStage<String> read(String token, Executor beside) {
        if (!token.startsWith("/")) {
            return CompletableFuture.completedStage(token);
        }
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return Files.readString(Path.of(token)).strip();
                    } catch (IOException e) {
                        throw new PreparationException(
                                ErrorClass.AUTHENTICATION, "the web identity token " + token + " cannot be read");
                    }
                },
                beside);
    }
}
