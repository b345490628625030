package io.sluice.router.wire.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.knuddels.jtokkit.api.IntArrayList;
import io.sluice.contracts.routing.BodyScan;
import io.sluice.router.failure.UnsupportedRequestException;
import io.sluice.router.tokens.Vocabulary;
import io.sluice.router.wire.WireCall;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Tokens in place of texts, which OpenAI's embeddings take: one list of numbers is one text, a list of lists are many
 * (platform.openai.com/docs/api-reference/embeddings/create). Providers with another tokenizer are sent the text that they stand for, by the
 * vocabulary with which clients make them (cl100k_base, as LangChain does and LiteLLM reads them).
 */
final class Tokens {

    /** Longer texts are not counted on an event loop, but estimated. */
    private static final int MOST_COUNTED = 4_096;

    private static final int BYTES_PER_TOKEN = 4;

    private Tokens() {}

    /** Whether the input of a call is tokens. */
    static boolean areInput(WireCall call) {
        for (BodyScan.Member member : call.request().scan().topLevel()) {
            if (member.name().equals("input")) {
                ByteBuffer body = call.request().body();
                return startsWithNumber(
                        body,
                        body.position() + member.value().start(),
                        body.position() + member.value().end());
            }
        }
        return false;
    }

    private static boolean startsWithNumber(ByteBuffer body, int from, int to) {
        for (int i = from; i < to; i++) {
            byte next = body.get(i);
            if (next >= '0' && next <= '9') {
                return i > from;
            }
            if (next != '[' && next > ' ') {
                return false;
            }
        }
        return false;
    }

    /** Runs what needs a vocabulary, which is not loaded on an event loop. */
    static <T> CompletionStage<T> beside(Supplier<T> work) {
        return Vocabulary.prepare().thenApplyAsync(ready -> work.get(), Thread::startVirtualThread);
    }

    /** The text that a list of tokens stands for. */
    static String text(JsonNode tokens) {
        IntArrayList numbers = new IntArrayList(Math.max(1, tokens.size()));
        for (JsonNode token : tokens) {
            if (!token.canConvertToInt()) {
                throw new UnsupportedRequestException("input: a list of tokens has nothing but numbers", "input");
            }
            numbers.add(token.intValue());
        }
        return Vocabulary.text(numbers)
                .orElseThrow(() -> new UnsupportedRequestException(
                        "input: not all tokens are of the vocabulary cl100k_base", "input"));
    }

    /** How many tokens a provider may have read that does not say it; counted only with a vocabulary that is loaded, as this may be an event loop. */
    static long estimate(List<String> texts) {
        long length = texts.stream().mapToLong(String::length).sum();
        return Vocabulary.ready()
                .filter(ready -> length <= MOST_COUNTED)
                .map(vocabulary -> texts.stream()
                        .mapToLong(vocabulary::countTokensOrdinary)
                        .sum())
                .orElseGet(() -> Math.ceilDiv(length, (long) BYTES_PER_TOKEN));
    }
}
