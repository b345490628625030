package io.sluice.gateway.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileIdsTest {

    private static Set<String> inJson(String json) {
        byte[] bytes = ("__" + json + "__").getBytes(StandardCharsets.UTF_8);
        return FileIds.inJson(bytes, 2, bytes.length - 2);
    }

    private static Set<String> anywhere(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return FileIds.anywhere(bytes, 0, bytes.length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"messages\":[{\"content\":[{\"type\":\"file\",\"file\":{\"file_id\":\"file-A1\"}}]}]}",
                "{\"tools\":[{\"type\":\"code_interpreter\",\"container\":{\"type\":\"auto\",\"file_ids\":[\"x\",\"file-A1\"]}}]}",
                "{\"training_file\":\"\\u0066ile\\u002dA\\u0031\"}",
                "\"file-A1\"",
            })
    void shouldFindAnIdWhereverItStandsAndHoweverItIsWritten(String json) {
        assertThat(inJson(json)).containsExactly("file-A1");
        assertThat(anywhere(json)).containsExactly("file-A1");
    }

    @Test
    void shouldFindWhatAzureCallsAFile() {
        assertThat(inJson("[\"assistant-b2\",\"file-A1\"]")).containsExactlyInAnyOrder("assistant-b2", "file-A1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"content\":\"what is in file-A1?\"}",
                "{\"required\":[\"file_path\",\"profile-a\"]}",
                "{\"text\":\"a \\\\ file\",\"n\":1}",
                "",
            })
    void shouldTakeNoProseForAnId(String json) {
        assertThat(inJson(json)).isEmpty();
    }

    @Test
    void shouldFindWordsInWhatIsNoJson() {
        assertThat(anywhere("--B\r\ncontent-disposition: form-data; name=\"file_id\"\r\n\r\nfile-A1\r\n--B--"))
                .containsExactly("file-A1");
        assertThat(anywhere("{\"file_id\":'file-A1', broken \\")).containsExactly("file-A1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/v1/files/file-A1/content", "/v1/files/file%2DA1", "/v1/files/%66ile%252dA1?x=1", "/a?b=file-A1"
            })
    void shouldFindAnIdInAPath(String path) {
        assertThat(FileIds.inPath(path)).contains("file-A1");
    }
}
