package io.sluice.router.wire.bedrock;

import io.sluice.router.credentials.AwsRegion;
import io.sluice.router.deployment.Target;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Where a deployment's model is called: {@code aws_bedrock_runtime_endpoint}, {@code api_base}, or its region's own host. */
final class BedrockUrl {

    private BedrockUrl() {}

    static String of(Target target, BedrockModel model, String action) {
        String base = target.params()
                .string("aws_bedrock_runtime_endpoint")
                .map(endpoint -> endpoint.endsWith("/") ? endpoint.substring(0, endpoint.length() - 1) : endpoint)
                .orElseGet(() -> AwsRegion.inModel(target)
                        .filter(region -> !target.params().has("api_base"))
                        .map(region -> "https://bedrock-runtime." + region + AwsRegion.domain(region))
                        .orElse(target.apiBase()));
        return base + "/model/" + encoded(model.id()) + '/' + action;
    }

    /** An ARN has colons and slashes, and is one piece of the path. */
    private static String encoded(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
