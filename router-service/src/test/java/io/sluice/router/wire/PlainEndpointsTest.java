package io.sluice.router.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.usage.TokenUsage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlainEndpointsTest {

    @Test
    void shouldPassVectorsAndReadTheirUsage() {
        RecordingSink sink = read(
                Protocol.OPENAI_EMBEDDINGS,
                "openai",
                "{'data':[{'embedding':[0.10, 1e3]}],'model':'m','usage':{'prompt_tokens':8,'total_tokens':8}}");

        assertThat(sink.done).isTrue();
        assertThat(sink.usage).isEqualTo(TokenUsage.of(8, 0));
        assertThat(sink.text()).contains("[0.10, 1e3]");
    }

    @Test
    void shouldFailWhenThereIsNoVector() {
        assertThat(read(Protocol.OPENAI_EMBEDDINGS, "openai", "{'object':'list'}").failure)
                .isNotNull();
        assertThat(read(Protocol.OPENAI_EMBEDDINGS, "gemini", "{'embeddings':[]}").failure)
                .isNotNull();
    }

    @Test
    void shouldWriteGeminisVectorsInOpenAisForm() {
        RecordingSink sink = read(Protocol.OPENAI_EMBEDDINGS, "gemini", "{'embeddings':[{'values':[0.5]}]}");

        assertThat(sink.text()).contains("\"embedding\":[0.5]").contains("\"index\":0");
        assertThat(sink.usage).isNull();
        assertThat(sink.estimate).isEqualTo(TokenUsage.of(1, 0));
    }

    @Test
    void shouldWriteVoyagesRanksInCoheresForm() {
        RecordingSink sink = read(
                Protocol.COHERE_RERANK,
                "voyage",
                "{'data':[{'index':1,'relevance_score':0.9}],'usage':{'total_tokens':30}}");

        assertThat(sink.text()).contains("\"results\":[{\"index\":1,\"relevance_score\":0.9}]");
        assertThat(sink.usage).isEqualTo(TokenUsage.of(30, 0));
    }

    private static RecordingSink read(Protocol protocol, String provider, String answer) {
        WireCall call = WireCalls.of(
                protocol, provider, "m", "{\"model\":\"asked\",\"input\":\"a\",\"documents\":[\"a\"]}", -1, Map.of());
        RecordingSink sink = new RecordingSink();
        byte[] bytes = answer.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        Wires.of(protocol, call.target().provider())
                .orElseThrow()
                .reader(call)
                .complete(200, Map.of(), ByteBuffer.wrap(bytes), sink);
        return sink;
    }
}
