package io.sluice.router.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.money.PriceMeter;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.routing.UploadedFile;
import io.sluice.contracts.usage.TokenUsage;
import io.sluice.router.catalog.ModelCard;
import io.sluice.router.deployment.Target;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AudioWiresTest {

    private static final UploadedFile FILE =
            new UploadedFile("file", "a\"b.mp3", "application/octet-stream", ByteBuffer.wrap(new byte[] {1, 2, 3}));

    private static WireCall call(Protocol protocol, String provider, String model, String body, String accept) {
        WireCall call = WireCalls.of(protocol, provider, model, body.replace('\'', '"'), -1, Map.of());
        RouteRequest plain = call.request();
        RouteRequest request = new RouteRequest(
                plain.requestId(),
                protocol,
                plain.caller(),
                plain.model(),
                plain.requestedModel(),
                plain.scan(),
                plain.body(),
                -1,
                Long.MAX_VALUE,
                -1,
                Map.of("accept", accept),
                null,
                List.of(),
                protocol == Protocol.OPENAI_SPEECH ? List.of() : List.of(FILE));
        return new WireCall(call.target(), request, "asked");
    }

    private static WireCall heard(String provider, String model, String body) {
        return call(Protocol.OPENAI_TRANSCRIPTIONS, provider, model, body, "*/*");
    }

    private static UpstreamRequest sent(WireCall call) {
        return wire(call).encode(call).toCompletableFuture().join();
    }

    private static Wire wire(WireCall call) {
        return Wires.of(call.request().protocol(), call.target()).orElseThrow();
    }

    private static RecordingSink read(WireCall call, String type, String answer) {
        RecordingSink sink = new RecordingSink();
        wire(call)
                .reader(call)
                .complete(
                        200,
                        Map.of("content-type", type),
                        ByteBuffer.wrap(answer.replace('\'', '"').getBytes(StandardCharsets.UTF_8)),
                        sink);
        return sink;
    }

    @Test
    void shouldWriteAFormInWhichOnlyTheModelIsAnotherOne() {
        UpstreamRequest request = sent(
                heard(
                        "openai",
                        "whisper-1",
                        "{'timestamp_granularities[]':['word','segment'],'model':'asked','temperature':'0.20','num_retries':0}"));
        String body = WireCalls.body(request);
        String boundary = request.headers().get("content-type").split("boundary=")[1];
        assertThat(request.uri()).isEqualTo("http://upstream/v1/audio/transcriptions");
        assertThat(body.split("--" + boundary)).hasSize(7);
        assertThat(body).endsWith("\r\n--" + boundary + "--\r\n");
        assertThat(body)
                .contains("name=\"timestamp_granularities[]\"\r\n\r\nword\r\n")
                .contains("name=\"timestamp_granularities[]\"\r\n\r\nsegment\r\n")
                .contains("name=\"model\"\r\n\r\nwhisper-1\r\n")
                .contains("name=\"temperature\"\r\n\r\n0.20\r\n")
                .contains("name=\"file\"; filename=\"a%22b.mp3\"\r\ncontent-type: audio/mpeg\r\n\r\n\1\2\3\r\n")
                .doesNotContain("num_retries");
    }

    @Test
    void shouldNotCopyTheFile() {
        WireCall call = heard("openai", "whisper-1", "{'model':'asked'}");
        assertThat(sent(call).body()).anySatisfy(piece -> {
            assertThat(piece.hasArray()).isTrue();
            assertThat(piece.array()).isSameAs(FILE.content().array());
        });
    }

    @ParameterizedTest
    @CsvSource({
        "openai, whisper-1, '{\"text\":\"a\",\"duration\":2.95}', INPUT_MICROSECOND, 2950000",
        "openai, whisper-1, '{\"text\":\"a\",\"usage\":{\"type\":\"duration\",\"seconds\":3}}', INPUT_MICROSECOND, 3000000"
    })
    void shouldChargeTheTimeThatTheAnswerSays(
            String provider, String model, String answer, PriceMeter meter, long micros) {
        WireCall call = heard(provider, model, "{'model':'asked'}");
        RecordingSink sink = new RecordingSink();
        Wires.find(Protocol.OPENAI_TRANSCRIPTIONS, "openai-transcriptions")
                .orElseThrow()
                .reader(call)
                .complete(
                        200,
                        Map.of("content-type", "application/json"),
                        ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)),
                        sink);
        assertThat(sink.charges.quantity(meter)).isEqualTo(micros);
        assertThat(sink.charges.isGuessed()).isFalse();
        assertThat(sink.text()).isEqualTo(answer);
    }

    @Test
    void shouldBillTokensWithTheirSound() {
        RecordingSink sink = read(
                heard("openai", "gpt-4o-transcribe", "{'model':'asked'}"),
                "application/json",
                "{'text':'a','usage':{'type':'tokens','input_tokens':14,'output_tokens':45,'input_token_details':{'audio_tokens':10}}}");
        assertThat(sink.usage).isEqualTo(new TokenUsage(14, 0, 0, 0, 10, 45, 0, 0));
    }

    @Test
    void shouldGuessWhatNobodySays() {
        RecordingSink sink =
                read(heard("openai", "whisper-1", "{'model':'asked'}"), "application/json", "{'text':'hello'}");
        assertThat(sink.charges.quantity(PriceMeter.INPUT_MICROSECOND)).isPositive();
        assertThat(sink.charges.isGuessed()).isTrue();

        RecordingSink azure =
                read(heard("azure", "gpt-4o-transcribe", "{'model':'asked'}"), "application/json", "{'text':'hello'}");
        assertThat(azure.charges.quantity(PriceMeter.INPUT_AUDIO_TOKEN)).isPositive();
        assertThat(azure.charges.quantity(PriceMeter.OUTPUT_TOKEN)).isPositive();
    }

    @Test
    void shouldWriteSubtitlesAsLitellmDoesUnlessTextIsAskedFor() {
        String body = "{'model':'asked','response_format':'srt'}";
        assertThat(read(heard("openai", "whisper-1", body), "text/plain", "1\n00:00")
                        .text())
                .isEqualTo("{\"text\":\"1\\n00:00\"}");
        assertThat(read(
                                call(Protocol.OPENAI_TRANSCRIPTIONS, "openai", "whisper-1", body, "text/plain"),
                                "text/plain",
                                "1\n00:00")
                        .text())
                .isEqualTo("1\n00:00");
    }

    @Test
    void shouldFailWhenThereIsNoText() {
        WireCall call = heard("openai", "whisper-1", "{'model':'asked'}");
        assertThat(read(call, "application/json", "{'words':[]}").failure).isNotNull();
        assertThat(read(call, "application/json", "<html>").failure).isNotNull();
        assertThat(read(heard("deepgram", "nova-3", "{'model':'asked'}"), "application/json", "{'results':{}}").failure)
                .isNotNull();
    }

    @Test
    void shouldPassAStreamOfATranscriptAndReadItsUsage() {
        String events = "data: {\"type\":\"transcript.text.delta\",\"delta\":\"a\"}\n\n"
                + "data: {\"type\":\"transcript.text.done\",\"text\":\"a\",\"usage\":{\"type\":\"tokens\",\"input_tokens\":14,\"output_tokens\":2}}\n\n";
        WireCall call = heard("azure", "gpt-4o-transcribe", "{'model':'asked','stream':true}");
        for (int size : new int[] {1, 7, 1_000}) {
            RecordingSink sink = new RecordingSink();
            AnswerReader reader = wire(call).reader(call);
            assertThat(reader.streams(Map.of("content-type", "text/event-stream"), true))
                    .isTrue();
            byte[] bytes = events.getBytes(StandardCharsets.UTF_8);
            for (int at = 0; at < bytes.length; at += size) {
                reader.chunk(ByteBuffer.wrap(bytes, at, Math.min(size, bytes.length - at)), sink);
            }
            reader.end(sink);
            assertThat(sink.done).isTrue();
            assertThat(sink.text()).isEqualTo(events);
            assertThat(sink.usage).isEqualTo(TokenUsage.of(14, 2));
            assertThat(sink.charges.units()).as("none beside the tokens").isEmpty();
        }
        assertThat(wire(call).reader(call).streams(Map.of("content-type", "application/json"), true))
                .isFalse();
    }

    @Test
    void shouldChargeSpeechByItsCharactersOrItsTime() {
        WireCall byCharacter = call(Protocol.OPENAI_SPEECH, "openai", "tts-1", "{'model':'asked','input':'Grüße'}", "");
        assertThat(spoken(byCharacter, "audio/mpeg").charges.quantity(PriceMeter.INPUT_CHARACTER))
                .isEqualTo(5);
        WireCall byTime =
                call(Protocol.OPENAI_SPEECH, "openai", "gpt-4o-mini-tts", "{'model':'asked','input':'a'}", "");
        RecordingSink sink = spoken(byTime, "audio/pcm");
        assertThat(sink.charges.quantity(PriceMeter.OUTPUT_MICROSECOND)).isEqualTo(2_000_000);
        assertThat(sink.charges.isGuessed()).isTrue();
    }

    private static RecordingSink spoken(WireCall call, String type) {
        RecordingSink sink = new RecordingSink();
        AnswerReader reader = wire(call).reader(call);
        assertThat(reader.streams(Map.of("content-type", type), false)).isTrue();
        reader.chunk(ByteBuffer.allocate(48_000), sink);
        reader.chunk(ByteBuffer.allocate(48_000), sink);
        reader.end(sink);
        assertThat(sink.done).isTrue();
        return sink;
    }

    @Test
    void shouldBillTokensOfSpeechAloneEvenOfAnEventWithoutALineEnd() {
        WireCall call = call(Protocol.OPENAI_SPEECH, "openai", "asked", "{'model':'asked','input':'a'}", "");
        Target target = call.target();
        ModelCard card = WireCalls.target("gemini", "gemini-3.8-flash-tts", null, Map.of())
                .card(); // no price for time
        WireCall byToken = new WireCall(
                new Target(
                        target.deploymentId(),
                        target.modelGroup(),
                        target.provider(),
                        target.providerModel(),
                        target.apiBase(),
                        target.apiKey(),
                        target.params(),
                        card,
                        false,
                        false),
                call.request(),
                "asked");
        String events = "data: {\"type\":\"speech.audio.delta\",\"audio\":\"AAAA\"}\n\n"
                + "data: {\"type\":\"speech.audio.done\",\"usage\":{\"input_tokens\":14,\"output_tokens\":101}}";
        for (int size : new int[] {1, 7, 1_000}) {
            RecordingSink sink = new RecordingSink();
            AnswerReader reader = wire(byToken).reader(byToken);
            reader.streams(Map.of("content-type", "text/event-stream"), true);
            byte[] bytes = events.getBytes(StandardCharsets.UTF_8);
            for (int at = 0; at < bytes.length; at += size) {
                reader.chunk(ByteBuffer.wrap(bytes, at, Math.min(size, bytes.length - at)), sink);
            }
            assertThat(sink.charges.quantity(PriceMeter.OUTPUT_AUDIO_TOKEN)).isPositive();
            reader.end(sink);
            assertThat(sink.done).isTrue();
            assertThat(sink.usage).isEqualTo(new TokenUsage(14, 0, 0, 0, 0, 101, 0, 101));
            assertThat(sink.charges.units()).isEmpty();
        }
    }

    @Test
    void shouldFailWhenThereIsNoSound() {
        WireCall call = call(Protocol.OPENAI_SPEECH, "openai", "tts-1", "{'model':'asked','input':'a'}", "");
        RecordingSink sink = new RecordingSink();
        AnswerReader reader = wire(call).reader(call);
        reader.streams(Map.of("content-type", "audio/mpeg"), false);
        reader.end(sink);
        assertThat(sink.failure).isNotNull();
    }

    @Test
    void shouldSpeakToElevenLabsAndDeepgramInTheirWords() {
        UpstreamRequest speech = sent(call(
                Protocol.OPENAI_SPEECH,
                "elevenlabs",
                "eleven_v2",
                "{'model':'asked','input':'a','voice':'alloy','speed':1.5,'response_format':'mp3','instructions':'i','seed':3}",
                ""));
        assertThat(speech.uri()).endsWith("/v1/text-to-speech/21m00Tcm4TlvDq8ikWAM?output_format=mp3_44100_128");
        assertThat(WireCalls.body(speech))
                .isEqualTo("{\"text\":\"a\",\"model_id\":\"eleven_v2\",\"seed\":3,\"voice_settings\":{\"speed\":1.5}}");
        assertThat(speech.notes()).containsExactly("instructions");

        UpstreamRequest sound =
                sent(heard("deepgram", "nova-3", "{'model':'asked','language':'de','punctuate':'true'}"));
        assertThat(sound.uri()).endsWith("/listen?model=nova-3&language=de&punctuate=true");
        assertThat(sound.body()).containsExactly(FILE.content());
    }
}
