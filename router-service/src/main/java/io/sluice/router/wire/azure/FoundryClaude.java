package io.sluice.router.wire.azure;

import io.sluice.router.conversation.Conversation;
import io.sluice.router.deployment.Target;
import io.sluice.router.wire.Dialect;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.anthropic.AnthropicDialect;
import io.sluice.router.wire.event.EventDecoder;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Claude on Foundry: Anthropic's Messages API below {@code /anthropic}, with the key in Anthropic's header too. */
public final class FoundryClaude implements Dialect {

    private static final String PATH = "/anthropic/v1/messages";

    private final AnthropicDialect anthropic = new AnthropicDialect();

    public static boolean isClaude(Target target) {
        return target.providerModel().toLowerCase(Locale.ROOT).startsWith("claude");
    }

    @Override
    public UpstreamRequest encode(Conversation conversation, WireCall call) {
        UpstreamRequest request = anthropic.encode(conversation, call);
        Map<String, String> headers = new HashMap<>(request.headers());
        String key = call.target().apiKey();
        if (key != null) {
            headers.put("x-api-key", key);
        }
        String uri = AzureUrl.of(call.target().apiBase())
                .before("/anthropic")
                .with(PATH)
                .text();
        return new UpstreamRequest(request.method(), uri, headers, request.body(), request.notes());
    }

    @Override
    public CompletionStage<Void> prepare(WireCall call) {
        return anthropic.prepare(call);
    }

    @Override
    public EventDecoder decoder(WireCall call) {
        return anthropic.decoder(call);
    }

    @Override
    public boolean signsThinking() {
        return anthropic.signsThinking();
    }
}
