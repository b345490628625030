package io.sluice.router.wire.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.answer.AnswerEvent;
import io.sluice.router.conversation.MakersMark;
import java.util.Optional;

/**
 * A reasoning item on its way through a protocol that signs thoughts: its id and what is encrypted in it travel as the signature, or where nothing of
 * it can be read as a redacted thought, and come back as an item. Signatures of other providers are not OpenAI's.
 */
final class KeptReasoning {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MAKER = "openai";

    private KeptReasoning() {}

    /** What closes the thought; empty when nothing of it has to come back. */
    static Optional<AnswerEvent> closing(JsonNode item, boolean readable) {
        String encrypted = item.path("encrypted_content").asText("");
        if (encrypted.isEmpty()) {
            return Optional.empty();
        }
        String kept = MakersMark.put(MAKER, item.path("id").asText("") + ':' + encrypted);
        return Optional.of(readable ? new AnswerEvent.ThinkingSignature(kept) : new AnswerEvent.RedactedThinking(kept));
    }

    /**
     * The item again; empty when another provider signed it.
     *
     * @param kept signature or redacted data
     */
    static Optional<ObjectNode> item(String text, String kept) {
        return MakersMark.taken(MAKER, kept)
                .filter(own -> own.indexOf(':') >= 0)
                .map(own -> {
                    int end = own.indexOf(':');
                    ObjectNode item =
                            JSON.createObjectNode().put("type", "reasoning").put("id", own.substring(0, end));
                    ArrayNode summary = item.putArray("summary");
                    if (!text.isEmpty()) {
                        summary.addObject().put("type", "summary_text").put("text", text);
                    }
                    return item.put("encrypted_content", own.substring(end + 1));
                });
    }
}
