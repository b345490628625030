package io.sluice.router.wire;

import io.sluice.contracts.routing.Protocol;
import io.sluice.router.catalog.EndpointSpec;
import io.sluice.router.catalog.Provider;
import io.sluice.router.client.ClientProtocol;
import io.sluice.router.client.chat.ChatProtocol;
import io.sluice.router.wire.anthropic.AnthropicDialect;
import io.sluice.router.wire.azure.AzureAddress;
import io.sluice.router.wire.azure.FoundryClaude;
import io.sluice.router.wire.bedrock.BedrockDialect;
import io.sluice.router.wire.gemini.GeminiDialect;
import io.sluice.router.wire.ollama.OllamaDialect;
import io.sluice.router.wire.openai.OpenAiChatWire;
import io.sluice.router.wire.vertex.VertexDialect;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * All wires, by the client's protocol and the provider's wire as {@code providers/*.yaml} names it. Where both speak the same, bytes pass; every
 * other pair of a protocol for conversations and a dialect is a {@link TranslatedWire}.
 */
public final class Wires {

    /** Protocols in which clients talk to chat models. */
    private static final Map<Protocol, ClientProtocol> CLIENTS = Map.of(Protocol.OPENAI_CHAT, new ChatProtocol());

    /** How chat models are talked to. */
    private static final Map<String, Dialect> DIALECTS = Map.of(
            "anthropic-messages", new AnthropicDialect(),
            "bedrock-converse", new BedrockDialect(),
            "gemini-generate", new GeminiDialect(),
            "ollama-chat", new OllamaDialect(false),
            "ollama-generate", new OllamaDialect(true),
            "vertex-generate", new VertexDialect());

    /** Client and provider speak the same. */
    private static final Map<Protocol, Map<String, Wire>> PASSED = Map.of(
            Protocol.OPENAI_CHAT,
            Map.of(
                    "openai-chat", new OpenAiChatWire(),
                    "azure-chat", new OpenAiChatWire(AzureAddress::ofOpenAi),
                    "azure-ai-chat",
                            new ByModel(
                                    FoundryClaude::isClaude,
                                    new TranslatedWire(new ChatProtocol(), new FoundryClaude()),
                                    new OpenAiChatWire(AzureAddress::ofFoundry))));

    private static final Map<Protocol, Map<String, Wire>> ALL = all();

    private Wires() {}

    private static Map<Protocol, Map<String, Wire>> all() {
        Map<Protocol, Map<String, Wire>> all = new EnumMap<>(Protocol.class);
        CLIENTS.forEach((protocol, client) -> {
            Map<String, Wire> wires = new HashMap<>();
            DIALECTS.forEach((name, dialect) -> wires.put(name, new TranslatedWire(client, dialect)));
            all.put(protocol, wires);
        });
        PASSED.forEach((protocol, wires) ->
                all.computeIfAbsent(protocol, ignored -> new HashMap<>()).putAll(wires));
        return all;
    }

    /**
     * The wire for a call in this protocol: the one that the provider has for the protocol's own endpoint, otherwise the one of its chat models.
     * Empty when the provider offers nothing of the kind.
     */
    public static Optional<Wire> of(Protocol client, Provider provider) {
        EndpointSpec own = provider.profile().endpoints().get(client.endpoint());
        return Optional.ofNullable(own)
                .flatMap(endpoint -> find(client, endpoint.wire()))
                .or(() -> find(client, provider.wire()));
    }

    /** The wire by its name. */
    public static Optional<Wire> find(Protocol client, String wire) {
        return Optional.ofNullable(ALL.getOrDefault(client, Map.of()).get(wire));
    }

    /** Whether any client can be served by a wire of this name. */
    public static boolean isBuilt(String wire) {
        return ALL.values().stream().anyMatch(wires -> wires.containsKey(wire));
    }
}
