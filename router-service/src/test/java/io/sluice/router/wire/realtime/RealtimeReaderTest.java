package io.sluice.router.wire.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.contracts.money.PriceMeter;
import io.sluice.contracts.routing.Protocol;
import io.sluice.contracts.routing.RouteRequest;
import io.sluice.contracts.routing.Turn;
import io.sluice.contracts.usage.Certainty;
import io.sluice.router.catalog.CostCalculator;
import io.sluice.router.wire.RecordingSink;
import io.sluice.router.wire.SessionSink;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.WireCalls;
import io.sluice.router.wire.Wires;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RealtimeReaderTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CREATED =
            "{'type':'session.created','session':{'type':'realtime','audio':{'input':{'turn_detection':"
                    + "{'type':'server_vad','create_response':true,'idle_timeout_ms':5000}}}}}";
    private static final String RESPOND = "{'type':'response.create'}";
    private static final String BEGAN = "{'type':'response.created','response':{'id':'r1'}}";
    private static final String DONE =
            "{'type':'response.done','response':{'id':'r1','status':'completed','usage':{'input_tokens':1000,'output_tokens':50,"
                    + "'input_token_details':{'text_tokens':400,'audio_tokens':500,'image_tokens':100,'cached_tokens':300,"
                    + "'cached_tokens_details':{'text_tokens':100,'audio_tokens':150,'image_tokens':50}},"
                    + "'output_token_details':{'text_tokens':20,'audio_tokens':30}}}}";

    private final Session session = new Session();
    private final RecordingSink client = new RecordingSink();

    @Test
    void shouldPriceEachKindOfTokenByItself() {
        RealtimeReader reader = open(Long.MAX_VALUE);
        say(reader, RESPOND);
        reader.granted(1);
        hear(reader, BEGAN, DONE);

        SessionSink.Bill bill = session.bills.get(1);
        assertThat(bill.certainty()).isEqualTo(Certainty.EXACT);
        assertThat(bill.tokens().input()).isEqualTo(1000);
        assertThat(bill.usage().quantity(PriceMeter.INPUT_TOKEN)).isEqualTo(300);
        assertThat(bill.usage().quantity(PriceMeter.INPUT_AUDIO_TOKEN)).isEqualTo(350);
        assertThat(bill.usage().quantity(PriceMeter.INPUT_IMAGE_TOKEN)).isEqualTo(50);
        assertThat(bill.usage().quantity(PriceMeter.CACHED_INPUT_TOKEN)).isEqualTo(100);
        assertThat(bill.usage().quantity(PriceMeter.CACHED_AUDIO_TOKEN)).isEqualTo(150);
        assertThat(bill.usage().quantity(PriceMeter.CACHED_IMAGE_TOKEN)).isEqualTo(50);
        assertThat(bill.usage().quantity(PriceMeter.OUTPUT_TOKEN)).isEqualTo(20);
        assertThat(bill.usage().quantity(PriceMeter.OUTPUT_AUDIO_TOKEN)).isEqualTo(30);
        // dollars a million: 4, 32, 5, 0.4, 0.4, 0.5, 16, 64
        assertThat(CostCalculator.cost(call(Long.MAX_VALUE).target().card(), bill.usage())
                        .total()
                        .nanos())
                .isEqualTo(1_000L * (300 * 4 + 350 * 32 + 50 * 5 + 20 * 16 + 30 * 64) + 400 * 250 + 500 * 50);
    }

    @Test
    void shouldHoldAllThatIsSaidBehindATurnUntilItIsGranted() {
        RealtimeReader reader = open(Long.MAX_VALUE);
        say(reader, RESPOND, "{'type':'conversation.item.create','item':{}}", RESPOND, "{'type':'response.cancel'}");

        assertThat(session.sent).isEmpty();
        assertThat(session.held).isTrue();
        reader.granted(1);
        assertThat(types(session.sent)).containsExactly("response.create", "conversation.item.create");
        assertThat(session.held).isTrue();
        reader.granted(2);
        assertThat(types(session.sent)).endsWith("response.create", "response.cancel");
        assertThat(session.held).isFalse();
    }

    @Test
    void shouldBoundAResponseByAllThatWasSaid() {
        RealtimeReader reader = open(Long.MAX_VALUE);
        say(reader, "{'type':'conversation.item.create','item':'" + "x".repeat(500) + "'}");
        say(reader, "{'type':'input_audio_buffer.append','audio':'" + "A".repeat(20_000) + "'}");
        say(reader, "{'type':'response.create','response':{'max_output_tokens':7}}");
        Turn first = session.wanted.getFirst();
        assertThat(first.outputTokens()).isEqualTo(7);
        assertThat(first.inputTokens()).isBetween(520L, 2_000L);
        reader.granted(1);
        say(reader, "{'type':'conversation.item.create','item':'" + "y".repeat(300) + "'}");
        hear(reader, BEGAN, DONE);
        say(reader, RESPOND);

        Turn second = session.wanted.get(1);
        assertThat(second.outputTokens()).isEqualTo(4_096);
        assertThat(second.inputTokens()).isBetween(1_050L + 300, 1_050L + 900);
    }

    @Test
    void shouldBoundWhatAnEventOnlyNames() {
        RealtimeReader pictured = open(Long.MAX_VALUE);
        say(
                pictured,
                "{'type':'conversation.item.create','item':{'content':[{'type':'input_image','image_url':'https://a'}]}}",
                RESPOND);
        assertThat(session.wanted.getLast().inputTokens()).isGreaterThan(10_000);

        RealtimeReader escaped = open(Long.MAX_VALUE);
        say(
                escaped,
                "{'type':'conversation.item.create','item':{'content':[{'t\\u0079pe':'input\\u005fimage','image_url':'https://a'}]}}",
                RESPOND);
        assertThat(session.wanted.getLast().inputTokens()).isGreaterThan(10_000);

        RealtimeReader prompted = open(Long.MAX_VALUE);
        say(prompted, "{'type':'session.update','session':{'prompt':{'id':'pmpt_1'}}}", RESPOND);
        assertThat(session.wanted.getLast().inputTokens()).isEqualTo(32_000);
    }

    @Test
    void shouldBoundThePicturesOfALargeEvent() {
        RealtimeReader reader = new RealtimeReader(call("gpt-realtime-2", Long.MAX_VALUE), false);
        reader.begin(session);
        String picture = "{'type':'input_image','image_url':'https://a'},";
        say(
                reader,
                "{'type':'conversation.item.create','item':{'content':[" + picture.repeat(9)
                        + "{'type':'input_text','text':'" + "x".repeat(70_000) + "'}]}}",
                RESPOND);

        assertThat(session.wanted.getLast().inputTokens()).isEqualTo(128_000);
    }

    @Test
    void shouldAnswerItselfWhatItsReaderDoesNotTake() {
        RealtimeReader reader = open(Long.MAX_VALUE);
        String number = "1".repeat(2_000);
        say(
                reader,
                "{'type':'response.create','n':" + number + "}",
                "{'type':'conversation.item.create','n':" + number + "}");

        assertThat(session.sent).isEmpty();
        assertThat(session.told).hasSize(2).allSatisfy(told -> assertThat(told).contains("invalid_event"));
    }

    @Test
    void shouldAskForATurnThatTheProviderBeganByItself() {
        RealtimeReader reader = open(Long.MAX_VALUE);
        hear(reader, BEGAN);

        assertThat(session.wanted).hasSize(1);
        assertThat(session.wanted.getFirst().begun()).isTrue();
        hear(reader, DONE);
        assertThat(session.bills).containsOnlyKeys(1);
    }

    @Test
    void shouldStartResponsesItselfWhereTheBudgetIsStrict() throws Exception {
        RealtimeReader reader = open(1_000_000_000);
        JsonNode update = JSON.readTree(session.sent.getFirst());
        assertThat(update.at("/session/type").asText()).isEqualTo("realtime");
        assertThat(update.at("/session/audio/input/turn_detection").toString())
                .isEqualTo("{\"type\":\"server_vad\",\"create_response\":false}");

        hear(reader, "{'type':'input_audio_buffer.committed'}");
        assertThat(session.wanted).hasSize(1);
        reader.granted(1);
        assertThat(session.sent.getLast()).contains("response.create").contains("\"max_output_tokens\":4096");

        // what the client commits itself asks for nothing
        say(reader, "{'type':'input_audio_buffer.commit'}");
        hear(reader, "{'type':'input_audio_buffer.committed'}");
        assertThat(session.wanted).hasSize(1);
    }

    @Test
    void shouldKeepAClientsOwnWishAboutTurns() {
        RealtimeReader reader = open(1_000_000_000);
        say(
                reader,
                "{'type':'session.update','session':{'turn_detection':{'type':'semantic_vad','create_response':false}}}");
        hear(reader, "{'type':'input_audio_buffer.committed'}");
        assertThat(session.wanted).isEmpty();
        say(
                reader,
                "{'type':'session.update','session':{'audio':{'input':{'turn_detection':{'type':'semantic_vad'}}}}}");
        assertThat(session.sent.getLast()).contains("\"create_response\":false");
        hear(reader, "{'type':'input_audio_buffer.committed'}");
        assertThat(session.wanted).hasSize(1);
    }

    @Test
    void shouldRefuseTranscriptsUnderAStrictBudgetAndChargeThemOtherwise() {
        String asked =
                "{'type':'session.update','session':{'audio':{'input':{'transcription':{'model':'gpt-4o-transcribe'}}}}}";
        RealtimeReader strict = open(1_000_000_000);
        int before = session.sent.size();
        say(strict, asked);
        assertThat(session.sent).hasSize(before);
        assertThat(session.told.getLast()).contains("transcription_not_offered");

        RealtimeReader other = open(Long.MAX_VALUE);
        hear(
                other,
                asked.replace("session.update", "session.updated"),
                "{'type':'conversation.item.input_audio_transcription.completed','transcript':'Hi.','usage':{'type':'tokens',"
                        + "'input_tokens':10,'input_token_details':{'text_tokens':0,'audio_tokens':10},'output_tokens':3}}",
                "{'type':'conversation.item.input_audio_transcription.completed','transcript':'Hi.','usage':{'type':'duration','seconds':2.5}}");
        assertThat(session.bills.get(1).model()).isEqualTo("gpt-4o-transcribe");
        assertThat(session.bills.get(1).usage().quantity(PriceMeter.INPUT_AUDIO_TOKEN))
                .isEqualTo(10);
        assertThat(session.bills.get(2).usage().quantity(PriceMeter.INPUT_MICROSECOND))
                .isEqualTo(2_500_000);
    }

    @Test
    void shouldGiveBackATurnThatTheProviderRefused() {
        RealtimeReader reader = open(Long.MAX_VALUE);
        say(reader, "{'type':'response.create','event_id':'mine'}");
        reader.granted(1);
        hear(reader, "{'type':'error','error':{'code':'invalid_value','event_id':'mine'}}");

        assertThat(session.unused).containsExactly(1);
    }

    @Test
    void shouldGiveBackATurnThatTheProviderHadNoTimeFor() {
        RealtimeReader reader = open(Long.MAX_VALUE);
        say(reader, RESPOND);
        reader.granted(1);
        hear(reader, "{'type':'error','error':{'code':'something_else'}}");
        assertThat(session.unused).isEmpty();
        hear(reader, "{'type':'error','error':{'code':'conversation_already_has_active_response'}}");
        assertThat(session.unused).containsExactly(1);
    }

    @Test
    void shouldBoundAResponseByTheModelWhateverIsAskedFor() {
        RealtimeReader reader = open(Long.MAX_VALUE);
        for (String cap : List.of("999999", "-5", "'inf'")) {
            say(reader, "{'type':'response.create','response':{'max_output_tokens':" + cap + "}}");
            reader.granted(session.wanted.size());
        }
        assertThat(session.wanted).extracting(Turn::outputTokens).containsExactly(4_096L, 1L, 4_096L);
    }

    @Test
    void shouldCountWhatOthersThatAreNotOverMayAddToTheConversation() {
        RealtimeReader reader = open(Long.MAX_VALUE);
        say(reader, RESPOND);
        long alone = session.wanted.getFirst().inputTokens();
        reader.granted(1);
        say(reader, RESPOND);
        assertThat(session.wanted.get(1).inputTokens()).as("asked for").isGreaterThanOrEqualTo(alone + 4_096);
        reader.granted(2);
        hear(reader, BEGAN, BEGAN.replace("r1", "r2"));
        say(reader, RESPOND);
        assertThat(session.wanted.get(2).inputTokens()).as("running").isGreaterThanOrEqualTo(alone + 2 * 4_096);
    }

    @Test
    void shouldNotCountAResponseApartIntoTheConversation() {
        RealtimeReader reader = open(Long.MAX_VALUE);
        say(reader, "{'type':'response.create','response':{'conversation':'none'}}");
        reader.granted(1);
        hear(reader, BEGAN, DONE);
        say(reader, RESPOND);
        assertThat(session.wanted.get(1).inputTokens()).isLessThan(1_000);
    }

    @Test
    void shouldSayThatAResponseFailed() {
        RealtimeReader reader = open(Long.MAX_VALUE);
        say(reader, RESPOND);
        reader.granted(1);
        hear(reader, BEGAN, DONE.replace("completed", "failed"));
        assertThat(session.bills.get(1).errorClass()).isNotNull();
        assertThat(session.bills.get(1).certainty()).isEqualTo(Certainty.EXACT);
    }

    @Test
    void shouldAnswerWhatIsSpokenAfterACommitThatTheProviderRefused() {
        RealtimeReader reader = open(1_000_000_000);
        say(reader, "{'type':'input_audio_buffer.commit'}");
        hear(
                reader,
                "{'type':'error','error':{'code':'input_audio_buffer_commit_empty'}}",
                "{'type':'input_audio_buffer.committed'}");
        assertThat(session.wanted).hasSize(1);
    }

    @Test
    void shouldFailWhenTheProviderClosesBeforeItBegins() {
        RealtimeReader reader = new RealtimeReader(call(Long.MAX_VALUE), false);
        reader.begin(session);
        reader.end(client);
        assertThat(client.failure).isNotNull();
    }

    @Test
    void shouldEstimateWhatRanWhenTheSessionEnds() {
        RealtimeReader reader = open(Long.MAX_VALUE);
        say(reader, RESPOND);
        reader.granted(1);
        hear(reader, BEGAN, "{'type':'response.output_text.delta','delta':'" + "x".repeat(400) + "'}");
        reader.abandoned();
        reader.abandoned();

        assertThat(session.bills.get(1).certainty()).isEqualTo(Certainty.ESTIMATED);
        assertThat(session.bills.get(1).tokens().output()).isBetween(100L, 200L);
        assertThat(session.bills.get(1).tokens().input()).isPositive();
    }

    @Test
    void shouldNotBelieveUsageThatContradictsItself() {
        RealtimeReader reader = open(Long.MAX_VALUE);
        say(reader, RESPOND);
        reader.granted(1);
        hear(reader, BEGAN, DONE.replace("'cached_tokens':300", "'cached_tokens':99999"));

        assertThat(session.bills.get(1).usage().quantity(PriceMeter.INPUT_TOKEN))
                .isEqualTo(1000);
    }

    @Test
    void shouldSendNoMessageThatTwoReadersMightReadDifferently() {
        RealtimeReader reader = open(Long.MAX_VALUE);
        say(
                reader,
                "{'type':'response.cancel','type':'response.create'}",
                "{'type':'response.cancel'}{'type':'response.create'}",
                "{'t\\u0079pe':'response.cancel','type':'response.create'}",
                "[]",
                "{");

        assertThat(session.sent).isEmpty();
        assertThat(session.told).hasSize(5);
    }

    @Test
    void shouldFailOverWhenTheProviderOpensOnlyToRefuse() {
        RealtimeReader reader = new RealtimeReader(call(Long.MAX_VALUE), false);
        reader.begin(session);
        hear(
                reader,
                "{'type':'error','error':{'type':'invalid_request_error','code':'invalid_api_key','message':'no key-1234567890'}}");

        assertThat(client.failure.status()).isEqualTo(401);
        assertThat(client.failure.message()).doesNotContain("key-1234567890");
        assertThat(client.text()).isEmpty();
    }

    private static final String COMMITTED = "{'type':'input_audio_buffer.committed','item_id':'i1'}";
    private static final String LISTENING =
            "{'type':'session.updated','session':{'audio':{'input':{'transcription':{'model':'gpt-4o-transcribe'}}}}}";

    @Test
    void shouldKeepASessionToTranscriptsByItsOwnModel() {
        RealtimeReader reader = new RealtimeReader(call("gpt-4o-mini-transcribe", Long.MAX_VALUE), true);
        reader.begin(session);
        say(
                reader,
                RESPOND,
                "{'type':'session.update','session':{'type':'realtime','model':'gpt-realtime','audio':{'input':"
                        + "{'transcription':{'model':'gpt-4o-transcribe'}}}}}",
                "{'type':'transcription_session.update','session':{'input_audio_transcription':{'model':'whisper-1'}}}");

        assertThat(session.sent)
                .hasSize(2)
                .allSatisfy(sent -> assertThat(sent)
                        .contains("gpt-4o-mini-transcribe")
                        .doesNotContain("gpt-4o-transcribe", "whisper-1", "gpt-realtime"));
        assertThat(session.told).hasSize(1);
        assertThat(session.wanted).isEmpty();
    }

    /** Half a minute of sound. */
    @Test
    void shouldEstimateWhatWasHeardAndNotWrittenDown() {
        RealtimeReader reader = open(Long.MAX_VALUE);
        hear(reader, LISTENING);
        say(reader, "{'type':'input_audio_buffer.append','audio':'" + "A".repeat(30 * 64_000) + "'}");
        hear(reader, COMMITTED);
        reader.abandoned();

        assertThat(session.bills.get(1).certainty()).isEqualTo(Certainty.ESTIMATED);
        assertThat(session.bills.get(1).model()).isEqualTo("gpt-4o-transcribe");
        assertThat(session.bills.get(1).tokens().input()).isBetween(300L, 320L);
    }

    @Test
    void shouldChargeATranscriptOnce() {
        RealtimeReader reader = open(Long.MAX_VALUE);
        hear(
                reader,
                LISTENING,
                COMMITTED,
                "{'type':'conversation.item.input_audio_transcription.completed','item_id':'i1','transcript':'a','usage':"
                        + "{'type':'duration','seconds':3}}");
        reader.abandoned();

        assertThat(session.bills).hasSize(1);
        assertThat(session.bills.get(1).certainty()).isEqualTo(Certainty.EXACT);
    }

    @Test
    void shouldFindOpenAiAndAzure() {
        assertThat(uri("openai", "gpt-realtime", Map.of())).isEqualTo("ws://upstream/v1/realtime?model=gpt-realtime");
        assertThat(uri("azure", "my voice", Map.of("api_version", "2024-02-01")))
                .isEqualTo("ws://upstream/v1/openai/realtime?api-version=2025-04-01-preview&deployment=my%20voice");
        assertThat(uri("azure", "v", Map.of("api_version", "2024-12-17")))
                .isEqualTo("ws://upstream/v1/openai/realtime?api-version=2024-12-17&deployment=v");
        assertThat(uri("azure", "v", Map.of("realtime_protocol", "GA")))
                .isEqualTo("ws://upstream/v1/openai/v1/realtime?model=v");
    }

    private static String uri(String provider, String model, Map<String, Object> params) {
        WireCall call = WireCalls.of(Protocol.OPENAI_REALTIME, provider, model, "{}", -1, params);
        return Wires.of(Protocol.OPENAI_REALTIME, call.target())
                .orElseThrow()
                .encode(call)
                .toCompletableFuture()
                .join()
                .uri();
    }

    private RealtimeReader open(long spendable) {
        RealtimeReader reader = new RealtimeReader(call(spendable), false);
        reader.begin(session);
        hear(reader, CREATED);
        return reader;
    }

    private static WireCall call(long spendable) {
        return call("gpt-realtime", spendable);
    }

    private static WireCall call(String model, long spendable) {
        WireCall call = WireCalls.of(Protocol.OPENAI_REALTIME, "openai", model, "{}", -1, Map.of());
        RouteRequest asked = call.request();
        return new WireCall(
                call.target(),
                new RouteRequest(
                        asked.requestId(),
                        asked.protocol(),
                        asked.caller(),
                        asked.model(),
                        asked.requestedModel(),
                        asked.scan(),
                        asked.body(),
                        -1,
                        spendable,
                        -1,
                        Map.of(),
                        null,
                        List.of()),
                "asked");
    }

    private static void say(RealtimeReader reader, String... messages) {
        for (String message : messages) {
            reader.said(bytes(message));
        }
    }

    private void hear(RealtimeReader reader, String... messages) {
        for (String message : messages) {
            reader.chunk(bytes(message), client);
        }
    }

    private static ByteBuffer bytes(String message) {
        return ByteBuffer.wrap(message.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> types(List<String> messages) {
        return messages.stream()
                .map(message -> RealtimeEvent.type(bytes(message)))
                .toList();
    }

    /** What the reader decides. */
    private static final class Session implements SessionSink {

        private final List<String> sent = new ArrayList<>();
        private final List<String> told = new ArrayList<>();
        private final List<Turn> wanted = new ArrayList<>();
        private final List<Integer> unused = new ArrayList<>();
        private final Map<Integer, Bill> bills = new TreeMap<>();
        private boolean held;

        @Override
        public void send(ByteBuffer message) {
            sent.add(StandardCharsets.UTF_8.decode(message.duplicate()).toString());
        }

        @Override
        public void tell(ByteBuffer message) {
            told.add(StandardCharsets.UTF_8.decode(message.duplicate()).toString());
        }

        @Override
        public void want(Turn turn) {
            wanted.add(turn);
        }

        @Override
        public void unused(int turn) {
            unused.add(turn);
        }

        @Override
        public void ended(int turn, Bill bill) {
            bills.put(turn, bill);
        }

        @Override
        public void hold(boolean hold) {
            held = hold;
        }
    }
}
