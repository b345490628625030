package io.sluice.router.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.routing.Protocol;
import io.sluice.router.wire.RecordedAnswers.Pair;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Answers that only clients of Anthropic's protocol get: of Claude by InvokeModel, and of the Responses API. The same whole and streamed. */
class MessagesAnswersTest {

    private static final List<Pair> ANSWERS = RecordedAnswers.of("messages.").stream()
            .filter(pair -> Set.of("bedrock", "openai").contains(pair.provider()))
            // some of Claude's are Converse's, which answers other clients
            .filter(pair -> !pair.model().contains("claude") || pair.whole().contains("\"type\":\"message\""))
            // refused before Bedrock is asked
            .filter(pair -> !pair.name().contains("bedrock") || !pair.name().contains("web-search"))
            // stop sequences are asked for in a chat
            .filter(pair -> !pair.provider().equals("openai") || pair.whole().contains("\"object\":\"response\""))
            .toList();

    @Test
    void shouldCoverBoth() {
        assertThat(ANSWERS)
                .hasSizeGreaterThan(20)
                .anyMatch(pair ->
                        pair.provider().equals("bedrock") && pair.model().contains("claude"))
                .anyMatch(pair -> pair.provider().equals("openai"));
    }

    @Test
    void shouldTellTheSameWholeAndStreamed() {
        SoftAssertions all = new SoftAssertions();
        for (Pair pair : ANSWERS) {
            RecordingSink whole = new RecordingSink();
            reader(pair, false)
                    .complete(
                            200, pair.headers(), ByteBuffer.wrap(pair.whole().getBytes(StandardCharsets.UTF_8)), whole);
            RecordingSink streamed = streamed(pair, Integer.MAX_VALUE);
            all.assertThat(whole.failure).as(pair.name()).isNull();
            all.assertThat(streamed.failure).as(pair.name()).isNull();
            all.assertThat(Assembled.messageEvents(streamed.text()))
                    .as(pair.name())
                    .isEqualTo(Assembled.message(whole.text()));
            all.assertThat(streamed.usage).as(pair.name()).isEqualTo(whole.usage);
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
        }
    }

    @Test
    void shouldNeverEndAStreamThatWasCutOff() {
        for (Pair pair : ANSWERS.subList(0, 1)) {
            byte[] bytes = pair.stream();
            int stop = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("stop_reason");
            for (int length = 0; length < Math.max(stop, bytes.length / 2); length++) {
                RecordingSink sink = new RecordingSink();
                AnswerReader reader = reader(pair, true);
                reader.chunk(ByteBuffer.wrap(bytes, 0, length).slice(), sink);
                reader.end(sink);
                assertThat(sink.done).as("cut at %d", length).isFalse();
                assertThat(sink.failure).as("cut at %d", length).isNotNull();
                assertThat(sink.text()).doesNotContain("message_stop");
            }
        }
    }

    private static RecordingSink streamed(Pair pair, int piece) {
        AnswerReader reader = reader(pair, true);
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

    private static AnswerReader reader(Pair pair, boolean stream) {
        WireCall call = WireCalls.of(
                Protocol.ANTHROPIC_MESSAGES,
                pair.provider(),
                pair.model(),
                "{\"model\":\"asked\",\"max_tokens\":64,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]"
                        + (stream ? ",\"stream\":true}" : "}"),
                -1,
                Map.of());
        return Wires.of(Protocol.ANTHROPIC_MESSAGES, call.target())
                .orElseThrow()
                .reader(call);
    }

    private static String stable(String text) {
        return text.replaceAll("msg_[0-9a-f-]{32,36}", "ID");
    }
}
