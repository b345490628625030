package io.sluice.router.wire;

import static java.util.Map.entry;

import io.sluice.contracts.routing.Protocol;
import io.sluice.router.catalog.EndpointSpec;
import io.sluice.router.catalog.Provider;
import io.sluice.router.client.ClientProtocol;
import io.sluice.router.client.chat.ChatProtocol;
import io.sluice.router.client.completions.CompletionsProtocol;
import io.sluice.router.client.gemini.GeminiProtocol;
import io.sluice.router.client.messages.MessagesProtocol;
import io.sluice.router.client.responses.ResponsesProtocol;
import io.sluice.router.wire.anthropic.AnthropicDialect;
import io.sluice.router.wire.anthropic.MessagesWire;
import io.sluice.router.wire.azure.AzureAddress;
import io.sluice.router.wire.azure.FoundryClaude;
import io.sluice.router.wire.bedrock.BedrockDialect;
import io.sluice.router.wire.bedrock.BedrockImages;
import io.sluice.router.wire.bedrock.BedrockRerank;
import io.sluice.router.wire.bedrock.CohereOnBedrock;
import io.sluice.router.wire.bedrock.InvokedMessages;
import io.sluice.router.wire.bedrock.TitanEmbed;
import io.sluice.router.wire.cloudflare.CloudflareAddress;
import io.sluice.router.wire.cohere.CohereDialect;
import io.sluice.router.wire.databricks.DatabricksClaude;
import io.sluice.router.wire.gemini.GeminiDialect;
import io.sluice.router.wire.gemini.GenerateContentWire;
import io.sluice.router.wire.gemini.Imagen;
import io.sluice.router.wire.ollama.OllamaDialect;
import io.sluice.router.wire.openai.ChatAddress;
import io.sluice.router.wire.openai.FimDialect;
import io.sluice.router.wire.openai.OpenAiChatDialect;
import io.sluice.router.wire.openai.OpenAiChatWire;
import io.sluice.router.wire.passthrough.PassThroughWire;
import io.sluice.router.wire.plain.CohereEmbed;
import io.sluice.router.wire.plain.DeepgramListen;
import io.sluice.router.wire.plain.DeepinfraRerank;
import io.sluice.router.wire.plain.ElevenLabsSpeech;
import io.sluice.router.wire.plain.FormWire;
import io.sluice.router.wire.plain.GeminiEmbed;
import io.sluice.router.wire.plain.Moderations;
import io.sluice.router.wire.plain.NvidiaRerank;
import io.sluice.router.wire.plain.OllamaEmbed;
import io.sluice.router.wire.plain.OneByOne;
import io.sluice.router.wire.plain.PassedWire;
import io.sluice.router.wire.plain.PlainWire;
import io.sluice.router.wire.plain.Rerank;
import io.sluice.router.wire.plain.SpeechWire;
import io.sluice.router.wire.plain.StabilityImages;
import io.sluice.router.wire.plain.TeiEmbed;
import io.sluice.router.wire.plain.TeiRerank;
import io.sluice.router.wire.replicate.ReplicateDialect;
import io.sluice.router.wire.responses.ResponsesDialect;
import io.sluice.router.wire.responses.ResponsesWire;
import io.sluice.router.wire.snowflake.SnowflakeAddress;
import io.sluice.router.wire.vertex.GeminiEmbedding;
import io.sluice.router.wire.vertex.VertexDialect;
import io.sluice.router.wire.vertex.VertexEmbed;
import io.sluice.router.wire.vertex.VertexRerank;
import io.sluice.router.wire.watsonx.WatsonxDialect;
import io.sluice.router.wire.watsonx.WatsonxEmbed;
import io.sluice.router.wire.watsonx.WatsonxRerank;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * All wires, by the client's protocol and the provider's wire as {@code providers/*.yaml} names it. Where both speak the same, bytes pass; every
 * other pair of a protocol for conversations and a dialect is a {@link TranslatedWire}.
 */
public final class Wires {

    private static final OpenAiChatWire OPENAI_CHAT = new OpenAiChatWire();
    private static final OpenAiChatWire AZURE_CHAT = new OpenAiChatWire(AzureAddress::ofOpenAi);
    private static final OpenAiChatWire FOUNDRY_CHAT = new OpenAiChatWire(AzureAddress::ofFoundry);
    private static final OpenAiChatWire CLOUDFLARE_CHAT = new OpenAiChatWire(CloudflareAddress::of);
    private static final OpenAiChatWire SNOWFLAKE_CHAT = new OpenAiChatWire(SnowflakeAddress::of);
    private static final Wire OPENAI_COMPLETIONS = new OpenAiChatWire(target -> ChatAddress.of(target, "completions"));
    private static final Wire AZURE_COMPLETIONS = new OpenAiChatWire(AzureAddress::ofCompletions);
    private static final Wire PASS_THROUGH = new PassThroughWire();
    private static final VertexDialect VERTEX = new VertexDialect(new OpenAiChatDialect(OPENAI_CHAT));
    private static final ClientProtocol COMPLETIONS = new CompletionsProtocol();

    /** Protocols in which clients talk to chat models. */
    private static final Map<Protocol, ClientProtocol> CLIENTS = Map.of(
            Protocol.OPENAI_CHAT, new ChatProtocol(),
            Protocol.OPENAI_COMPLETIONS, COMPLETIONS,
            Protocol.OPENAI_RESPONSES, new ResponsesProtocol(),
            Protocol.ANTHROPIC_MESSAGES, new MessagesProtocol(),
            Protocol.GEMINI_GENERATE, new GeminiProtocol());

    /** How chat models are talked to. */
    private static final Map<String, Dialect> DIALECTS = Map.ofEntries(
            entry("anthropic-messages", new AnthropicDialect()),
            entry("azure-chat", new OpenAiChatDialect(AZURE_CHAT)),
            entry("bedrock-converse", new BedrockDialect()),
            entry("cloudflare-chat", new OpenAiChatDialect(CLOUDFLARE_CHAT)),
            entry("cohere-chat", new CohereDialect()),
            entry("gemini-generate", new GeminiDialect()),
            entry("mistral-fim", new FimDialect(OPENAI_CHAT)),
            entry("ollama-chat", new OllamaDialect(false)),
            entry("ollama-generate", new OllamaDialect(true)),
            entry("openai-chat", new OpenAiChatDialect(OPENAI_CHAT)),
            entry("openai-responses", new ResponsesDialect(OPENAI_CHAT)),
            entry("replicate", new ReplicateDialect()),
            entry("snowflake-chat", new OpenAiChatDialect(SNOWFLAKE_CHAT)),
            entry("vertex-generate", VERTEX),
            entry("watsonx-chat", new WatsonxDialect(new OpenAiChatDialect(OPENAI_CHAT))));

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
                    instruct(AZURE_COMPLETIONS, new OpenAiChatDialect(AZURE_CHAT))),
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

    /** Endpoints without a conversation. */
    private static final Map<Protocol, Map<String, Wire>> PLAIN = Map.of(
            Protocol.OPENAI_EMBEDDINGS,
            Map.of(
                    "openai-embeddings", passed("embeddings"),
                    "azure-embeddings", azure("/embeddings"),
                    "bedrock-embed",
                            new ByModel(
                                    TitanEmbed::serves,
                                    new OneByOne(new TitanEmbed()),
                                    new PlainWire(new CohereOnBedrock())),
                    "cohere-embed", new PlainWire(new CohereEmbed()),
                    "gemini-embed", new PlainWire(new GeminiEmbed()),
                    "ollama-embed", new PlainWire(new OllamaEmbed()),
                    "tei-embed", new PlainWire(new TeiEmbed()),
                    "vertex-embed",
                            new ByModel(
                                    GeminiEmbedding::serves,
                                    new OneByOne(new GeminiEmbedding()),
                                    new PlainWire(new VertexEmbed())),
                    "watsonx-embed", new PlainWire(new WatsonxEmbed())),
            Protocol.OPENAI_MODERATIONS,
            Map.of("openai-moderations", new PlainWire(new Moderations())),
            Protocol.OPENAI_IMAGES,
            Map.of(
                    "openai-images", passed("images"),
                    "azure-images",
                            new PassedWire(target -> AzureAddress.ofOpenAi(target, "/images/generations"), false),
                    "bedrock-images", new PlainWire(new BedrockImages()),
                    "gemini-images", new PlainWire(new Imagen(call -> GeminiEmbed.address(call, ":predict"), true)),
                    "stability-images", new PlainWire(new StabilityImages()),
                    "vertex-images", new PlainWire(new Imagen(VertexEmbed::address, false))),
            Protocol.OPENAI_IMAGE_EDITS,
            Map.of(
                    "openai-image-edits",
                    form("image_edits"),
                    "azure-image-edits",
                    new FormWire(target -> AzureAddress.ofOpenAi(target, "/images/edits"), false)),
            Protocol.OPENAI_IMAGE_VARIATIONS,
            Map.of("openai-image-variations", form("image_variations")),
            Protocol.OPENAI_SPEECH,
            Map.of(
                    "openai-speech",
                    new SpeechWire(target -> ChatAddress.of(target, "speech")),
                    "azure-speech",
                    new SpeechWire(target -> AzureAddress.ofOpenAi(target, "/audio/speech")),
                    "elevenlabs-speech",
                    new ElevenLabsSpeech()),
            Protocol.OPENAI_TRANSCRIPTIONS,
            Map.of(
                    "openai-transcriptions",
                    form("transcriptions"),
                    "azure-transcriptions",
                    new FormWire(target -> AzureAddress.ofTranscripts(target, "/audio/transcriptions")),
                    "deepgram-transcriptions",
                    new PlainWire(new DeepgramListen())),
            Protocol.OPENAI_TRANSLATIONS,
            Map.of(
                    "openai-translations",
                    form("translations"),
                    "azure-translations",
                    new FormWire(target -> AzureAddress.ofTranscripts(target, "/audio/translations"))),
            Protocol.COHERE_RERANK,
            Map.of(
                    "bedrock-rerank", new PlainWire(new BedrockRerank()),
                    "cohere-rerank", new PlainWire(new Rerank(true)),
                    "deepinfra-rerank", new PlainWire(new DeepinfraRerank()),
                    "jina-rerank", new PlainWire(new Rerank(false)),
                    "nvidia-rerank", new PlainWire(new NvidiaRerank()),
                    "tei-rerank", new PlainWire(new TeiRerank()),
                    "vertex-rerank", new PlainWire(new VertexRerank()),
                    "watsonx-rerank", new PlainWire(new WatsonxRerank())));

    private static final Map<Protocol, Map<String, Wire>> ALL = all();

    private Wires() {}

    /** Of OpenAI's own models only the instruct ones have completions; the others are asked in a chat. */
    private static Wire instruct(Wire completions, Dialect chat) {
        return new ByModel(
                target -> "completion".equals(target.card().mode()),
                completions,
                new TranslatedWire(COMPLETIONS, chat));
    }

    private static Wire passed(String endpoint) {
        return new PassedWire(target -> ChatAddress.of(target, endpoint));
    }

    private static Wire form(String endpoint) {
        return new FormWire(target -> ChatAddress.of(target, endpoint));
    }

    private static Wire azure(String path) {
        return new PassedWire(target -> AzureAddress.ofOpenAi(target, path));
    }

    private static Map<Protocol, Map<String, Wire>> all() {
        Map<Protocol, Map<String, Wire>> all = new EnumMap<>(Protocol.class);
        all.putAll(PLAIN);
        CLIENTS.forEach((protocol, client) -> {
            Map<String, Wire> wires = new HashMap<>();
            DIALECTS.forEach((name, dialect) -> wires.put(name, new TranslatedWire(client, dialect)));
            Wire others = protocol == Protocol.OPENAI_CHAT
                    ? FOUNDRY_CHAT
                    : new TranslatedWire(client, new OpenAiChatDialect(FOUNDRY_CHAT));
            wires.put(
                    "azure-ai-chat",
                    new ByModel(FoundryClaude::isClaude, new TranslatedWire(client, new FoundryClaude()), others));
            wires.put(
                    "databricks-chat",
                    new ByModel(
                            DatabricksClaude::isClaude,
                            new TranslatedWire(client, new DatabricksClaude(new OpenAiChatDialect(OPENAI_CHAT))),
                            protocol == Protocol.OPENAI_CHAT
                                    ? OPENAI_CHAT
                                    : new TranslatedWire(client, new OpenAiChatDialect(OPENAI_CHAT))));
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
        if (client == Protocol.PASS_THROUGH) {
            return Optional.of(PASS_THROUGH);
        }
        EndpointSpec own = provider.profile().endpoints().get(client.endpoint());
        return Optional.ofNullable(own)
                .flatMap(endpoint -> find(client, endpoint.wire()))
                .or(() -> find(client, provider.wire()));
    }

    /** How clients talk in this protocol; empty for one in which nobody talks to chat models. */
    public static Optional<ClientProtocol> client(Protocol protocol) {
        return Optional.ofNullable(CLIENTS.get(protocol));
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
