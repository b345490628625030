package io.sluice.router.credentials;

import io.sluice.configuration.Settings;
import io.sluice.router.egress.Fetch;
import io.sluice.router.failure.ErrorClass;
import io.sluice.router.failure.PreparationException;
import io.sluice.router.wire.UpstreamRequest;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Roles that are assumed at the Security Token Service: docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html and
 * API_AssumeRoleWithWebIdentity.html (seen 2026-11-26). Each role's credentials are kept until shortly before they end. Must be called on an event
 * loop; thread-safe.
 */
final class AwsRoles {

    private static final long LIMIT_MILLIS = 10_000;
    private static final long LIMIT_BYTES = 64 * 1024;

    private final Fetch fetch;
    private final SigV4 signature;
    private final FetchedTokens<Lease, AwsCredentialsIdentity> kept;

    /**
     * @param session under which name the role's use is logged
     * @param endpoint of the service
     */
    record Role(String arn, String session, @Nullable String externalId, String endpoint, String region) {

        static Role of(String arn, Settings params, String region) {
            return new Role(
                    arn,
                    params.string("aws_session_name").orElse("sluice"),
                    params.string("aws_external_id").orElse(null),
                    params.string("aws_sts_endpoint").orElse("https://sts." + region + AwsRegion.domain(region)),
                    region);
        }
    }

    /** @param by whose credentials it is assumed with: a key id, or nothing for a web identity */
    private record Lease(Role role, String by) {}

    AwsRoles(Fetch fetch, SigV4 signature, InstantSource clock) {
        this.fetch = fetch;
        this.signature = signature;
        this.kept = new FetchedTokens<>(clock);
    }

    CompletionStage<AwsCredentialsIdentity> assumed(Role role, AwsCredentialsIdentity base) {
        Map<String, String> asked = asked("AssumeRole", role);
        if (role.externalId != null) {
            asked.put("ExternalId", role.externalId);
        }
        return kept.get(
                new Lease(role, base.accessKeyId()),
                () -> ask(role, asked, request -> signature.sign(request, base, "sts", role.region)));
    }

    /** The token speaks for itself: nothing is signed. */
    CompletionStage<AwsCredentialsIdentity> byWebIdentity(Role role, CompletionStage<String> token) {
        Executor loop = loop();
        return kept.get(
                new Lease(role, ""),
                () -> token.thenComposeAsync(
                        said -> {
                            Map<String, String> asked = asked("AssumeRoleWithWebIdentity", role);
                            asked.put("WebIdentityToken", said);
                            return ask(role, asked, Function.identity());
                        },
                        loop));
    }

    /** The event loop that calls, to come back to after a wait. */
    Executor loop() {
        return fetch.onThisLoop();
    }

    private static Map<String, String> asked(String action, Role role) {
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("Action", action);
        asked.put("Version", "2011-06-15");
        asked.put("RoleArn", role.arn);
        asked.put("RoleSessionName", role.session);
        return asked;
    }

    private CompletionStage<FetchedTokens.Lent<AwsCredentialsIdentity>> ask(
            Role role, Map<String, String> asked, Function<UpstreamRequest, UpstreamRequest> signed) {
        String form = asked.entrySet().stream()
                .map(member -> member.getKey() + '=' + URLEncoder.encode(member.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        UpstreamRequest request = new UpstreamRequest(
                "POST",
                role.endpoint.endsWith("/") ? role.endpoint : role.endpoint + '/',
                Map.of("content-type", "application/x-www-form-urlencoded; charset=utf-8"),
                List.of(ByteBuffer.wrap(form.getBytes(StandardCharsets.UTF_8))),
                List.of());
        return fetch.send(signed.apply(request), LIMIT_MILLIS, LIMIT_BYTES)
                .handle((answer, fault) -> fault == null
                        ? CompletableFuture.completedStage(answer)
                        : CompletableFuture.<Fetch.Fetched>failedStage(
                                failed(role, "does not answer: " + fault.getMessage())))
                .thenCompose(Function.identity())
                .thenApply(answer -> lent(role, answer));
    }

    private static FetchedTokens.Lent<AwsCredentialsIdentity> lent(Role role, Fetch.Fetched answer) {
        byte[] body = new byte[answer.body().remaining()];
        answer.body().get(body);
        Map<String, String> said = XmlTexts.of(body);
        String key = said.get("AccessKeyId");
        String secret = said.get("SecretAccessKey");
        String session = said.get("SessionToken");
        if (!answer.succeeded() || key == null || secret == null || session == null) {
            throw failed(role, "answered " + answer.status() + ": " + said.getOrDefault("Message", "no credentials"));
        }
        return new FetchedTokens.Lent<>(
                AwsSessionCredentials.create(key, secret, session), until(said.get("Expiration")));
    }

    private static Instant until(@Nullable String expiration) {
        try {
            return expiration == null ? Instant.EPOCH : Instant.parse(expiration);
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }

    private static PreparationException failed(Role role, String what) {
        return new PreparationException(
                ErrorClass.AUTHENTICATION,
                "the role " + role.arn + " cannot be assumed: " + role.endpoint + ' ' + what);
    }
}
