package io.sluice.gateway.files;

import io.sluice.contracts.files.FileStore;
import io.sluice.contracts.files.Owner;
import io.sluice.contracts.identity.Caller;
import io.sluice.gateway.errors.Refusal;
import io.sluice.gateway.errors.Refusals;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps callers from files of others. All share one account at the provider, which lets any call read any file of it: a call that names a file that somebody
 * else has uploaded here is answered as if there were none. What nobody has uploaded here is the provider's to judge. When the books cannot be asked, a call that
 * names files waits for later; one that names none never notices. Stateless.
 */
public final class OwnFiles {

    private static final Logger LOG = Logger.getLogger(OwnFiles.class);

    private final BiFunction<Set<String>, String, CompletionStage<Optional<String>>> books;

    /** @param books {@link FileStore#foreign} */
    public OwnFiles(BiFunction<Set<String>, String, CompletionStage<Optional<String>>> books) {
        this.books = books;
    }

    /**
     * On an event loop, on which it also answers: at once when there is nothing to ask.
     *
     * @param ids {@link FileIds}
     * @param answer why the call may not go on; empty: it may
     */
    public void check(Caller caller, Set<String> ids, Consumer<Optional<Refusal>> answer) {
        Optional<String> owner = Owner.scope(caller);
        if (ids.isEmpty() || owner.isEmpty()) {
            answer.accept(Optional.empty());
        } else if (ids.size() > FileStore.MOST_IDS) {
            answer.accept(Optional.of(Refusals.tooManyFiles(FileStore.MOST_IDS)));
        } else {
            Context loop = Vertx.currentContext();
            books.apply(ids, owner.get())
                    .whenComplete(
                            (foreign, fault) -> loop.runOnContext(ignored -> answer.accept(refusal(foreign, fault))));
        }
    }

    private static Optional<Refusal> refusal(@Nullable Optional<String> foreign, @Nullable Throwable fault) {
        if (foreign == null) {
            LOG.warnf("Whose files are cannot be asked: %s", fault);
            return Optional.of(Refusals.filesAway());
        }
        return foreign.map(Refusals::noSuchFile);
    }
}
