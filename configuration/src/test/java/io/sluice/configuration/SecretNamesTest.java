package io.sluice.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class SecretNamesTest {

    @Test
    void shouldShowNoSecretHoweverDeepItStands() throws Exception {
        JsonNode settings = new ObjectMapper().readTree("""
                {"model":"m","api_key":"sk","max_tokens":5,"extra_headers":{"x":"1"},
                 "nested":[{"client_secret":"s","a":1},"https://me:pw@host/path?sig=1"],"api_base":"https://host/v1?key=1"}
                """);
        SecretNames.strip(settings);
        assertThat(settings.toString())
                .isEqualTo("{\"model\":\"m\",\"max_tokens\":5,\"nested\":[{\"a\":1},\"https://host/path\"],"
                        + "\"api_base\":\"https://host/v1\"}");
    }
}
