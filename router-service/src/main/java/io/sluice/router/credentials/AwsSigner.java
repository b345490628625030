package io.sluice.router.credentials;

import io.sluice.router.deployment.Target;
import io.sluice.router.egress.Fetch;
import io.sluice.router.wire.UpstreamRequest;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Signs requests to Bedrock, with the credentials that {@link AwsCredentialsChain} finds; nothing to do for deployments with an API key of
 * Bedrock's, which is a bearer. Thread-safe.
 */
public final class AwsSigner implements Signer {

    private static final String SERVICE = "bedrock";

    /** To hash a body of this size takes about as long as to parse it; more is not done on an event loop. */
    private static final int LARGE = 512 * 1024;

    private final SigV4 signature;
    private final AwsCredentialsChain credentials;
    private final Executor beside;

    /** @param beside where files are read and large bodies are hashed */
    public AwsSigner(Fetch fetch, InstantSource clock, Executor beside) {
        this.signature = new SigV4(clock);
        this.credentials = new AwsCredentialsChain(new AwsRoles(fetch, signature, clock), beside);
        this.beside = beside;
    }

    @Override
    public CompletionStage<UpstreamRequest> sign(UpstreamRequest request, Target target) {
        if (target.apiKey() != null) {
            return CompletableFuture.completedStage(request);
        }
        String region = AwsRegion.of(target);
        return credentials
                .of(target)
                .thenCompose(found -> size(request) < LARGE
                        ? CompletableFuture.completedStage(signature.sign(request, found, SERVICE, region))
                        : CompletableFuture.supplyAsync(() -> signature.sign(request, found, SERVICE, region), beside));
    }

    private static long size(UpstreamRequest request) {
        return request.body().stream().mapToLong(ByteBuffer::remaining).sum();
    }
}
