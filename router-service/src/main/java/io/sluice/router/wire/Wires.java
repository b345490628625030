package io.sluice.router.wire;

import io.sluice.router.client.chat.ChatProtocol;
import io.sluice.router.wire.anthropic.AnthropicDialect;
import io.sluice.router.wire.ollama.OllamaDialect;
import io.sluice.router.wire.openai.OpenAiChatWire;
import java.util.Map;
import java.util.Optional;

/** All wires by the name that {@code providers/*.yaml} gives them. */
public final class Wires {

    private static final ChatProtocol CHAT = new ChatProtocol();

    private static final Map<String, Wire> BY_NAME = Map.of(
            "openai-chat", new OpenAiChatWire(),
            "anthropic-messages", new TranslatedWire(CHAT, new AnthropicDialect()),
            "ollama-chat", new TranslatedWire(CHAT, new OllamaDialect(false)),
            "ollama-generate", new TranslatedWire(CHAT, new OllamaDialect(true)));

    private Wires() {}

    public static Optional<Wire> byName(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }
}
