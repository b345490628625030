package io.sluice.contracts.routing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one pass over a JSON request body found, so that nobody has to parse it again to route it. Spans are byte offsets of the
 * <em>value</em> of a top-level member (strings with their quotes), so that a wire can splice instead of re-encoding.
 *
 * @param model the decoded model name; null when absent (a path may name it)
 * @param stream value of {@code stream}
 * @param includeUsage value of {@code stream_options.include_usage}
 * @param maxTokens smallest of {@code max_tokens}, {@code max_completion_tokens}, {@code max_output_tokens} that is given; -1: none
 * @param choices value of {@code n}, at least 1
 * @param user end user from {@code user}
 * @param tags from {@code metadata.tags} and {@code tags}
 * @param textBytes bytes of the whole body that can become prompt tokens: an upper bound of input tokens for byte-level tokenizers
 * @param topLevel every member of the body's object, in order
 * @param bodyStart offset just behind the opening brace, where a member can be inserted
 * @param empty whether the object has no member (an insertion then needs no comma)
 */
public record BodyScan(
        @Nullable String model,
        Span modelValue,
        boolean stream,
        Span streamValue,
        boolean includeUsage,
        Span streamOptionsValue,
        long maxTokens,
        Span maxTokensValue,
        int choices,
        @Nullable String user,
        List<String> tags,
        long textBytes,
        List<Member> topLevel,
        int bodyStart,
        boolean empty) {

    /** The same body, weighed anew: with what stands beside it, or in other units than bytes. */
    public BodyScan weighing(long bytes) {
        return new BodyScan(
                model,
                modelValue,
                stream,
                streamValue,
                includeUsage,
                streamOptionsValue,
                maxTokens,
                maxTokensValue,
                choices,
                user,
                tags,
                bytes,
                topLevel,
                bodyStart,
                empty);
    }

    /** A top-level member with the bytes of name, colon and value. */
    public record Member(String name, Span whole, Span value) {}
}
