package io.sluice.router.wire;

import io.sluice.router.wire.anthropic.AnthropicWire;
import io.sluice.router.wire.ollama.OllamaWire;
import io.sluice.router.wire.openai.OpenAiChatWire;
import java.util.Map;
import java.util.Optional;

/** All wires by name. */
public final class Wires {

    private static final Map<String, Wire> BY_NAME = Map.of(
            "openai-chat", new OpenAiChatWire(),
            "anthropic-messages", new AnthropicWire(),
            "ollama-chat", new OllamaWire(false),
            "ollama-generate", new OllamaWire(true));

    private Wires() {}

    public static Optional<Wire> byName(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }
}
