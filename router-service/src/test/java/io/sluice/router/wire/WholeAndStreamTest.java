package io.sluice.router.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.routing.Protocol;
import io.sluice.router.wire.RecordedAnswers.Pair;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Relations that hold for any answer of any provider: how it comes must not show in what the client has in the end. */
class WholeAndStreamTest {

    private static final String WHOLE = "{\"model\":\"asked\",\"messages\":[]}";
    private static final String STREAM =
            "{\"model\":\"asked\",\"messages\":[],\"stream\":true,\"stream_options\":{\"include_usage\":true}}";
    private static final List<Pair> ANSWERS = RecordedAnswers.all();

    @Test
    void shouldCoverEveryWire() {
        Set<String> wires = new HashSet<>();
        ANSWERS.forEach(pair -> wires.add(call(pair, WHOLE).target().provider().wire()));

        assertThat(wires)
                .contains(
                        "openai-chat",
                        "anthropic-messages",
                        "ollama-chat",
                        "ollama-generate",
                        "gemini-generate",
                        "vertex-generate",
                        "azure-chat",
                        "bedrock-converse",
                        "cohere-chat",
                        "databricks-chat",
                        "snowflake-chat",
                        "cloudflare-chat",
                        "watsonx-chat");
        assertThat(ANSWERS).hasSizeGreaterThan(300);
    }

    @Test
    void shouldGiveTheSameTextCallsReasonAndUsageWholeAndStreamed() {
        SoftAssertions all = new SoftAssertions();
        for (Pair pair : ANSWERS) {
            RecordingSink whole = whole(pair);
            RecordingSink streamed = streamed(pair, pair.stream().length);
            all.assertThat(whole.failure).as(pair.name()).isNull();
            all.assertThat(streamed.failure).as(pair.name()).isNull();
            all.assertThat(AssembledChat.ofStream(streamed.text()))
                    .as(pair.name())
                    .isEqualTo(AssembledChat.ofWhole(whole.text()));
            all.assertThat(streamed.usage).as(pair.name()).isEqualTo(whole.usage);
            all.assertThat(streamed.finish).as(pair.name()).isEqualTo(whole.finish);
        }
        all.assertAll();
    }

    @Test
    void shouldReadEveryStreamTheSameInPiecesOfOneByte() {
        for (Pair pair : ANSWERS) {
            RecordingSink atOnce = streamed(pair, Integer.MAX_VALUE);
            RecordingSink bytes = streamed(pair, 1);
            assertThat(stable(bytes.text())).as(pair.name()).isEqualTo(stable(atOnce.text()));
            assertThat(bytes.usage).as(pair.name()).isEqualTo(atOnce.usage);
            assertThat(bytes.contentBytes).as(pair.name()).isEqualTo(atOnce.contentBytes);
        }
    }

    private static RecordingSink whole(Pair pair) {
        RecordingSink sink = new RecordingSink();
        reader(call(pair, WHOLE))
                .complete(200, pair.headers(), ByteBuffer.wrap(pair.whole().getBytes(StandardCharsets.UTF_8)), sink);
        return sink;
    }

    private static RecordingSink streamed(Pair pair, int piece) {
        AnswerReader reader = reader(call(pair, STREAM));
        RecordingSink sink = new RecordingSink();
        byte[] bytes = pair.stream();
        for (int at = 0; at < bytes.length; at += Math.min(piece, bytes.length - at)) {
            reader.chunk(
                    ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at))
                            .slice(),
                    sink);
        }
        if (!sink.done && sink.failure == null) {
            reader.end(sink);
        }
        return sink;
    }

    private static WireCall call(Pair pair, String body) {
        return WireCalls.of(pair.provider(), pair.model(), body, -1, Map.of());
    }

    private static AnswerReader reader(WireCall call) {
        return Wires.of(Protocol.OPENAI_CHAT, call.target()).orElseThrow().reader(call);
    }

    /** Ids and times are made by the gateway and differ from run to run. */
    private static String stable(String text) {
        return text.replaceAll("(chatcmpl-|call_)[0-9a-f-]{36}", "ID").replaceAll("\"created\":\\d+", "\"created\":0");
    }
}
