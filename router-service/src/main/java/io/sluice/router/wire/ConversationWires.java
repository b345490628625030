package io.sluice.router.wire;

import static java.util.Map.entry;

import io.sluice.contracts.routing.Protocol;
import io.sluice.router.client.ClientProtocol;
import io.sluice.router.client.chat.ChatProtocol;
import io.sluice.router.client.completions.CompletionsProtocol;
import io.sluice.router.client.gemini.GeminiProtocol;
import io.sluice.router.client.messages.MessagesProtocol;
import io.sluice.router.client.responses.ResponsesProtocol;
import io.sluice.router.deployment.Target;
import io.sluice.router.wire.alephalpha.AlephAlphaDialect;
import io.sluice.router.wire.anthropic.AnthropicDialect;
import io.sluice.router.wire.anthropic.MessagesWire;
import io.sluice.router.wire.azure.AzureAddress;
import io.sluice.router.wire.azure.FoundryClaude;
import io.sluice.router.wire.bedrock.BedrockDialect;
import io.sluice.router.wire.bedrock.InvokedMessages;
import io.sluice.router.wire.cloudflare.CloudflareAddress;
import io.sluice.router.wire.cohere.CohereDialect;
import io.sluice.router.wire.databricks.DatabricksClaude;
import io.sluice.router.wire.gemini.GeminiDialect;
import io.sluice.router.wire.gemini.GenerateContentWire;
import io.sluice.router.wire.ollama.OllamaDialect;
import io.sluice.router.wire.openai.ChatAddress;
import io.sluice.router.wire.openai.FimDialect;
import io.sluice.router.wire.openai.OpenAiChatDialect;
import io.sluice.router.wire.openai.OpenAiChatWire;
import io.sluice.router.wire.replicate.ReplicateDialect;
import io.sluice.router.wire.responses.ResponsesDialect;
import io.sluice.router.wire.responses.ResponsesWire;
import io.sluice.router.wire.snowflake.SnowflakeAddress;
import io.sluice.router.wire.tgi.TgiDialect;
import io.sluice.router.wire.vertex.VertexDialect;
import io.sluice.router.wire.watsonx.WatsonxDialect;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The wires of conversations, by the client's protocol and the provider's wire as {@code providers/*.yaml} names it. Where both speak the same,
 * bytes pass; every other pair of a protocol and a dialect is a {@link TranslatedWire}.
 */
final class ConversationWires {

    private static final OpenAiChatWire OPENAI_CHAT = new OpenAiChatWire();
    private static final OpenAiChatWire AZURE_CHAT = new OpenAiChatWire(AzureAddress::ofOpenAi);
    private static final OpenAiChatWire FOUNDRY_CHAT = new OpenAiChatWire(AzureAddress::ofFoundry);
    private static final OpenAiChatWire CLOUDFLARE_CHAT = new OpenAiChatWire(CloudflareAddress::of);
    private static final OpenAiChatWire SNOWFLAKE_CHAT = new OpenAiChatWire(SnowflakeAddress::of);
    private static final Wire OPENAI_COMPLETIONS = new OpenAiChatWire(target -> ChatAddress.of(target, "completions"));
    private static final Wire AZURE_COMPLETIONS = new OpenAiChatWire(AzureAddress::ofCompletions);
    private static final VertexDialect VERTEX = new VertexDialect(new OpenAiChatDialect(OPENAI_CHAT));
    private static final ClientProtocol COMPLETIONS = new CompletionsProtocol();

    /** Protocols in which clients talk to chat models. */
    static final Map<Protocol, ClientProtocol> CLIENTS = Map.of(
            Protocol.OPENAI_CHAT, new ChatProtocol(),
            Protocol.OPENAI_COMPLETIONS, COMPLETIONS,
            Protocol.OPENAI_RESPONSES, new ResponsesProtocol(),
            Protocol.ANTHROPIC_MESSAGES, new MessagesProtocol(),
            Protocol.GEMINI_GENERATE, new GeminiProtocol());

    /** How chat models are talked to. */
    private static final Map<String, Dialect> DIALECTS = Map.ofEntries(
            entry("aleph-alpha-complete", new AlephAlphaDialect()),
            entry("anthropic-messages", new AnthropicDialect()),
            entry("azure-chat", new OpenAiChatDialect(AZURE_CHAT)),
            entry("azure-responses", new ResponsesDialect(AZURE_CHAT, AzureAddress::ofResponses)),
            entry("bedrock-converse", new BedrockDialect()),
            entry("cloudflare-chat", new OpenAiChatDialect(CLOUDFLARE_CHAT)),
            entry("cohere-chat", new CohereDialect()),
            entry("gemini-generate", new GeminiDialect()),
            entry("mistral-fim", new FimDialect(OPENAI_CHAT)),
            entry("ollama-chat", new OllamaDialect(false)),
            entry("ollama-generate", new OllamaDialect(true)),
            entry("openai-chat", new OpenAiChatDialect(OPENAI_CHAT)),
            entry("openai-responses", new ResponsesDialect(OPENAI_CHAT, target -> ChatAddress.of(target, "responses"))),
            entry("replicate", new ReplicateDialect()),
            entry("snowflake-chat", new OpenAiChatDialect(SNOWFLAKE_CHAT)),
            entry("tgi-generate", new TgiDialect()),
            entry("vertex-generate", VERTEX),
            entry("watsonx-chat", new WatsonxDialect(new OpenAiChatDialect(OPENAI_CHAT))));

    /** Where Claude is spoken to in words of its own, and all other models in OpenAI's. */
    private static final Map<String, BesideClaude> BESIDE_CLAUDE = Map.of(
            "azure-ai-chat", new BesideClaude(FoundryClaude::isClaude, new FoundryClaude(), FOUNDRY_CHAT),
            "databricks-chat",
                    new BesideClaude(
                            DatabricksClaude::isClaude,
                            new DatabricksClaude(new OpenAiChatDialect(OPENAI_CHAT)),
                            OPENAI_CHAT));

    private record BesideClaude(Predicate<Target> isClaude, Dialect claude, OpenAiChatWire others) {

        Dialect dialect(Target target) {
            return isClaude.test(target) ? claude : new OpenAiChatDialect(others);
        }

        Wire of(Protocol protocol, ClientProtocol client) {
            return new ByModel(
                    isClaude,
                    new TranslatedWire(client, claude),
                    protocol == Protocol.OPENAI_CHAT
                            ? others
                            : new TranslatedWire(client, new OpenAiChatDialect(others)));
        }
    }

    /** Client and provider speak the same. */
    private static final Map<Protocol, Map<String, Wire>> PASSED = Map.of(
            Protocol.OPENAI_CHAT,
            Map.of(
                    "openai-chat", OPENAI_CHAT,
                    "azure-chat", AZURE_CHAT,
                    "cloudflare-chat", CLOUDFLARE_CHAT,
                    "snowflake-chat", SNOWFLAKE_CHAT),
            Protocol.OPENAI_COMPLETIONS,
            Map.of(
                    "openai-completions",
                    OPENAI_COMPLETIONS,
                    "azure-completions",
                    AZURE_COMPLETIONS,
                    "openai-instruct",
                    instruct(OPENAI_COMPLETIONS, new OpenAiChatDialect(OPENAI_CHAT)),
                    "azure-instruct",
                    instruct(AZURE_COMPLETIONS, new OpenAiChatDialect(AZURE_CHAT)),
                    "tgi-generate",
                    // Hugging Face's router has chats only
                    new ByModel(
                            TgiDialect::isServer,
                            new TranslatedWire(COMPLETIONS, new TgiDialect()),
                            new TranslatedWire(COMPLETIONS, new OpenAiChatDialect(OPENAI_CHAT)))),
            Protocol.OPENAI_RESPONSES,
            Map.of(
                    "openai-responses", new ResponsesWire(target -> ChatAddress.of(target, "responses"), true),
                    "azure-responses", new ResponsesWire(AzureAddress::ofResponses, false)),
            Protocol.ANTHROPIC_MESSAGES,
            Map.of(
                    "anthropic-messages", new MessagesWire(),
                    "bedrock-invoke",
                            new ByModel(
                                    InvokedMessages::isClaude,
                                    new InvokedMessages(),
                                    new TranslatedWire(new MessagesProtocol(), new BedrockDialect())),
                    "vertex-generate",
                            new ByModel(
                                    VertexDialect::isClaude,
                                    VertexDialect.messages(),
                                    new TranslatedWire(new MessagesProtocol(), VERTEX))),
            Protocol.GEMINI_GENERATE,
            Map.of(
                    "gemini-generate", new GenerateContentWire(),
                    "vertex-generate",
                            new ByModel(
                                    VertexDialect::isGemini,
                                    VertexDialect.generateContent(),
                                    new TranslatedWire(new GeminiProtocol(), VERTEX))));

    static final Map<Protocol, Map<String, Wire>> ALL = all();

    private ConversationWires() {}

    /**
     * How a model is talked to by who reads what it answers, even where bytes could pass: in the words of its provider's endpoint for the client's
     * protocol, if there are such, else in those of its chat.
     */
    static Optional<Dialect> dialect(Protocol client, Target target) {
        return Wires.names(client, target)
                .flatMap(wire -> Optional.ofNullable(BESIDE_CLAUDE.get(wire))
                        .map(beside -> beside.dialect(target))
                        .or(() -> Optional.ofNullable(DIALECTS.get(wire)))
                        .stream())
                .findFirst();
    }

    /** Of OpenAI's own models only the instruct ones have completions; the others are asked in a chat. */
    private static Wire instruct(Wire completions, Dialect chat) {
        return new ByModel(
                target -> "completion".equals(target.card().mode()),
                completions,
                new TranslatedWire(COMPLETIONS, chat));
    }

    private static Map<Protocol, Map<String, Wire>> all() {
        Map<Protocol, Map<String, Wire>> all = new EnumMap<>(Protocol.class);
        CLIENTS.forEach((protocol, client) -> {
            Map<String, Wire> wires = new HashMap<>();
            DIALECTS.forEach((name, dialect) -> wires.put(name, new TranslatedWire(client, dialect)));
            BESIDE_CLAUDE.forEach((name, beside) -> wires.put(name, beside.of(protocol, client)));
            wires.putAll(PASSED.getOrDefault(protocol, Map.of()));
            all.put(protocol, wires);
        });
        return all;
    }
}
