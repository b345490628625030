package io.sluice.router.wire.snowflake;

import io.sluice.router.deployment.Target;
import io.sluice.router.wire.RequestHeaders;
import io.sluice.router.wire.openai.ChatAddress;
import java.util.Map;

/**
 * Where Cortex takes chats in OpenAI's form, and what kind of token it is shown: docs.snowflake.com/en/user-guide/snowflake-cortex/cortex-rest-api
 * and /en/developer-guide/snowflake-rest-api/authentication.
 */
public final class SnowflakeAddress {

    private static final String KIND = "x-snowflake-authorization-token-type";

    /** LiteLLM's mark of a programmatic access token; any other key is a token signed with a key pair. */
    private static final String PAT = "pat/";

    private SnowflakeAddress() {}

    /** The address of a deployment's chat. */
    public static ChatAddress of(Target target) {
        Map<String, String> headers = RequestHeaders.json(target);
        String key = target.apiKey();
        if (key != null && key.startsWith(PAT)) {
            headers.put("authorization", "Bearer " + key.substring(PAT.length()));
            headers.putIfAbsent(KIND, "PROGRAMMATIC_ACCESS_TOKEN");
        } else if (key != null) {
            headers.putIfAbsent(KIND, "KEYPAIR_JWT");
        }
        return new ChatAddress(target.apiBase() + "/cortex/v1/chat/completions", headers);
    }
}
