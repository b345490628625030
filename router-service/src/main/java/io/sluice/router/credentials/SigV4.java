package io.sluice.router.credentials;

import io.sluice.router.wire.UpstreamRequest;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * AWS Signature Version 4, made by AWS's own library: docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html. Hashes the whole body. Thread-safe.
 */
final class SigV4 {

    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final InstantSource clock;

    SigV4(InstantSource clock) {
        this.clock = clock;
    }

    /** The request with the headers of its signature. It may be sent for some minutes. */
    UpstreamRequest sign(UpstreamRequest request, AwsCredentialsIdentity credentials, String service, String region) {
        SdkHttpRequest.Builder unsigned = SdkHttpRequest.builder()
                .method(SdkHttpMethod.fromValue(request.method()))
                .uri(URI.create(request.uri()));
        request.headers().forEach(unsigned::putHeader);
        byte[] body = joined(request.body());
        SignedRequest signed = signer.sign(what -> what.identity(credentials)
                .request(unsigned.build())
                .payload(ContentStreamProvider.fromByteArrayUnsafe(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                .putProperty(HttpSigner.SIGNING_CLOCK, clock.withZone(ZoneOffset.UTC)));
        Map<String, String> headers = new HashMap<>(request.headers());
        signed.request().headers().forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!lower.equals("host")) { // the connection's own
                headers.put(lower, String.join(",", values));
            }
        });
        return new UpstreamRequest(request.method(), request.uri(), headers, request.body(), request.notes());
    }

    private static byte[] joined(List<ByteBuffer> pieces) {
        int size = 0;
        for (ByteBuffer piece : pieces) {
            size += piece.remaining();
        }
        byte[] joined = new byte[size];
        int at = 0;
        for (ByteBuffer piece : pieces) {
            int length = piece.remaining();
            piece.duplicate().get(joined, at, length);
            at += length;
        }
        return joined;
    }
}
