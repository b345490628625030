package io.sluice.router.wire;

import io.sluice.router.wire.openai.OpenAiChatWire;
import java.util.Map;
import java.util.Optional;

/** All wires by name. */
public final class Wires {

    private static final Map<String, Wire> BY_NAME = Map.of("openai-chat", new OpenAiChatWire());

    private Wires() {}

    public static Optional<Wire> byName(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }
}
