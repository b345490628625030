package io.sluice.router.wire.ollama;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.deployment.Target;
import io.sluice.router.wire.AnswerReader;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.Wire;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.chat.ChatFromEvents;
import io.sluice.router.wire.chat.ChatParams;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Chat completions for Ollama. {@code ollama_chat/} speaks {@code /api/chat}; {@code ollama/} speaks {@code /api/generate} as LiteLLM
 * does, but for calls with tools or images of earlier turns, which only {@code /api/chat} takes natively.
 */
public final class OllamaWire implements Wire {

    static final ObjectMapper JSON = new ObjectMapper();

    private final boolean generate;

    public OllamaWire(boolean generate) {
        this.generate = generate;
    }

    @Override
    public String name() {
        return generate ? "ollama-generate" : "ollama-chat";
    }

    @Override
    public UpstreamRequest encode(WireCall call) {
        ChatParams params = ChatParams.read(call);
        boolean asPrompt = generate && !usesTools(params);
        OllamaRequest request = new OllamaRequest(call, params);
        ObjectNode body = asPrompt ? request.generate() : request.chat();
        return new UpstreamRequest(
                "POST",
                call.target().apiBase() + (asPrompt ? "/api/generate" : "/api/chat"),
                headers(call.target()),
                List.of(ByteBuffer.wrap(body.toString().getBytes(StandardCharsets.UTF_8))),
                params.notes());
    }

    private static boolean usesTools(ChatParams params) {
        if (params.has("tools")) {
            return true;
        }
        var messages = params.rest().get("messages");
        if (messages != null) {
            for (var message : messages) {
                if (message.path("role").asText().equals("tool")
                        || message.path("tool_calls").size() > 0) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Map<String, String> headers(Target target) {
        Map<String, String> headers = new HashMap<>();
        headers.put("content-type", "application/json");
        String key = target.apiKey();
        if (key != null) {
            // Ollama's cloud, and proxies in front of a local one
            headers.put("authorization", "Bearer " + key);
        }
        target.params()
                .section("extra_headers")
                .values()
                .forEach((name, value) -> headers.put(name, String.valueOf(value)));
        return headers;
    }

    @Override
    public AnswerReader reader(WireCall call) {
        return new ChatFromEvents(call, new OllamaDecoder(), false);
    }
}
