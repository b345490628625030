package io.sluice.router.wire.passthrough;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.catalog.Charges;
import io.sluice.router.wire.anthropic.MessagesUsage;
import io.sluice.router.wire.bedrock.ConverseUsage;
import io.sluice.router.wire.gemini.GeminiUsage;
import io.sluice.router.wire.openai.Usage;
import io.sluice.router.wire.responses.ResponsesUsage;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the usage in an answer by its form, whoever gave it: OpenAI's two, Anthropic's, Google's, Cohere's, Bedrock's. Not thread-safe. */
public final class PassedUsage {

    private static final Set<String> TEXTS =
            Set.of("text", "content", "thinking", "partial_json", "arguments", "delta");
    private static final int DEEPEST = 8;

    private final MessagesUsage anthropic = new MessagesUsage();
    private @Nullable TokenUsage counted;
    private long contentLength;

    /** An answer, or an event of a stream. */
    public void read(JsonNode answer) {
        for (JsonNode place :
                new JsonNode[] {answer, answer.path("message"), answer.path("response"), answer.path("delta")}) {
            JsonNode usage = place.path("usage");
            if (usage.isObject()) {
                usage(usage);
            }
        }
        if (GeminiUsage.isSaid(answer.path("usageMetadata"))) {
            counted = GeminiUsage.of(answer.path("usageMetadata"), 0).counted();
        }
        contentLength += texts(answer, DEEPEST);
    }

    private void usage(JsonNode usage) {
        if (usage.has("prompt_tokens")) {
            keep(Usage.read(usage));
        } else if (usage.path("tokens").isObject()) {
            keep(TokenUsage.of(
                    usage.path("tokens").path("input_tokens").asLong(),
                    usage.path("tokens").path("output_tokens").asLong()));
        } else if (ConverseUsage.isSaid(usage)) {
            keep(ConverseUsage.of(usage).counted(0));
        } else if (usage.has("total_tokens")) {
            keep(ResponsesUsage.read(usage));
        } else if (usage.has("input_tokens") || usage.has("output_tokens")) {
            anthropic.keep(usage);
            keep(anthropic.counted());
        }
    }

    private void keep(@Nullable TokenUsage read) {
        counted = read == null ? counted : read;
    }

    private static long texts(JsonNode node, int depth) {
        long length = 0;
        if (depth > 0) {
            if (node.isObject()) {
                for (var member : node.properties()) {
                    JsonNode value = member.getValue();
                    length += value.isTextual() && TEXTS.contains(member.getKey())
                            ? value.textValue().length()
                            : texts(value, depth - 1);
                }
            } else if (node.isArray()) {
                for (JsonNode element : node) {
                    length += texts(element, depth - 1);
                }
            }
        }
        return length;
    }

    /** Null when the answer says nothing. */
    public @Nullable TokenUsage counted() {
        return counted;
    }

    /** What is charged beside tokens. */
    public Charges charges() {
        return anthropic.charges();
    }

    /** Of the texts that came; for an estimate of a stream that says no usage. */
    long contentLength() {
        return contentLength;
    }
}
