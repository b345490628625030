package io.sluice.gateway.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.gateway.files.FileContents.Content;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileContentsTest {

    private static final Map<String, Content> FILES = Map.of(
            "file-pdf", new Content("a.pdf", "PDF".getBytes(StandardCharsets.UTF_8)),
            "file-png", new Content("a.png", "PNG".getBytes(StandardCharsets.UTF_8)),
            "file-txt", new Content("a.txt", "é".getBytes(StandardCharsets.UTF_8)),
            "file-odd", new Content("README", "x".getBytes(StandardCharsets.UTF_8)));

    private static Optional<String> in(String json, long limit) throws IOException {
        byte[] bytes = ("xx" + json + "x").getBytes(StandardCharsets.UTF_8);
        return FileContents.in(bytes, 2, bytes.length - 3, FILES, limit)
                .map(whole -> new String(whole, StandardCharsets.UTF_8));
    }

    private static String in(String json) throws IOException {
        return in(json, 1_000).orElseThrow();
    }

    /** Each mention is a copy: a small request could be gigabytes otherwise. */
    @Test
    void shouldCountEachMentionOfAFile() throws IOException {
        String twice = "[{\"file_id\":\"file-pdf\"},{\"file_id\":\"file-pdf\"}]";

        assertThat(in(twice, 6)).isPresent();
        assertThat(in(twice, 5)).isEmpty();
    }

    @Test
    void shouldSayWhenTheRestCannotBeRead() {
        byte[] latin = "{\"content\":\"caf\u00e9\",\"file_id\":\"file-pdf\"}".getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> FileContents.in(latin, 0, latin.length, FILES, 1_000))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                // chats
                "{\"type\":\"file\",\"file\":{\"file_id\":\"file-pdf\"}}|{\"type\":\"file\",\"file\":{\"file_data\":\"data:application/pdf;base64,UERG\",\"filename\":\"a.pdf\"}}",
                // responses
                "{\"type\":\"input_file\",\"file_id\":\"file-odd\"}|{\"type\":\"input_file\",\"file_data\":\"data:application/octet-stream;base64,eA==\",\"filename\":\"README\"}",
                "{\"type\":\"input_file\",\"file_id\":\"file-pdf\",\"filename\":\"b.pdf\"}|{\"type\":\"input_file\",\"filename\":\"b.pdf\",\"file_data\":\"data:application/pdf;base64,UERG\"}",
                "{\"type\":\"input_image\",\"detail\":\"low\",\"file_id\":\"file-png\"}|{\"type\":\"input_image\",\"detail\":\"low\",\"image_url\":\"data:image/png;base64,UE5H\"}",
                // messages
                "{\"type\":\"document\",\"source\":{\"type\":\"file\",\"file_id\":\"file-pdf\"}}|{\"type\":\"document\",\"source\":{\"type\":\"base64\",\"media_type\":\"application/pdf\",\"data\":\"UERG\"}}",
                "{\"type\":\"document\",\"source\":{\"type\":\"file\",\"file_id\":\"file-txt\"}}|{\"type\":\"document\",\"source\":{\"type\":\"text\",\"media_type\":\"text/plain\",\"data\":\"é\"}}",
            })
    void shouldPutTheContentWhereTheProtocolHasIt(String part, String expected) throws IOException {
        assertThat(in("{\"messages\":[{\"content\":[" + part + "]}]}"))
                .isEqualTo("{\"messages\":[{\"content\":[" + expected + "]}]}");
    }

    @Test
    void shouldLeaveEverythingElseAsItWasSaid() throws IOException {
        String json =
                "{\"temperature\":0.10,\"seed\":12345678901234567890,\"input\":[\"file-pdf\",{\"file_id\":\"file-other\"}]}";
        assertThat(in(json)).isEqualTo(json);
    }
}
