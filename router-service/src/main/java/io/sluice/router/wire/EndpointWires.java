package io.sluice.router.wire;

import io.sluice.contracts.routing.Protocol;
import io.sluice.router.wire.alephalpha.AlephAlphaEmbed;
import io.sluice.router.wire.audio.DeepgramListen;
import io.sluice.router.wire.audio.ElevenLabsSpeech;
import io.sluice.router.wire.audio.FormWire;
import io.sluice.router.wire.audio.SpeechWire;
import io.sluice.router.wire.azure.AzureAddress;
import io.sluice.router.wire.bedrock.BedrockImages;
import io.sluice.router.wire.bedrock.BedrockRerank;
import io.sluice.router.wire.bedrock.CohereOnBedrock;
import io.sluice.router.wire.bedrock.TitanEmbed;
import io.sluice.router.wire.gemini.Imagen;
import io.sluice.router.wire.openai.ChatAddress;
import io.sluice.router.wire.plain.CohereEmbed;
import io.sluice.router.wire.plain.GeminiEmbed;
import io.sluice.router.wire.plain.Moderations;
import io.sluice.router.wire.plain.OllamaEmbed;
import io.sluice.router.wire.plain.OneByOne;
import io.sluice.router.wire.plain.PassedWire;
import io.sluice.router.wire.plain.PlainWire;
import io.sluice.router.wire.plain.StabilityImages;
import io.sluice.router.wire.plain.TeiEmbed;
import io.sluice.router.wire.rank.DeepinfraRerank;
import io.sluice.router.wire.rank.NvidiaRerank;
import io.sluice.router.wire.rank.Rerank;
import io.sluice.router.wire.rank.TeiRerank;
import io.sluice.router.wire.realtime.RealtimeWire;
import io.sluice.router.wire.vertex.GeminiEmbedding;
import io.sluice.router.wire.vertex.VertexEmbed;
import io.sluice.router.wire.vertex.VertexRerank;
import io.sluice.router.wire.watsonx.WatsonxEmbed;
import io.sluice.router.wire.watsonx.WatsonxRerank;
import java.util.Map;
import java.util.Optional;

/**
 * The wires of endpoints without a conversation, by the client's protocol and the provider's wire as {@code providers/*.yaml} names it.
 */
final class EndpointWires {

    static final Map<Protocol, Map<String, Wire>> ALL = Map.of(
            Protocol.OPENAI_REALTIME,
            Map.of(
                    "openai-realtime",
                            new RealtimeWire(RealtimeWire::openAi, Optional.of(RealtimeWire::openAiTranscription)),
                    "azure-realtime", new RealtimeWire(AzureAddress::ofRealtime, Optional.empty())),
            Protocol.OPENAI_EMBEDDINGS,
            Map.of(
                    "openai-embeddings", passed("embeddings"),
                    "aleph-alpha-embed", new OneByOne(new AlephAlphaEmbed()),
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

    private EndpointWires() {}

    private static Wire passed(String endpoint) {
        return new PassedWire(target -> ChatAddress.of(target, endpoint));
    }

    private static Wire form(String endpoint) {
        return new FormWire(target -> ChatAddress.of(target, endpoint));
    }

    private static Wire azure(String path) {
        return new PassedWire(target -> AzureAddress.ofOpenAi(target, path));
    }
}
