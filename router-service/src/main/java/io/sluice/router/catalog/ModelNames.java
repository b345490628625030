package io.sluice.router.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Under which names a provider's price list may have a model that is called by a longer one, nearest first: {@code litellm-behaviour.md} 10.3.
 */
final class ModelNames {

    /** {@code converse/}, {@code invoke/} ...: how Bedrock is to be called, which costs the same. */
    private static final Pattern BEDROCK_ROUTE = Pattern.compile(
            "^(?:converse|converse_like|invoke|async_invoke|nova|llama|deepseek_r1|qwen3|qwen2|openai)/");

    private static final Pattern BEDROCK_ARN =
            Pattern.compile("^arn:aws[a-z-]*:bedrock:([a-z0-9-]*):[0-9]*:(?:foundation-model|inference-profile)/(.+)$");

    private static final Pattern REGION = Pattern.compile("^[a-z]{2}(?:-gov)?-[a-z]+-\\d/");

    /** Cross-region inference: docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html (seen 2026-11-24). */
    private static final Pattern PROFILE = Pattern.compile("^(?:us|eu|apac|global|jp|au|ca|us-gov)\\.");

    private ModelNames() {}

    static List<String> candidates(String provider, String model) {
        return switch (provider) {
            case "bedrock" -> bedrock(model);
            case "openai", "azure" -> List.of(withoutPrefix(model, "responses/"));
            case "fireworks_ai" -> List.of(model, "accounts/" + model);
            default -> List.of(model);
        };
    }

    private static List<String> bedrock(String model) {
        List<String> names = new ArrayList<>();
        String name = BEDROCK_ROUTE.matcher(model).replaceFirst("");
        Matcher arn = BEDROCK_ARN.matcher(name);
        if (arn.matches()) {
            name = arn.group(2);
            if (!arn.group(1).isEmpty()) {
                names.add(arn.group(1) + '/' + name);
            }
        }
        names.add(name);
        String anywhere = REGION.matcher(name).replaceFirst("");
        names.add(anywhere);
        names.add(PROFILE.matcher(anywhere).replaceFirst(""));
        return names.stream().distinct().toList();
    }

    private static String withoutPrefix(String model, String prefix) {
        return model.startsWith(prefix) ? model.substring(prefix.length()) : model;
    }
}
