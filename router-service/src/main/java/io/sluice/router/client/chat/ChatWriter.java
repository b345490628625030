package io.sluice.router.client.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.answer.Answer;
import io.sluice.router.answer.AnswerEvent;
import io.sluice.router.client.AnswerWriter;
import io.sluice.router.client.OpenAiUsage;
import io.sluice.router.wire.WireCall;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes an answer as a chat completion, or as its chunks; finish reasons and usage come at the end, whenever the provider said them. */
final class ChatWriter implements AnswerWriter {

    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8);

    private final WireCall call;
    private final boolean signedThinking;
    private final ChatChunks chunks;
    private final Map<Integer, String> reasons = new LinkedHashMap<>(1);
    private int choice;
    private boolean moreThanText;
    private AnswerEvent.@Nullable Usage usage;

    ChatWriter(WireCall call, boolean signedThinking) {
        this.call = call;
        this.signedThinking = signedThinking;
        this.chunks = new ChatChunks(call.answerModel(), signedThinking);
    }

    static String newId() {
        return "chatcmpl-" + UUID.randomUUID();
    }

    @Override
    public @Nullable ByteBuffer step(AnswerEvent event) {
        switch (event) {
            case AnswerEvent.Choice(int index) -> choice = index;
            case AnswerEvent.Usage counted -> usage = counted;
            case AnswerEvent.Finish finish -> reasons.put(choice, finish.reason());
            case AnswerEvent.Thinking ignored -> moreThanText = true;
            case AnswerEvent.CallStart ignored -> moreThanText = true;
            default -> {}
        }
        return chunks.step(event, choice);
    }

    @Override
    public ByteBuffer end() {
        int size = DONE.length;
        ByteBuffer[] pieces = new ByteBuffer[reasons.size() + 1];
        int count = 0;
        for (Map.Entry<Integer, String> reason : reasons.entrySet()) {
            pieces[count++] = chunks.finish(reason.getKey(), reason.getValue());
        }
        AnswerEvent.Usage counted = usage;
        if (counted != null && call.request().scan().includeUsage()) {
            pieces[count++] =
                    chunks.usage(OpenAiUsage.ofStream(counted, call.target().card(), moreThanText));
        }
        for (int i = 0; i < count; i++) {
            size += pieces[i].remaining();
        }
        ByteBuffer end = ByteBuffer.allocate(size);
        for (int i = 0; i < count; i++) {
            end.put(pieces[i]);
        }
        return end.put(DONE).flip();
    }

    @Override
    public ByteBuffer whole(Answer answer) {
        ObjectNode completion = ChatCompletion.of(answer, call.answerModel(), signedThinking);
        return ByteBuffer.wrap(completion.toString().getBytes(StandardCharsets.UTF_8));
    }
}
