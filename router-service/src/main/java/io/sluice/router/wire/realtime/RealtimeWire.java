package io.sluice.router.wire.realtime;

import io.sluice.contracts.routing.RouteRequest;
import io.sluice.router.deployment.Target;
import io.sluice.router.failure.UnsupportedRequestException;
import io.sluice.router.wire.AnswerReader;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.Wire;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.openai.ChatAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The Realtime API over a WebSocket: {@code wss://api.openai.com/v1/realtime?model=} with the key as a bearer. A client that says
 * {@code OpenAI-Beta: realtime=v1} is spoken to in the older names of events.
 *
 * <p>Sources: platform.openai.com/docs/guides/realtime-websocket, openai-python resources/realtime (seen 2026-11-26); Azure:
 * {@link io.sluice.router.wire.azure.AzureAddress#ofRealtime}.
 */
public final class RealtimeWire implements Wire {

    private static final String BETA = "openai-beta";

    private static final String TRANSCRIPTION = "intent=transcription";

    private final ChatAddress.Rule address;
    private final Optional<ChatAddress.Rule> transcription;

    /** @param transcription where sessions are that only transcribe; empty: the provider has none */
    public RealtimeWire(ChatAddress.Rule address, Optional<ChatAddress.Rule> transcription) {
        this.address = address;
        this.transcription = transcription;
    }

    /** OpenAI's sessions that only transcribe name no model: platform.openai.com/docs/guides/realtime-transcription (seen 2026-11-26). */
    public static ChatAddress openAiTranscription(Target target) {
        ChatAddress base = ChatAddress.of(target, "realtime");
        return new ChatAddress(base.uri() + '?' + TRANSCRIPTION, base.headers());
    }

    private static boolean transcribes(WireCall call) {
        return call.request().headers().getOrDefault(RouteRequest.PATH, "").contains(TRANSCRIPTION);
    }

    private ChatAddress where(WireCall call) {
        ChatAddress.Rule rule = transcribes(call)
                ? transcription.orElseThrow(() -> new UnsupportedRequestException(
                        "The provider " + call.target().provider().name()
                                + " has no sessions that only transcribe; use /v1/audio/transcriptions.",
                        "intent"))
                : address;
        return rule.of(call.target());
    }

    /** OpenAI's, below the base URL. */
    public static ChatAddress openAi(Target target) {
        ChatAddress base = ChatAddress.of(target, "realtime");
        return new ChatAddress(
                base.uri() + "?model=" + URLEncoder.encode(target.providerModel(), StandardCharsets.UTF_8),
                base.headers());
    }

    @Override
    public CompletionStage<UpstreamRequest> encode(WireCall call) {
        ChatAddress where = where(call);
        Map<String, String> headers = new HashMap<>(where.headers());
        headers.remove("content-type"); // there is no body
        String beta = call.request().headers().get(BETA);
        if (beta != null && beta.startsWith("realtime")) {
            headers.put(BETA, beta);
        }
        return CompletableFuture.completedStage(
                new UpstreamRequest("GET", socket(where.uri()), headers, List.of(), List.of()));
    }

    private static String socket(String uri) {
        return uri.startsWith("http") ? "ws" + uri.substring("http".length()) : uri;
    }

    @Override
    public AnswerReader reader(WireCall call) {
        return new RealtimeReader(call, transcribes(call));
    }
}
