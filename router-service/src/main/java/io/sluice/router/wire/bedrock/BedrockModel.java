package io.sluice.router.wire.bedrock;

import io.sluice.router.credentials.AwsRegion;
import io.sluice.router.deployment.Target;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which model a deployment means and how it is called.
 *
 * @param id the model's, an inference profile's or an ARN, as it stands in the URL
 * @param maker who made it: {@code anthropic}, {@code amazon} ...; empty for ARNs that do not say
 * @param invoke called by InvokeModel, in its maker's words, instead of by Converse
 */
record BedrockModel(String id, String maker, boolean invoke) {

    private static final Pattern ROUTE = Pattern.compile("^(converse|converse_like|invoke)/");
    private static final String TITAN_TEXT = "titan-text";

    static BedrockModel of(Target target) {
        String named = target.providerModel();
        boolean invoke = named.startsWith("invoke/");
        String id = AwsRegion.without(ROUTE.matcher(named).replaceFirst(""));
        String bare = FoundationModel.PROFILE
                .matcher(id.substring(id.lastIndexOf('/') + 1))
                .replaceFirst("");
        int dot = bare.indexOf('.');
        String maker = dot < 0 ? "" : bare.substring(0, dot);
        // LiteLLM calls Titan's text models so: they know neither system prompts nor tools
        return new BedrockModel(id, maker, invoke || bare.contains(TITAN_TEXT));
    }

    boolean isClaude() {
        return maker.equals("anthropic") || id.contains("claude");
    }

    boolean isNova() {
        return id.contains("amazon.nova");
    }

    /**
     * Whether a stream is to be had: Jamba has none, Llama none with tools
     * (docs.aws.amazon.com/bedrock/latest/userguide/conversation-inference-supported-models-features.html, seen 2026-11-26).
     */
    boolean streams(boolean withTools) {
        return invoke || !(maker.equals("ai21") || (maker.equals("meta") && withTools));
    }

    /** Whether prompts of it can be marked for the cache; a profile that does not say its model is believed. */
    boolean caches() {
        return isClaude() || isNova() || maker.isEmpty();
    }

    /** Whether a mark may say how long: Claude's alone. Both: docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html (seen 2026-11-26). */
    boolean cachesForAnHour() {
        return isClaude() || maker.isEmpty();
    }

    /** The name of a Claude model from {@code claude-} on; empty for others. */
    Optional<String> claude() {
        int at = id.indexOf("claude-");
        return at < 0 ? Optional.empty() : Optional.of(id.substring(at));
    }
}
