package io.sluice.contracts.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contracts.json.JsonBytes;
import io.sluice.contracts.money.UnitPrice;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnseenInputTest {

    private static final int WINDOW = 128_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"messages\":[{\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://x/a.png\"}}]}]}",
                "{\"input\":[{\"content\":[{\"type\":\"input_image\",\"image_url\":\"data:image/png;base64,AA\"}]}]}",
                "{\"messages\":[{\"content\":[{\"source\":{\"type\":\"base64\",\"data\":\"AA\"},\"type\":\"image\"}]}]}",
                "{\"contents\":[{\"parts\":[{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"AA\"}}]}]}",
            })
    void shouldCountAPictureHoweverItIsSent(String request) {
        assertThat(of(request)).isEqualTo(new UnseenInput(1, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"messages\":[{\"content\":[{\"type\":\"file\",\"file\":{\"file_id\":\"file-1\"}}]}]}",
                "{\"input\":[{\"content\":[{\"type\":\"input_file\",\"file_url\":\"https://x/a.pdf\"}]}]}",
                "{\"input\":[{\"content\":[{\"type\":\"input_image\",\"file_id\":\"file-1\"}]}]}",
                "{\"input\":[{\"type\":\"item_reference\",\"id\":\"msg_1\"}]}",
                "{\"input\":[{\"content\":[{\"\\u0066\\u0069\\u006c\\u0065\\u005f\\u0069\\u0064\":\"file-1\"}]}]}",
                "{\"messages\":[{\"content\":[{\"type\":\"\\u0066\\u0069\\u006c\\u0065\"}]}]}",
                "{\"messages\":[{\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://youtu.be/x\"}}]}]}",
                "{\"messages\":[{\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://x/a.MP4?b=.png\"}}]}]}",
                "{\"messages\":[{\"content\":[{\"type\":\"image_url\",\"image_url\":\"data:application/pdf;base64,AA\"}]}]}",
                "{\"messages\":[{\"content\":[{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"https://x/9h.mp3\"}}]}]}",
                "{\"input\":\"go on\",\"previous_response_id\":\"resp_1\"}",
                "{\"input\":\"go on\",\"conversation\":{\"id\":\"conv_1\"}}",
                "{\"input\":\"go on\",\"prompt\":{\"id\":\"pmpt_1\"}}",
                "{\"messages\":[{\"content\":[{\"type\":\"document\",\"source\":{\"type\":\"url\",\"url\":\"https://x\"}}]}]}",
                "{\"messages\":[{\"role\":\"assistant\",\"audio\":{\"id\":\"audio_1\"}}]}",
                "{\"contents\":[{\"parts\":[{\"fileData\":{\"fileUri\":\"gs://x/a.mp4\"}}]}]}",
                "{\"contents\":[{\"parts\":[{\"inline_data\":{\"mime_type\":\"video/mp4\",\"data\":\"AA\"}}]}]}",
                "{\"contents\":[],\"cachedContent\":\"cachedContents/1\"}",
            })
    void shouldSeeThatAModelReadsWhatLiesElsewhere(String request) {
        assertThat(of(request).elsewhere()).as(request).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"messages\":[{\"role\":\"user\",\"content\":\"a file_id, \\\"type\\\": \\\"image\\\"\"}]}",
                "{\"messages\":[{\"content\":[{\"type\":\"text\",\"text\":\"image\"}]}],\"previous_response_id\":null}",
                "{\"messages\":[],\"tools\":[{\"parameters\":{\"properties\":{\"file_id\":{\"type\":\"string\"}}}}]}",
                "{\"messages\":[{\"tool_calls\":[{\"type\":\"function\",\"function\":{\"arguments\":\"{\\\"file_id\\\":1}\"}}]}]}",
                "{\"messages\":[{\"content\":[{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"AA\",\"format\":\"mp3\"}}]}]}",
                "{\"prompt\":\"Once\"}",
                "{\"prompt\":[\"Once\",\"upon\"]}",
            })
    void shouldTakeBytesForTheirOwnBound(String request) {
        assertThat(of(request)).isEqualTo(UnseenInput.NONE);
    }

    @Test
    void shouldBoundByTheWindowAndOtherwiseByThePictures() {
        assertThat(new UnseenInput(1, false).tokens(offer(WINDOW))).isEqualTo(UnseenInput.PICTURE_TOKENS);
        assertThat(new UnseenInput(9, false).tokens(offer(WINDOW))).isEqualTo(WINDOW);
        assertThat(new UnseenInput(9, false).tokens(offer(0))).isEqualTo(9 * UnseenInput.PICTURE_TOKENS);
        assertThat(new UnseenInput(0, true).tokens(offer(WINDOW))).isEqualTo(WINDOW);
        assertThat(UnseenInput.NONE.tokens(offer(WINDOW))).isZero();
    }

    @Test
    void shouldKnowNoPriceOfWhatIsElsewhereForAModelWithoutAKnownWindow() {
        assertThat(new UnseenInput(0, true).bounds(offer(0)).priced()).isFalse();
        assertThat(new UnseenInput(0, true).bounds(offer(WINDOW)).priced()).isTrue();
        assertThat(new UnseenInput(1, false).bounds(offer(0)).priced()).isTrue();
    }

    private static ModelOffer offer(int window) {
        return new ModelOffer(
                "gpt",
                false,
                List.of(),
                "chat",
                "openai",
                window,
                0,
                true,
                UnitPrice.FREE,
                UnitPrice.FREE,
                UnitPrice.FREE,
                1,
                0,
                1,
                UnitPrice.FREE);
    }

    /** That of a call whose body something else stands for. */
    @Test
    void shouldReadNothingThatTheScanIsNotOf() {
        assertThat(UnseenInput.of(
                        scan("{\"input\":[],\"prompt\":{}}".getBytes(StandardCharsets.UTF_8)), ByteBuffer.allocate(0)))
                .isEqualTo(UnseenInput.NONE);
    }

    private static BodyScan scan(byte[] json) {
        List<BodyScan.Member> members = new ArrayList<>();
        JsonBytes.members(
                json,
                0,
                json.length,
                (nameStart, nameEnd, from, to) -> members.add(new BodyScan.Member(
                        JsonBytes.text(json, nameStart, nameEnd), new Span(nameStart, to), new Span(from, to))));
        return Scans.of(members, json.length);
    }

    /** The body stands behind other bytes, as in a buffer that is a slice of a larger one. */
    private static UnseenInput of(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        BodyScan scan = scan(bytes);
        ByteBuffer body = ByteBuffer.allocate(bytes.length + 3).put(new byte[3]).put(bytes);
        body.flip().position(3);
        UnseenInput seen = UnseenInput.of(scan, body);
        assertThat(UnseenInput.of(scan, body.slice().asReadOnlyBuffer())).isEqualTo(seen);
        return seen;
    }
}
