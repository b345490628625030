package io.sluice.simulator.bedrock;

import io.sluice.simulator.exchange.Call;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Verifies AWS Signature Version 4 in the Authorization header, as a service that is not S3 does: each part of the path is
 * encoded once more than it was sent. Source: docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html.
 */
final class SigV4 {

    static final String SCHEME = "AWS4-HMAC-SHA256";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Duration SKEW = Duration.ofMinutes(15);
    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");
    private static final Pattern SLASH = Pattern.compile("/");
    private static final Pattern SEMICOLON = Pattern.compile(";");
    private static final Pattern SPACES = Pattern.compile(" +");
    private static final Pattern AMPERSAND = Pattern.compile("&");

    private final String accessKey;
    private final String secretKey;

    SigV4(String accessKey, String secretKey) {
        this.accessKey = accessKey;
        this.secretKey = secretKey;
    }

    /** Why the signature does not hold, null when it does. */
    @Nullable
    BedrockError flaw(Call call, String service, Instant now) {
        Map<String, String> fields =
                fields(call.header("authorization").substring(SCHEME.length()).strip());
        List<String> scope = List.of(SLASH.split(fields.getOrDefault("Credential", "")));
        String signed = fields.getOrDefault("SignedHeaders", "");
        if (scope.size() != 5 || signed.isEmpty() || !fields.containsKey("Signature")) {
            return new BedrockError(
                    403,
                    "IncompleteSignatureException",
                    "Authorization header requires 'Credential', 'SignedHeaders' and 'Signature' parameters.");
        }
        if (!scope.get(0).equals(accessKey)) {
            return new BedrockError(
                    403, "UnrecognizedClientException", "The security token included in the request is invalid.");
        }
        String time = call.header("x-amz-date");
        if (!scope.get(3).equals(service) || !scope.get(4).equals("aws4_request") || !time.startsWith(scope.get(1))) {
            return invalid("Credential should be scoped to correct service: '" + service + "'.");
        }
        if (!current(time, now)) {
            return invalid("Signature expired or not yet current: " + time + " is not within 15 minutes of now.");
        }
        List<String> names = List.of(SEMICOLON.split(signed));
        if (!names.contains("host") || !names.contains("x-amz-date") || unsignedToken(call, names)) {
            return invalid("'Host', 'X-Amz-Date' and every 'X-Amz-Security-Token' must be signed.");
        }
        String canonical = canonicalRequest(call, names);
        String toSign = SCHEME + "\n" + time + "\n" + String.join("/", scope.subList(1, 5)) + "\n"
                + hex(sha256(canonical.getBytes(StandardCharsets.UTF_8)));
        byte[] key = ("AWS4" + secretKey).getBytes(StandardCharsets.UTF_8);
        for (int i = 1; i < scope.size(); i++) {
            key = hmac(key, scope.get(i));
        }
        byte[] expected = hex(hmac(key, toSign)).getBytes(StandardCharsets.US_ASCII);
        byte[] sent = fields.get("Signature").getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(expected, sent)
                ? null
                : invalid(
                        "The request signature we calculated does not match the signature you provided. Check your AWS"
                                + " Secret Access Key and signing method. The Canonical String for this request should have been\n'"
                                + canonical + "'");
    }

    private static BedrockError invalid(String message) {
        return new BedrockError(403, "InvalidSignatureException", message);
    }

    private static boolean unsignedToken(Call call, List<String> names) {
        return call.headers().contains("x-amz-security-token") && !names.contains("x-amz-security-token");
    }

    private static boolean current(String time, Instant now) {
        try {
            Instant signed = TIME.parse(time, Instant::from);
            return Duration.between(signed, now).abs().compareTo(SKEW) <= 0;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static Map<String, String> fields(String text) {
        Map<String, String> fields = new TreeMap<>();
        for (String field : List.of(COMMA.split(text))) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                fields.put(field.substring(0, equals), field.substring(equals + 1));
            }
        }
        return fields;
    }

    private static String canonicalRequest(Call call, List<String> names) {
        StringBuilder text = new StringBuilder(call.method());
        text.append('\n').append(encoded(call.path(), true)).append('\n').append(canonicalQuery(call.query()));
        text.append('\n');
        for (String name : names) {
            String value = call.headers().getAll(name).stream()
                    .map(one -> SPACES.matcher(one.strip()).replaceAll(" "))
                    .collect(Collectors.joining(","));
            text.append(name).append(':').append(value).append('\n');
        }
        text.append('\n').append(String.join(";", names)).append('\n');
        return text.append(hex(sha256(call.raw().getBytes()))).toString();
    }

    private static String canonicalQuery(String query) {
        List<String> pairs = new ArrayList<>();
        for (String pair : List.of(AMPERSAND.split(query))) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                pairs.add(encoded(decoded(name), false) + "=" + encoded(decoded(value), false));
            }
        }
        Collections.sort(pairs);
        return String.join("&", pairs);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String encoded(String text, boolean path) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "-_.~".indexOf(c) >= 0);
            if (plain || path && c == '/') {
                encoded.append(c);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return encoded.toString();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
