package io.sluice.router.tokens;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import com.knuddels.jtokkit.api.IntArrayList;
import java.util.Optional;
import java.util.regex.Pattern;

/** OpenAI's vocabularies by model: github.com/openai/tiktoken (model.py). Thread-safe; the first use of one takes a third of a second. */
public final class Vocabulary {

    private static final Pattern NEWER = Pattern.compile("(gpt-4o|gpt-4\\.1|gpt-4\\.5|gpt-[5-9]|chatgpt-|o[1-9]).*");
    private static final EncodingRegistry ENCODINGS = Encodings.newLazyEncodingRegistry();

    private Vocabulary() {}

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
}
