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
import java.util.function.Function;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each client protocol makes of any provider's answer: the same whole and streamed, wherever the stream is cut. */
class ClientProtocolsTest {

    private static final List<Pair> ANSWERS = RecordedAnswers.all();

    enum Client {
        MESSAGES(
                Protocol.ANTHROPIC_MESSAGES,
                "\"max_tokens\":64,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]",
                Assembled::message,
                Assembled::messageEvents,
                "{\"type\":\"message_stop\"}\n\n"),
        RESPONSES(
                Protocol.OPENAI_RESPONSES,
                "\"input\":\"Hi\"",
                Assembled::response,
                Assembled::responseEvents,
                "data: [DONE]\n\n"),
        GENERATE_CONTENT(
                Protocol.GEMINI_GENERATE,
                "\"contents\":[{\"parts\":[{\"text\":\"Hi\"}]}]",
                Assembled::google,
                Assembled::googleEvents,
                "}\n\n"),
        COMPLETIONS(
                Protocol.OPENAI_COMPLETIONS,
                "\"prompt\":\"Hi\"",
                Assembled::completion,
                Assembled::completionEvents,
                "data: [DONE]\n\n");

        private final Protocol protocol;
        private final String members;
        private final Function<String, Assembled> whole;
        private final Function<String, Assembled> events;
        private final String end;

        Client(
                Protocol protocol,
                String members,
                Function<String, Assembled> whole,
                Function<String, Assembled> events,
                String end) {
            this.protocol = protocol;
            this.members = members;
            this.whole = whole;
            this.events = events;
            this.end = end;
        }

        private String body(boolean stream) {
            return "{\"model\":\"asked\"," + members
                    + (stream ? ",\"stream\":true,\"stream_options\":{\"include_usage\":true}}" : "}");
        }

        private AnswerReader reader(WireCall call) {
            // the provider's chat, whatever else it has: that is what the recorded answers are of
            return Wires.find(protocol, call.target().provider().wire())
                    .orElseThrow()
                    .reader(call);
        }
    }

    @Test
    void shouldReachEveryWireOfChatModels() {
        Set<String> wires = new HashSet<>();
        ANSWERS.forEach(pair ->
                wires.add(call(Client.MESSAGES, pair, false).target().provider().wire()));

        assertThat(wires).contains("openai-chat", "anthropic-messages", "ollama-chat", "gemini-generate");
        for (Client client : Client.values()) {
            assertThat(wires).allMatch(wire -> Wires.find(client.protocol, wire).isPresent());
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellTheSameWholeAndStreamed(Client client) {
        SoftAssertions all = new SoftAssertions();
        for (Pair pair : ANSWERS) {
            RecordingSink whole = whole(client, pair);
            RecordingSink streamed = streamed(client, pair, Integer.MAX_VALUE);
            all.assertThat(whole.failure).as(pair.name()).isNull();
            all.assertThat(streamed.failure).as(pair.name()).isNull();
            all.assertThat(streamed.text()).as(pair.name()).endsWith(client.end);
            all.assertThat(client.events.apply(streamed.text()))
                    .as(pair.name())
                    .isEqualTo(client.whole.apply(whole.text()));
            all.assertThat(streamed.usage).as(pair.name()).isEqualTo(whole.usage);
        }
        all.assertAll();
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadEveryStreamTheSameInPiecesOfOneByte(Client client) {
        for (Pair pair : ANSWERS) {
            RecordingSink atOnce = streamed(client, pair, Integer.MAX_VALUE);
            RecordingSink bytes = streamed(client, pair, 1);
            assertThat(stable(bytes.text())).as(pair.name()).isEqualTo(stable(atOnce.text()));
            assertThat(bytes.usage).as(pair.name()).isEqualTo(atOnce.usage);
            assertThat(bytes.contentBytes).as(pair.name()).isEqualTo(atOnce.contentBytes);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldNeverEndAStreamThatWasCutOff(Client client) {
        Pair pair = ANSWERS.stream()
                .filter(answer -> answer.provider().equals("openai"))
                .findFirst()
                .orElseThrow();
        byte[] bytes = pair.stream();
        int finish = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("\"finish_reason\":\"");
        for (int length = 0; length < finish; length++) {
            RecordingSink sink = new RecordingSink();
            AnswerReader reader = client.reader(call(client, pair, true));
            reader.chunk(ByteBuffer.wrap(bytes, 0, length).slice(), sink);
            reader.end(sink);
            assertThat(sink.done).as("cut at %d", length).isFalse();
            assertThat(sink.failure).as("cut at %d", length).isNotNull();
            assertThat(sink.text()).doesNotContain("finishReason", "message_stop", "[DONE]", "response.completed");
        }
    }

    private static WireCall call(Client client, Pair pair, boolean stream) {
        return WireCalls.of(client.protocol, pair.provider(), pair.model(), client.body(stream), -1, Map.of());
    }

    private static RecordingSink whole(Client client, Pair pair) {
        RecordingSink sink = new RecordingSink();
        byte[] body = pair.whole().getBytes(StandardCharsets.UTF_8);
        client.reader(call(client, pair, false)).complete(200, pair.headers(), ByteBuffer.wrap(body), sink);
        return sink;
    }

    private static RecordingSink streamed(Client client, Pair pair, int piece) {
        AnswerReader reader = client.reader(call(client, pair, true));
        RecordingSink sink = new RecordingSink();
        byte[] bytes = pair.stream();
        for (int at = 0; at < bytes.length; at += Math.min(piece, bytes.length - at)) {
            int length = Math.min(piece, bytes.length - at);
            reader.chunk(ByteBuffer.wrap(bytes, at, length).slice(), sink);
        }
        if (!sink.done && sink.failure == null) {
            reader.end(sink);
        }
        return sink;
    }

    /** Ids and times are made by the gateway and differ from run to run. */
    private static String stable(String text) {
        return text.replaceAll("(chatcmpl-|call_|msg_|resp_|rs_|fc_call_|ig_)[0-9a-f-]{32,36}", "ID")
                .replaceAll("\"responseId\":\"[0-9a-f-]{36}\"", "ID")
                .replaceAll("\"created(_at)?\":\\d+", "\"created\":0");
    }
}
