package io.sluice.router.media;

import io.sluice.router.conversation.Media;
import io.sluice.router.failure.ErrorClass;
import io.sluice.router.failure.PreparationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Gets what lies at an address. Thread-safe; never blocks. */
@FunctionalInterface
public interface MediaSource {

    /** Where nothing is fetched. */
    MediaSource NONE = media -> CompletableFuture.failedStage(
            new PreparationException(ErrorClass.BAD_REQUEST, "media is not fetched here; send it as a data URL"));

    /** Called on the call's event loop. Fails with {@link PreparationException} when it cannot be had, or not from there. */
    CompletionStage<Media.Inline> fetch(Media.Url media);
}
