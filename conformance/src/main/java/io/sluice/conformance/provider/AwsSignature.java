package io.sluice.conformance.provider;

import io.sluice.conformance.http.Sha256;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Checks AWS Signature Version 4 (AWS: "Create a signed AWS API request") with the made-up secret of all cases. */
final class AwsSignature {
    private static final String SECRET = "oracle-aws-secret-0123456789abcdef01234567";
    private static final Pattern HEADER =
            Pattern.compile("AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d+)/([^/]+)/([^/]+)/aws4_request, ?"
                    + "SignedHeaders=([^,]+), ?Signature=([0-9a-f]+).*");

    private AwsSignature() {}

    /** What stands for the authorization header in a case, or empty when the header is no signature. */
    static Optional<String> describe(ReceivedRequest request) {
        Matcher m = HEADER.matcher(request.header("authorization"));
        if (!m.matches()) {
            return Optional.empty();
        }
        String scope = m.group(2) + "/" + m.group(3) + "/" + m.group(4) + "/aws4_request";
        byte[] key = ("AWS4" + SECRET).getBytes(StandardCharsets.UTF_8);
        for (String part : List.of(m.group(2), m.group(3), m.group(4), "aws4_request")) {
            key = hmac(key, part);
        }
        boolean valid = false;
        for (String path : List.of(request.path(), escaped(request.path()))) {
            String toSign = "AWS4-HMAC-SHA256\n" + request.header("x-amz-date") + "\n" + scope + "\n"
                    + Sha256.hex(canonical(request, path, m.group(5)).getBytes(StandardCharsets.UTF_8));
            valid |= HexFormat.of().formatHex(hmac(key, toSign)).equals(m.group(6));
        }
        return Optional.of("AWS4-HMAC-SHA256 " + m.group(1) + " " + m.group(3) + "/" + m.group(4)
                + (valid ? " valid" : " INVALID"));
    }

    private static String canonical(ReceivedRequest request, String path, String signed) {
        String query = Arrays.stream(request.query().split("&", -1)).sorted().collect(Collectors.joining("&"));
        String headers = Arrays.stream(signed.split(";", -1))
                .map(h -> h + ":" + request.header(h).strip().replaceAll("\\s+", " ") + "\n")
                .collect(Collectors.joining());
        String digest = request.headers().getOrDefault("x-amz-content-sha256", Sha256.hex(request.body()));
        return String.join("\n", request.method(), path, query, headers, signed, digest);
    }

    /** Every character but letters, digits and {@code -._~/} as %XX, percent signs too. */
    private static String escaped(String path) {
        return URLEncoder.encode(path, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~")
                .replace("%2F", "/");
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
