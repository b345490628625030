package io.sluice.router.wire.audio;

import io.sluice.router.wire.AnswerReader;
import io.sluice.router.wire.UpstreamRequest;
import io.sluice.router.wire.Wire;
import io.sluice.router.wire.WireCall;
import io.sluice.router.wire.openai.ChatAddress;
import io.sluice.router.wire.plain.EndpointRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * OpenAI's text to speech for providers that have it in OpenAI's form: the request passes but for the model's name, the sound passes as it comes.
 * Form: platform.openai.com/docs/api-reference/audio/createSpeech, seen 2026-11-26.
 */
public final class SpeechWire implements Wire {

    private final ChatAddress.Rule addresses;

    public SpeechWire(ChatAddress.Rule addresses) {
        this.addresses = addresses;
    }

    @Override
    public CompletionStage<UpstreamRequest> encode(WireCall call) {
        return CompletableFuture.completedStage(new EndpointRequest(call).passed(addresses.of(call.target())));
    }

    @Override
    public AnswerReader reader(WireCall call) {
        return new SpeechReader(call, false);
    }
}
