package io.sluice.router.wire.ollama;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.conversation.Conversation;
import io.sluice.router.conversation.Media;
import io.sluice.router.wire.Dialect;
import io.sluice.router.wire.RequestHeaders;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.event.EventDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Chat completions for Ollama. {@code ollama_chat/} speaks {@code /api/chat}; {@code ollama/} speaks {@code /api/generate} as LiteLLM
 * does, but for calls with tools or images of earlier turns, which only {@code /api/chat} takes natively.
 */
public final class OllamaDialect implements Dialect {

    static final ObjectMapper JSON = new ObjectMapper();

    private final boolean generate;

    public OllamaDialect(boolean generate) {
        this.generate = generate;
    }

    @Override
    public UpstreamRequest encode(Conversation conversation, WireCall call) {
        boolean usesTools = conversation.params().has("tools")
                || conversation.params().has("functions")
                || conversation.usesTools();
        boolean asPrompt = generate && !usesTools;
        OllamaRequest request = new OllamaRequest(call, conversation);
        ObjectNode body = asPrompt ? request.generate() : request.chat();
        return new UpstreamRequest(
                "POST",
                call.target().apiBase() + (asPrompt ? "/api/generate" : "/api/chat"),
                RequestHeaders.json(call.target()),
                List.of(ByteBuffer.wrap(body.toString().getBytes(StandardCharsets.UTF_8))),
                conversation.params().notes());
    }

    /** Ollama takes pictures as bytes only: docs/api.md of ollama/ollama (seen 2026-11-24). */
    @Override
    public boolean cannotFetch(Media.Url media, WireCall call) {
        return true;
    }

    @Override
    public EventDecoder decoder(WireCall call) {
        return new OllamaDecoder();
    }
}
