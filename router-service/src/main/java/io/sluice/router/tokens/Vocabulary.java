package io.sluice.router.tokens;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import com.knuddels.jtokkit.api.IntArrayList;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's vocabularies by model: github.com/openai/tiktoken (model.py). Thread-safe; the first use of one takes a third of a second, which is not for
 * an event loop: {@link #prepare}.
 */
public final class Vocabulary {

    private static final Pattern NEWER = Pattern.compile("(gpt-4o|gpt-4\\.1|gpt-4\\.5|gpt-[5-9]|chatgpt-|o[1-9]).*");
    private static final EncodingRegistry ENCODINGS = Encodings.newLazyEncodingRegistry();

    private static volatile @Nullable Encoding older;

    private Vocabulary() {}

    /**
     * Has that of older chats read, once, on a thread of its own. Complete at once when it is there, and never with a failure: whoever finds it missing then
     * estimates.
     */
    public static CompletionStage<Void> prepare() {
        return Reading.DONE;
    }

    /** That of older chats when it has been read; never waits. */
    public static Optional<Encoding> ready() {
        return Optional.ofNullable(older);
    }

    /** What tokens of embeddings stand for; empty when one of them is none. */
    public static Optional<String> text(IntArrayList tokens) {
        try {
            return Optional.of(of("").decode(tokens));
        } catch (NullPointerException | IllegalArgumentException unknown) {
            return Optional.empty(); // jtokkit says so by a NullPointerException
        }
    }

    /** That of older chats and of all embeddings when the model is not known. */
    public static Encoding of(String model) {
        return ENCODINGS.getEncoding(
                NEWER.matcher(model).matches() ? EncodingType.O200K_BASE : EncodingType.CL100K_BASE);
    }

    private static final class Reading {
        static final CompletableFuture<Void> DONE = CompletableFuture.runAsync(
                        () -> older = of(""), Thread::startVirtualThread)
                .exceptionally(ignored -> null);
    }
}
