package io.sluice.simulator.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceAccountTest {

    private static final long NOW = 1_800_000_000L;
    private static final String TOKEN = "http://sim/token";
    private final ServiceAccount account = new ServiceAccount();

    @Test
    void shouldAcceptWhatItsOwnKeySigned() throws Exception {
        assertThat(account.flaw(assertion("RS256", email(), TOKEN, NOW, NOW + 3_600), TOKEN, NOW))
                .isNull();
        assertThat(account.flaw(
                        assertion("RS256", email(), "https://oauth2.googleapis.com/token", NOW, NOW + 60), TOKEN, NOW))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "none, '', http://sim/token, 0, 60, algorithm",
        "RS256, else@x, http://sim/token, 0, 60, account not found",
        "RS256, '', http://else/token, 0, 60, audience",
        "RS256, '', http://sim/token, -7200, -3600, short-lived",
        "RS256, '', http://sim/token, 0, 7200, short-lived"
    })
    void shouldSayWhatIsWrong(String algorithm, String issuer, String audience, long issued, long expires, String flaw)
            throws Exception {
        String from = issuer.isEmpty() ? email() : issuer;
        assertThat(account.flaw(assertion(algorithm, from, audience, NOW + issued, NOW + expires), TOKEN, NOW))
                .contains(flaw);
    }

    @Test
    void shouldRefuseWhatWasChangedAfterSigning() throws Exception {
        String good = assertion("RS256", email(), TOKEN, NOW, NOW + 60);
        String other = assertion("RS256", email(), TOKEN, NOW, NOW + 61);
        String mixed = good.substring(0, good.lastIndexOf('.')) + other.substring(other.lastIndexOf('.'));
        assertThat(account.flaw(mixed, TOKEN, NOW)).isEqualTo("Invalid JWT Signature.");
        assertThat(account.flaw("nonsense", TOKEN, NOW)).isNotNull();
        assertThat(account.flaw("a.b.c", TOKEN, NOW)).isNotNull();
    }

    private String email() {
        return account.file("http://sim").path("client_email").asText();
    }

    private String assertion(String algorithm, String issuer, String audience, long issued, long expires)
            throws Exception {
        JsonNode file = account.file("http://sim");
        String pem = file.path("private_key").asText().replaceAll("-----[A-Z ]+-----|\\s", "");
        PrivateKey key = KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
        String content = encoded("{\"alg\":\"" + algorithm + "\"}") + "."
                + encoded("{\"iss\":\"" + issuer + "\",\"aud\":\"" + audience + "\",\"scope\":\"s\",\"iat\":" + issued
                        + ",\"exp\":" + expires + "}");
        Signature signer = Signature.getInstance("SHA256withRSA");
        signer.initSign(key);
        signer.update(content.getBytes(StandardCharsets.US_ASCII));
        return content + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signer.sign());
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
