package io.sluice.simulator.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.simulator.exchange.Call;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SigV4Test {

    private static final Instant SIGNED = Instant.parse("2015-08-30T12:36:00Z");
    private final SigV4 signatures = new SigV4("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");

    /** The worked example of AWS's own documentation of Signature Version 4. */
    @Test
    void shouldAcceptTheExampleOfTheDocumentation() {
        assertThat(signatures.flaw(example("Action=ListUsers&Version=2010-05-08"), "iam", SIGNED))
                .isNull();
    }

    @Test
    void shouldSortAndEncodeTheQuery() {
        assertThat(signatures.flaw(example("Version=2010%2D05%2D08&Action=ListUsers"), "iam", SIGNED))
                .isNull();
    }

    @Test
    void shouldRefuseWhatWasChangedAfterwards() {
        assertThat(type(signatures.flaw(example("Action=ListRoles&Version=2010-05-08"), "iam", SIGNED)))
                .isEqualTo("InvalidSignatureException");
    }

    @Test
    void shouldRefuseAnOldSignatureAndAnotherService() {
        Call call = example("Action=ListUsers&Version=2010-05-08");
        assertThat(type(signatures.flaw(call, "iam", SIGNED.plus(Duration.ofMinutes(16)))))
                .isEqualTo("InvalidSignatureException");
        assertThat(type(signatures.flaw(call, "bedrock", SIGNED))).isEqualTo("InvalidSignatureException");
    }

    @Test
    void shouldRefuseAnUnknownKeyAndHalfAHeader() {
        Call call = example("Action=ListUsers&Version=2010-05-08");
        assertThat(type(new SigV4("OTHER", "x").flaw(call, "iam", SIGNED))).isEqualTo("UnrecognizedClientException");
        call.headers()
                .set("authorization", SigV4.SCHEME + " Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request");
        assertThat(type(signatures.flaw(call, "iam", SIGNED))).isEqualTo("IncompleteSignatureException");
    }

    private static String type(BedrockError error) {
        return error == null ? "" : error.type();
    }

    private static Call example(String query) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .add("host", "iam.amazonaws.com")
                .add("content-type", "application/x-www-form-urlencoded; charset=utf-8")
                .add("x-amz-date", "20150830T123600Z")
                .add(
                        "authorization",
                        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request,"
                                + " SignedHeaders=content-type;host;x-amz-date,"
                                + " Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
        return Call.of(1, "GET", "/", query, headers, Buffer.buffer());
    }
}
