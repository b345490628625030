package io.sluice.router.wire.bedrock;

import io.sluice.router.deployment.Target;
import java.util.regex.Pattern;

/**
 * The model behind an inference profile of a region ({@code us.anthropic...}): its tokens are counted under its own name, as no profile counts
 * (docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_CountTokens.html; LiteLLM's price list, {@code token_count_model}; seen 2026-11-26).
 */
public final class FoundationModel {

    static final Pattern PROFILE = Pattern.compile("^(?:us|eu|apac|global|jp|au|ca|us-gov)\\.");

    private static final Pattern IN_ADDRESS = Pattern.compile("(?<=/model/)(?:us|eu|apac|global|jp|au|ca|us-gov)\\.");

    private FoundationModel() {}

    /** An address of Bedrock's, which names the model instead of its profile. */
    public static String address(String uri) {
        return IN_ADDRESS.matcher(uri).replaceFirst("");
    }

    /** Its id. */
    public static String of(Target target) {
        return PROFILE.matcher(BedrockModel.of(target).id()).replaceFirst("");
    }
}
