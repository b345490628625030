package io.sluice.simulator;

import io.sluice.simulator.ai21.Ai21;
import io.sluice.simulator.alephalpha.AlephAlpha;
import io.sluice.simulator.anthropic.Anthropic;
import io.sluice.simulator.azure.Azure;
import io.sluice.simulator.bedrock.Bedrock;
import io.sluice.simulator.cloudflare.Cloudflare;
import io.sluice.simulator.cohere.Cohere;
import io.sluice.simulator.databricks.Databricks;
import io.sluice.simulator.deepgram.Deepgram;
import io.sluice.simulator.elevenlabs.ElevenLabs;
import io.sluice.simulator.exchange.Call;
import io.sluice.simulator.exchange.Protocol;
import io.sluice.simulator.exchange.Reply;
import io.sluice.simulator.gemini.Gemini;
import io.sluice.simulator.huggingface.HuggingFace;
import io.sluice.simulator.jina.Jina;
import io.sluice.simulator.journal.Journal;
import io.sluice.simulator.mistral.Mistral;
import io.sluice.simulator.ollama.Ollama;
import io.sluice.simulator.openai.OpenAi;
import io.sluice.simulator.replicate.Replicate;
import io.sluice.simulator.snowflake.Snowflake;
import io.sluice.simulator.stability.Stability;
import io.sluice.simulator.vertex.ServiceAccount;
import io.sluice.simulator.vertex.Vertex;
import io.sluice.simulator.voyage.Voyage;
import io.sluice.simulator.watsonx.Watsonx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All providers. A call goes to the one that its path names, else to the first one that serves it. */
final class Peers {

    private final List<Protocol> inOrder;
    private final Map<String, Protocol> byName = new HashMap<>();

    /** @param inOrder the last one answers calls that nobody serves */
    Peers(List<Protocol> inOrder) {
        this.inOrder = inOrder;
        inOrder.forEach(protocol -> byName.put(protocol.name(), protocol));
    }

    /** Every provider that there is. */
    static Peers all(OpenAi openAi, ServiceAccount account, boolean keyed, Journal journal) {
        Anthropic anthropic = new Anthropic(keyed, journal);
        return new Peers(List.of(
                anthropic,
                new Ollama(),
                new Azure(openAi, keyed),
                new Vertex(anthropic, account, keyed),
                new Gemini(keyed, journal),
                new Bedrock(anthropic, keyed),
                new Cohere(keyed),
                new Mistral(keyed, journal),
                new HuggingFace(keyed),
                new Replicate(keyed),
                new Stability(keyed),
                new Ai21(keyed),
                new Watsonx(keyed),
                new Voyage(keyed),
                new Jina(keyed),
                new Deepgram(keyed),
                new ElevenLabs(keyed),
                new AlephAlpha(keyed),
                new Databricks(openAi, keyed),
                new Snowflake(keyed),
                new Cloudflare(keyed),
                openAi));
    }

    /** The provider that a call is for, if any. */
    Optional<Protocol> of(Call call) {
        Protocol named = byName.get(call.address());
        if (named != null && named.serves(call)) {
            return Optional.of(named);
        }
        for (Protocol protocol : inOrder) {
            if (protocol.serves(call)) {
                return Optional.of(protocol);
            }
        }
        return Optional.empty();
    }

    /** The refusal of a call that no provider serves. */
    Reply unknown(Call call) {
        Protocol named = byName.getOrDefault(call.address(), inOrder.getLast());
        return named.refuse(call, 404, "Invalid URL (" + call.method() + " " + call.path() + ")");
    }
}
