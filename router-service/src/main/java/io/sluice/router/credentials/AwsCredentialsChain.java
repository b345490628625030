package io.sluice.router.credentials;

import io.sluice.configuration.Settings;
import io.sluice.router.deployment.Target;
import io.sluice.router.failure.ErrorClass;
import io.sluice.router.failure.PreparationException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * AWS credentials of a deployment, in LiteLLM's order: a role that is assumed (by a web identity, or by other credentials), a profile, keys in
 * {@code litellm_params}, keys in the environment, the role of a pod, and what AWS's own chain finds (profile file, container, instance). Roles and
 * the chain renew what ends. Thread-safe; never blocks.
 */
final class AwsCredentialsChain {

    private static final String USUAL = "";

    private final AwsRoles roles;
    private final Executor beside;
    private final Map<String, AwsCredentialsProvider> providers = new ConcurrentHashMap<>();

    AwsCredentialsChain(AwsRoles roles, Executor beside) {
        this.roles = roles;
        this.beside = beside;
    }

    CompletionStage<AwsCredentialsIdentity> of(Target target) {
        Settings params = target.params();
        String region = AwsRegion.of(target);
        Optional<String> role = params.string("aws_role_name");
        if (role.isEmpty()) {
            return own(params, region);
        }
        Executor loop = roles.loop();
        AwsRoles.Role wanted = AwsRoles.Role.of(role.get(), params, region);
        return params.string("aws_web_identity_token")
                .map(token -> roles.byWebIdentity(wanted, WebIdentity.read(token, beside)))
                .orElseGet(() -> own(params, region).thenComposeAsync(base -> roles.assumed(wanted, base), loop));
    }

    private CompletionStage<AwsCredentialsIdentity> own(Settings params, String region) {
        Optional<String> profile = params.string("aws_profile_name");
        if (profile.isPresent()) {
            return provided(profile.get());
        }
        Optional<AwsCredentialsIdentity> keys = keys(
                        params, "aws_access_key_id", "aws_secret_access_key", "aws_session_token")
                .or(() -> keys(params, "aws_environment_key", "aws_environment_secret", "aws_environment_token"));
        if (keys.isPresent()) {
            return CompletableFuture.completedStage(keys.get());
        }
        Optional<String> podRole = params.string("aws_environment_role");
        Optional<String> podToken = params.string("aws_environment_token_file");
        return podRole.isPresent() && podToken.isPresent()
                ? roles.byWebIdentity(
                        AwsRoles.Role.of(podRole.get(), params, region), WebIdentity.read(podToken.get(), beside))
                : provided(USUAL);
    }

    private static Optional<AwsCredentialsIdentity> keys(Settings params, String id, String secret, String token) {
        return params.string(id)
                .flatMap(key -> params.string(secret)
                        .map(value -> params.string(token)
                                .<AwsCredentialsIdentity>map(
                                        session -> AwsSessionCredentials.create(key, value, session))
                                .orElseGet(() -> AwsBasicCredentials.create(key, value))));
    }

    /** AWS's providers read files and ask their metadata services in the calling thread; what they found they keep. */
    private CompletionStage<AwsCredentialsIdentity> provided(String profile) {
        AwsCredentialsProvider provider = providers.computeIfAbsent(
                profile,
                name -> name.equals(USUAL)
                        ? DefaultCredentialsProvider.builder().build()
                        : ProfileCredentialsProvider.builder().profileName(name).build());
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return provider.resolveCredentials();
                    } catch (SdkException | IllegalStateException fault) {
                        throw new PreparationException(
                                ErrorClass.AUTHENTICATION,
                                "no AWS credentials: set aws_access_key_id and aws_secret_access_key, aws_profile_name or aws_role_name in"
                                        + " litellm_params, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_BEARER_TOKEN_BEDROCK");
                    }
                },
                beside);
    }
}
