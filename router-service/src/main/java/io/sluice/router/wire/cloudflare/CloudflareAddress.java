package io.sluice.router.wire.cloudflare;

import io.sluice.router.deployment.Target;
import io.sluice.router.wire.RequestHeaders;
import io.sluice.router.wire.openai.ChatAddress;

/**
 * Where Workers AI takes chats in OpenAI's form: beside the endpoint that runs any model, which is the base URL that LiteLLM's users have
 * (developers.cloudflare.com/workers-ai/configuration/open-ai-compatibility).
 */
public final class CloudflareAddress {

    private static final String RUN = "/run";

    private CloudflareAddress() {}

    /** The address of a deployment's chat. */
    public static ChatAddress of(Target target) {
        String base = target.apiBase();
        String root = base.endsWith(RUN) ? base.substring(0, base.length() - RUN.length()) + "/v1" : base;
        return new ChatAddress(root + "/chat/completions", RequestHeaders.json(target));
    }
}
